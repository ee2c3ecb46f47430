"""Paints the icons of buttons and rows; they have no letters, whose look depends on the font."""

from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

STROKE = 0.1  # of the icon's size
_THINNEST = 1.5  # logical pixels


class Icon(Enum):
    """What an icon shows; the last two point in reading direction, or against it."""

    DOWN = auto()  # opens a menu; an unfolded row
    ASCENDING = auto()
    DESCENDING = auto()
    MORE = auto()
    CLOSE = auto()  # also a test that failed
    TICK = auto()
    DASH = auto()
    BELL = auto()
    AHEAD = auto()  # a folded row
    BACK = auto()


def paint_icon(
    painter: QPainter, box: QRectF, icon: Icon, colour: QColor, way: Qt.LayoutDirection
) -> None:
    """Paint the icon into the square, mirrored under right-to-left if it has a direction."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width(), box.height())
    if icon in (Icon.AHEAD, Icon.BACK) and way is Qt.LayoutDirection.RightToLeft:
        painter.translate(1, 0)
        painter.scale(-1, 1)
    pen = QPen(colour, max(STROKE, _THINNEST / box.width()))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in _LINES.get(icon, ()):
        painter.drawPolyline([QPointF(*point) for point in line])
    if icon is Icon.BELL:
        _paint_bell(painter)
    elif icon is Icon.MORE:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for x in _DOTS:
            painter.drawEllipse(QPointF(x, 0.5), _DOT, _DOT)
    painter.restore()


def _paint_bell(painter: QPainter) -> None:
    path = QPainterPath(QPointF(0.08, 0.76))
    path.cubicTo(QPointF(0.22, 0.64), QPointF(0.20, 0.50), QPointF(0.22, 0.40))
    path.cubicTo(QPointF(0.26, 0.02), QPointF(0.74, 0.02), QPointF(0.78, 0.40))
    path.cubicTo(QPointF(0.80, 0.50), QPointF(0.78, 0.64), QPointF(0.92, 0.76))
    path.closeSubpath()
    painter.drawPath(path)
    painter.drawArc(QRectF(QPointF(0.38, 0.72), QPointF(0.62, 0.96)), 200 * 16, 140 * 16)


_Line = tuple[tuple[float, float], ...]
_LINES: dict[Icon, tuple[_Line, ...]] = {
    Icon.DOWN: (((0.24, 0.38), (0.5, 0.64), (0.76, 0.38)),),
    Icon.AHEAD: (((0.38, 0.24), (0.64, 0.5), (0.38, 0.76)),),
    Icon.ASCENDING: (((0.5, 0.86), (0.5, 0.16)), ((0.22, 0.44), (0.5, 0.16), (0.78, 0.44))),
    Icon.DESCENDING: (((0.5, 0.14), (0.5, 0.84)), ((0.22, 0.56), (0.5, 0.84), (0.78, 0.56))),
    Icon.BACK: (((0.88, 0.5), (0.14, 0.5)), ((0.44, 0.2), (0.14, 0.5), (0.44, 0.8))),
    Icon.TICK: (((0.16, 0.54), (0.4, 0.78), (0.84, 0.26)),),
    Icon.DASH: (((0.2, 0.5), (0.8, 0.5)),),
    Icon.CLOSE: (((0.22, 0.22), (0.78, 0.78)), ((0.78, 0.22), (0.22, 0.78))),
}
_DOTS, _DOT = (0.18, 0.5, 0.82), 0.085
