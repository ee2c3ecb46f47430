"""A label for text of any length that never needs more room than there is."""

import re
from math import ceil

from PySide6.QtCore import QDeadlineTimer, QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextDocument, QTextOption
from PySide6.QtWidgets import QLabel, QStyle

from ccwatch.core.plain_text import printable
from ccwatch.ui.style.text_layout import UNBOUNDED, Lines, lay_out
from ccwatch.ui.style.tooltips import set_tooltip
from ccwatch.ui.style.type_scale import Face, scaled, wear_font

# Words up to this width stay whole if the layout allows it; longer ones are broken.
LONGEST_WORD = 80
NARROWEST_LINE = 40
PREFERRED = 420
HEARD_EVERY_MS = 60_000
_NUMBER = re.compile(r"\d+")


class TextLabel(QLabel):
    """Plain text that wraps, if necessary within a word.

    Text beyond `most_lines` is elided; the tooltip then has all of it.
    """

    def __init__(
        self,
        text: str = "",
        face: Face | None = None,
        *,
        role: str = "",
        most_lines: int = 0,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__()
        self._most_lines, self._elide = most_lines, elide
        self._whole = ""
        self._lines: tuple[tuple[object, ...], Lines] | None = None
        self._widest_word: tuple[tuple[str, str], int] | None = None
        self._broken: tuple[str, str, int] | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(most_lines != 1)
        if face is not None:
            wear_font(self, face)
        if role:
            self.setProperty("role", role)
        self.setText(text)

    def setText(self, text: str) -> None:
        self.show_text(text)

    def show_text(self, text: str, whole: str = "") -> None:
        """Show the text; `whole` is the long form it abbreviates, if any."""
        text, whole = printable(text), printable(whole)
        self._whole = whole if whole != text else ""
        super().setText(text)
        self._fit_tooltip()

    def elided(self) -> bool:
        """Return whether the text is cut off."""
        return self._laid_out(self._room()).elided

    def sizeHint(self) -> QSize:
        lines = lay_out(self.text(), self.font(), UNBOUNDED)
        width = ceil(lines.width) + 1 + self._sides()
        if self._most_lines != 1:
            width = min(width, scaled(PREFERRED))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        least = scaled(NARROWEST_LINE) if self._most_lines == 1 else self._least() + self._sides()
        return QSize(min(least, hint.width()), self.fontMetrics().height() + self._around())

    def heightForWidth(self, width: int) -> int:
        return ceil(self._laid_out(width - self._sides()).height) + self._around()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_tooltip()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_tooltip()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse:
            self._paint_document(event)
            return
        area = self.contentsRect()
        lines = self._laid_out(self._room())
        free = max(area.height() - ceil(lines.height), 0)
        side = self.alignment()
        top = free if side & Qt.AlignmentFlag.AlignBottom else free // 2
        top = 0 if side & Qt.AlignmentFlag.AlignTop else top
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        from_left = self.layoutDirection() is Qt.LayoutDirection.LeftToRight
        left = max(self.indent(), 0) if side & Qt.AlignmentFlag.AlignLeft and from_left else 0
        lines.layout.draw(painter, QPointF(area.x() + left, area.y() + top))

    def _paint_document(self, event: QPaintEvent) -> None:
        """WORKAROUND: QLabel breaks selectable text only at blanks.

        Each change of its document asks for another paint, so an unchanged one is left alone.
        """
        asked = self.text(), self.font().key(), self.width()
        if self._broken != asked:
            self._broken = asked
            super().heightForWidth(self.width())  # lays out a changed text with its own option
            self._break_words()
        super().paintEvent(event)
        if self._break_words():  # the label had laid it out again
            self.update()

    def _break_words(self) -> bool:
        """Have the document break words; return whether it did not."""
        document = self.findChild(QTextDocument)
        if document is None:
            return False
        option = document.defaultTextOption()
        if option.wrapMode() is QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere:
            return False
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        return True

    def _fit_tooltip(self) -> None:
        whole = self._whole or (self.text() if self._most_lines and self.elided() else "")
        set_tooltip(self, whole)

    def _laid_out(self, width: int) -> Lines:
        alignment = QStyle.visualAlignment(self.layoutDirection(), self.alignment())
        asked = (self.text(), self.font().key(), width, alignment)
        if self._lines is None or self._lines[0] != asked:
            across = alignment & Qt.AlignmentFlag.AlignHorizontal_Mask
            across |= Qt.AlignmentFlag.AlignAbsolute  # not by the direction of the text
            lines = lay_out(
                self.text(),
                self.font(),
                width,
                most_lines=self._most_lines,
                alignment=across,
                elide=self._elide,
            )
            self._lines = asked, lines
        return self._lines[1]

    def _least(self) -> int:
        asked = self.text(), self.font().key()
        if self._widest_word is None or self._widest_word[0] != asked:
            metrics = self.fontMetrics()
            widest = max(map(metrics.horizontalAdvance, self.text().split()), default=0)
            self._widest_word = asked, min(widest + 1, scaled(LONGEST_WORD))
        return self._widest_word[1]

    def _room(self) -> int:
        return self.width() - self._sides()

    def _sides(self) -> int:
        margins = self.contentsMargins()
        return margins.left() + margins.right() + max(self.indent(), 0)

    def _around(self) -> int:
        margins = self.contentsMargins()
        return margins.top() + margins.bottom()


class CountingLabel(TextLabel):
    """A label with a number that changes all the time: a screen reader hears it once a minute.

    Other words are heard at once.
    """

    def __init__(
        self, text: str = "", face: Face | None = None, *, role: str = "", most_lines: int = 0
    ) -> None:
        self._heard = QDeadlineTimer(0)
        super().__init__(text, face, role=role, most_lines=most_lines)

    def show_text(self, text: str, whole: str = "") -> None:
        before, now = self.accessibleName(), printable(text)
        if _NUMBER.sub("", before) != _NUMBER.sub("", now) or self._heard.hasExpired():
            self._heard.setRemainingTime(HEARD_EVERY_MS)
            self.setAccessibleName(now)
        super().show_text(text, whole)
