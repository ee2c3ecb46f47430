"""Paints the arrow of a row that unfolds."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from ccwatch.ui.style.icons import Icon, paint_icon
from ccwatch.ui.style.mirroring import mirrored_f
from ccwatch.ui.style.type_scale import scaled

ARROW_WIDTH, ARROW_SIZE = 18, 14


def paint_arrow(
    painter: QPainter, row: QRect, colour: QColor, way: Qt.LayoutDirection, *, down: bool
) -> None:
    """Paint the arrow at the beginning of the row: in reading direction, or down if unfolded."""
    side = scaled(ARROW_SIZE)
    box = QRectF(0, 0, side, side)
    box.moveCenter(QPointF(row.x() + scaled(ARROW_WIDTH) / 2 + 1, row.y() + row.height() / 2))
    paint_icon(painter, mirrored_f(box, row, way), Icon.DOWN if down else Icon.AHEAD, colour, way)


def is_on_arrow(row: QRect, x: float, way: Qt.LayoutDirection) -> bool:
    """Return whether a click at this place of the row is on its arrow."""
    from_begin = row.right() - x if way is Qt.LayoutDirection.RightToLeft else x - row.x()
    return from_begin < scaled(ARROW_WIDTH)
