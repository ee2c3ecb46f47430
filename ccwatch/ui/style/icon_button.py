"""Buttons with painted icons before and after their text."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
)

from ccwatch.ui.style.icons import Icon, paint_icon
from ccwatch.ui.style.mirroring import mirrored_f
from ccwatch.ui.style.tooltips import set_tooltip
from ccwatch.ui.style.type_scale import scaled

LEAST_BUTTON = 60
SIZE, GAP = 16, 6
TARGET = 24  # WCAG 2.2, 2.5.8
_SMALLER = {Icon.DOWN: 10, Icon.ASCENDING: 12, Icon.DESCENDING: 12, Icon.CLOSE: 12}


class IconButton(QToolButton):
    """A button with icons in the colour of its text; its tooltip has a text that is elided.

    Without a text, `spoken` is its accessible name and its tooltip; otherwise it explains the text.
    """

    def __init__(
        self,
        text: str = "",
        spoken: str = "",
        *,
        before: Icon | None = None,
        after: Icon | None = None,
    ) -> None:
        super().__init__()
        self._spoken = spoken
        self.before, self.after = before, after
        self.show_text(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show the text; a screen reader gets the same words, and `spoken` as an explanation."""
        self.setText(text)
        self.setAccessibleName(text or self._spoken)
        self.setAccessibleDescription(self._spoken if text else "")
        self._fit_tooltip()

    def show_icon(self, before: Icon) -> None:
        """Show this icon before the text."""
        self.before = before
        self.update()

    def elided(self) -> bool:
        """Return whether the text is elided."""
        return self.width() < self.sizeHint().width()

    def sizeHint(self) -> QSize:
        self.setIconSize(QSize(scaled(SIZE), scaled(SIZE)))  # the room of an icon without a text
        hint = super().sizeHint()
        if not self.text():
            return hint.expandedTo(QSize(scaled(TARGET), scaled(TARGET)))
        icons = sum(_side(icon) + scaled(GAP) for icon in self._icons())
        blanks = 2 * self.fontMetrics().horizontalAdvance(" ")  # Qt's, around a text
        hint.setWidth(hint.width() - blanks + icons)
        return hint

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint().boundedTo(QSize(scaled(LEAST_BUTTON), 10_000))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, frame = QStylePainter(self), QStyleOptionToolButton()
        self.initStyleOption(frame)
        frame.text = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, frame)
        self._paint_contents(painter, self._colour())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_tooltip()

    def _paint_contents(self, painter: QStylePainter, colour: QColor) -> None:
        metrics, whole = self.fontMetrics(), QRectF(self.rect())
        text = self.text()
        if self.elided():
            room = metrics.horizontalAdvance(text) - self.sizeHint().width() + self.width()
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        words = metrics.horizontalAdvance(text)
        gaps = len(self._icons()) - (0 if text else 1)
        width = words + sum(map(_side, self._icons())) + gaps * scaled(GAP)
        left = (self.width() - width) / 2
        painter.setPen(colour)
        for part in (self.before, text, self.after):
            if not part:
                continue
            wide = words if isinstance(part, str) else _side(part)
            high = whole.height() if isinstance(part, str) else wide
            place = QRectF(left, (whole.height() - high) / 2, wide, high)
            place = mirrored_f(place, whole, self.layoutDirection())
            if isinstance(part, str):
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
                painter.drawText(place, flags, part)
            else:
                paint_icon(painter, place, part, colour, self.layoutDirection())
            left += wide + scaled(GAP)

    def _colour(self) -> QColor:
        groups = QPalette.ColorGroup
        group = groups.Active if self.isEnabled() else groups.Disabled
        return self.palette().color(group, QPalette.ColorRole.ButtonText)

    def _icons(self) -> list[Icon]:
        return [icon for icon in (self.before, self.after) if icon]

    def _fit_tooltip(self) -> None:
        set_tooltip(self, (self.text() if self.elided() else "") if self.text() else self._spoken)


class MenuButton(IconButton):
    """A button that opens a menu."""

    def __init__(self, text: str = "", spoken: str = "", *, before: Icon | None = None) -> None:
        super().__init__(text, spoken, before=before, after=Icon.DOWN if before is None else None)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)


def _side(icon: Icon) -> int:
    return scaled(_SMALLER.get(icon, SIZE))
