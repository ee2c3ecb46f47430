"""Paints a line of text, elided to fit a rectangle."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

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
