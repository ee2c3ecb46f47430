"""A line of text in a rectangle, shortened where there is no room."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter


def paint_text(
    painter: QPainter, rect: QRect, text: str, face: QFont, colour: QColor, *, right: bool = False
) -> None:
    """Paint the line at the left of the rectangle, or at its right."""
    painter.setFont(face)
    painter.setPen(colour)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
