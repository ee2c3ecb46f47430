"""The bell in the toolbar: shows the number of unread notices and opens the history."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from ccwatch.core.language import tr
from ccwatch.ui.commands import BY_ID
from ccwatch.ui.style.icons import Icon, paint_icon
from ccwatch.ui.style.mirroring import mirrored_f
from ccwatch.ui.style.tokens import font, tokens
from ccwatch.ui.style.tooltips import set_tooltip
from ccwatch.ui.style.type_scale import scaled

MOST = 99
_BELL, _BADGE = 17, 15


class BellButton(QToolButton):
    """A bell with a count at its edge; both are in the accessible name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unread = 0
        self.setText(tr("History"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_unread(0)

    def show_unread(self, count: int) -> None:
        """Show the number of unread notices."""
        self._unread = count
        unread = tr("History, {n} unread|History, {n} unread", "", count)
        said = unread if count else tr("History")
        self.setAccessibleName(said)
        key = QKeySequence(BY_ID["history"].keys[0]).toString(
            QKeySequence.SequenceFormat.NativeText
        )
        #: what a button is called, and the key for it: History (Ctrl+H)
        set_tooltip(self, tr("{name} ({key})", name=said, key=key))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(40), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = tokens(), QStylePainter(self)
        frame = QStyleOptionToolButton()
        self.initStyleOption(frame)
        frame.text = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, frame)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = "" if not self._unread else str(min(self._unread, MOST))
        text += "+" if self._unread > MOST else ""
        face, high = font(10, bold=True, figures=True), scaled(_BADGE)
        width = max(QFontMetrics(face).horizontalAdvance(text) + scaled(7), high) if text else 0
        bell = QRectF(0, 0, scaled(_BELL), scaled(_BELL))
        bell.moveCenter(QRectF(self.rect()).center() - QPointF(max(width - high, 0) / 2, 0))
        paint_icon(
            painter, bell, Icon.BELL, self.palette().buttonText().color(), self.layoutDirection()
        )
        if text:
            badge = QRectF(bell.right() - scaled(8), bell.y() - high * 0.37, width, high)
            badge = mirrored_f(badge, bell.toRect(), self.layoutDirection())
            painter.setPen(QPen(look.panel, 1.5))
            painter.setBrush(look.active)
            painter.drawRoundedRect(badge, high / 2, high / 2)
            painter.setFont(face)
            painter.setPen(look.on_active)
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
