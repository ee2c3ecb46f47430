"""Paints the arrow of a row that unfolds."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ccwatch.ui.style.type_scale import scaled

ARROW_WIDTH = 18
_FOLDED = (QPointF(-2, -4), QPointF(2, 0), QPointF(-2, 4))


def paint_arrow(
    painter: QPainter, row: QRect, colour: QColor, way: Qt.LayoutDirection, *, down: bool
) -> None:
    """Paint the arrow at the beginning of the row: in reading direction, or down if unfolded."""
    middle = QPointF(scaled(ARROW_WIDTH) / 2 + 1, row.y() + row.height() / 2)
    right_to_left = way is Qt.LayoutDirection.RightToLeft
    middle.setX(row.right() - middle.x() if right_to_left else row.x() + middle.x())
    ends = [QPointF(it.y(), it.x()) if down else QPointF(it) for it in _FOLDED]
    if right_to_left and not down:
        ends = [QPointF(-it.x(), it.y()) for it in ends]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, scaled(16) / 10))
    painter.drawPolyline(QPolygonF([middle + it * (scaled(16) / 16) for it in ends]))


def is_on_arrow(row: QRect, x: float, way: Qt.LayoutDirection) -> bool:
    """Return whether a click at this place of the row is on its arrow."""
    from_begin = row.right() - x if way is Qt.LayoutDirection.RightToLeft else x - row.x()
    return from_begin < scaled(ARROW_WIDTH)
