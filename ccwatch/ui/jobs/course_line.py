"""Paints the line of a job's course in its row."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ccwatch.core.job import Job
from ccwatch.core.percentage import shown_percentage


def paint_course(
    painter: QPainter, rect: QRectF, job: Job, colour: QColor, way: Qt.LayoutDirection
) -> None:
    """Paint the course so far, in reading direction; the full height is 100 %."""
    if len(job.course) < 2:
        return
    start, end = job.course[0].at, max(job.course[-1].at, job.checked or 0.0)
    if job.ended is not None:
        end = min(end, job.ended) if job.ended > job.course[-1].at else job.course[-1].at
    length = max(end - start, 1.0)
    points = [
        QPointF(
            rect.x() + rect.width() * (point.at - start) / length,
            rect.bottom() - rect.height() * shown_percentage(point.percentage) / 100,
        )
        for point in job.course
    ]
    points.append(QPointF(rect.right(), points[-1].y()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, 1.5)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if way is Qt.LayoutDirection.RightToLeft:
        points = [QPointF(rect.x() + rect.right() - point.x(), point.y()) for point in points]
    painter.drawPolyline(QPolygonF(points))
