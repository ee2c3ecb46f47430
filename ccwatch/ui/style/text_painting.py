"""Paints a line of text, elided to fit a rectangle, and the hint in an empty list."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from ccwatch.ui.style.tokens import font, tokens
from ccwatch.ui.style.type_scale import scaled

HINT_WIDTH, HINT_MARGIN, HINT_GAP = 400, 24, 16
_HINT = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
# Combined once: used for every line painted.
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft | _LINE, Qt.AlignmentFlag.AlignRight | _LINE


def paint_text(
    painter: QPainter, rect: QRect, text: str, face: QFont, colour: QColor, *, right: bool = False
) -> None:
    """Paint the line aligned left in the rectangle, or right."""
    if not text:
        return
    painter.setFont(face)
    painter.setPen(colour)
    shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, _RIGHT if right else _LEFT, shown)


def paint_hint(widget: QWidget, title: str, text: str = "") -> None:
    """Paint a title with a text below it in the middle of an empty list, wrapped if necessary."""
    look, painter = tokens(), QPainter(widget)
    width = min(widget.width() - 2 * HINT_MARGIN, scaled(HINT_WIDTH))
    area = QRect((widget.width() - width) // 2, 0, width, widget.height())
    parts = [(title, font(17, bold=True), look.text), (text, font(13), look.secondary)]
    heights = [
        QFontMetrics(face).boundingRect(area, _HINT, said).height() if said else 0
        for said, face, _ in parts
    ]
    area.setTop((widget.height() - sum(heights) - HINT_GAP) // 2)
    for (said, face, colour), height in zip(parts, heights, strict=True):
        painter.setFont(face)
        painter.setPen(colour)
        painter.drawText(area, _HINT, said)
        area.setTop(area.top() + height + HINT_GAP)
