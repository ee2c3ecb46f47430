"""Paints a notice in the history: glyph, title, body, time and delivery status."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ccwatch.core.notice import LoggedNotice
from ccwatch.core.plain_text import one_line
from ccwatch.ui.notices.model import NOTICE_ROLE
from ccwatch.ui.notices.text import delivery_status
from ccwatch.ui.style.glyphs import paint_glyph
from ccwatch.ui.style.mirroring import mirrored, mirrored_f
from ccwatch.ui.style.text_painting import paint_text
from ccwatch.ui.style.tokens import ROW_HEIGHT, Tokens, font, tokens
from ccwatch.ui.style.type_scale import scaled
from ccwatch.ui.time_text import clock_time

DAY_HEIGHT = 36
GLYPH = 28
_DOT = 8
_DOT_LEFT, _GLYPH_LEFT, _WORDS_LEFT = 14, 32, 74
Index = QModelIndex | QPersistentModelIndex


class NoticeDelegate(QStyledItemDelegate):
    """Paints a day as a heading and a notice in two lines; unread ones are bold with a dot."""

    def __init__(self, opens: Callable[[LoggedNotice], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self._opens = opens

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(scaled(280), scaled(ROW_HEIGHT if index.data(NOTICE_ROLE) else DAY_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        kept: LoggedNotice | None = index.data(NOTICE_ROLE)
        look, rect = tokens(), QRect(option.rect)
        painter.save()
        if kept is None:
            _paint_day(painter, rect, str(index.data()), look)
        else:
            self._paint_notice(painter, option, rect, kept, look)
        painter.restore()

    def _paint_notice(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRect,
        kept: LoggedNotice,
        look: Tokens,
    ) -> None:
        state: QStyle.StateFlag = option.state
        way: Qt.LayoutDirection = option.direction
        selected = bool(state & QStyle.StateFlag.State_Selected)
        pointed = bool(state & QStyle.StateFlag.State_MouseOver) and self._opens(kept)
        painter.fillRect(rect, look.selection if selected or pointed else look.panel)
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), look.line)
        if selected:
            edge = QRect(rect.x(), rect.y(), 3, rect.height())
            painter.fillRect(mirrored(edge, rect, way), look.active)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        unread = kept.read is None
        if unread:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.active)
            top = rect.y() + (rect.height() - scaled(_DOT)) / 2
            dot = QRectF(rect.x() + scaled(_DOT_LEFT), top, scaled(_DOT), scaled(_DOT))
            painter.drawEllipse(mirrored_f(dot, rect, way))
        notice = kept.notice
        side = scaled(GLYPH)
        above = (rect.height() - side) / 2
        square = QRectF(rect.x() + scaled(_GLYPH_LEFT), rect.y() + above, side, side)
        square = mirrored_f(square, rect, way)
        paint_glyph(painter, square, notice.glyph, notice.percentage, look)
        one_line_high = not notice.body.strip() and not delivery_status(kept)
        right = _paint_right(painter, rect, kept, look, middle=one_line_high)
        left, end = rect.x() + scaled(_WORDS_LEFT), rect.right() - scaled(16)
        upper = QRect(left, rect.y() + scaled(8), end - right[0] - left, scaled(19))
        lower = QRect(left, rect.y() + scaled(26), end - right[1] - left, scaled(18))
        title, body = one_line(notice.title), one_line(notice.in_one_line())
        if one_line_high:
            upper.moveTop(rect.y() + scaled(17))
        upper, lower = mirrored(upper, rect, way), mirrored(lower, rect, way)
        paint_text(painter, upper, title, font(13, bold=unread), look.text)
        paint_text(painter, lower, body, font(12), look.secondary)
        if (
            state & QStyle.StateFlag.State_HasFocus
            and state & QStyle.StateFlag.State_KeyboardFocusChange
        ):
            painter.setPen(QPen(look.active, 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(4, 2, -3, -3))


def _paint_day(painter: QPainter, rect: QRect, day: str, look: Tokens) -> None:
    painter.fillRect(rect, look.window)
    painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), look.line)
    line = QRect(
        rect.x() + scaled(16), rect.bottom() - scaled(25), rect.width() - scaled(32), scaled(20)
    )
    paint_text(painter, line, day, font(12, bold=True), look.secondary)


def _paint_right(
    painter: QPainter, rect: QRect, kept: LoggedNotice, look: Tokens, *, middle: bool
) -> tuple[int, int]:
    """Paint the time with the delivery status below it; return the widths they take."""
    small, time, became = font(12, figures=True), clock_time(kept.at), delivery_status(kept)
    room = QFontMetrics(small)
    left, wide = rect.x() + scaled(16), rect.width() - scaled(32)
    upper = QRect(left, rect.y() + scaled(17 if middle else 8), wide, scaled(19))
    lower = QRect(left, rect.y() + scaled(26), wide, scaled(18))
    paint_text(painter, upper, time, small, look.secondary, right=True)
    paint_text(painter, lower, became, small, look.secondary, right=True)
    gap = scaled(12)
    widths = [room.horizontalAdvance(text) for text in (time, became)]
    return widths[0] + gap, widths[1] + gap if became else 0
