"""The course of a job as a painted chart: percentage over time, steps, the expected rest."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ccwatch.core.estimate import time_left
from ccwatch.core.job import Job, Point
from ccwatch.core.language import tr
from ccwatch.core.summary import glyph_of
from ccwatch.core.words import percent, step_word
from ccwatch.ui.row_words import moment
from ccwatch.ui.theme import font, glyph_colour, tokens

LEFT, BOTTOM, TOP = 34, 22, 8
_MARKS = 3


class Chart(QWidget):
    """Shows one job; times in the user's zone, the future as a cone."""

    def __init__(self, now: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._job: Job | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(320, 190)

    def show_job(self, job: Job | None) -> None:
        """Show the course of this job."""
        if job is None or self._job is None or job.course != self._job.course:
            far = percent(job.percentage) if job else ""
            self.setAccessibleName(tr("Course: {percentage}", percentage=far) if job else "")
        self._job = job
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(LEFT, TOP, self.width() - LEFT - 6, self.height() - TOP - BOTTOM)
        painter.setFont(font(11, figures=True))
        for mark in (0, 50, 100):
            y = round(area.bottom() - area.height() * mark / 100) + 0.5
            painter.setPen(QPen(look.line, 1))
            painter.drawLine(QPointF(area.x(), y), QPointF(area.right(), y))
            painter.setPen(look.secondary)
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRect(0, round(y) - 8, LEFT - 8, 16), side, str(mark))
        if self._job is not None and self._job.course:
            self._paint(painter, area, self._job)
        else:
            painter.setPen(look.secondary)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, tr("No course yet"))

    def _paint(self, painter: QPainter, area: QRectF, job: Job) -> None:
        now = self._now()
        left = time_left(job, now)
        end = job.ended or max(job.checked or 0.0, job.course[-1].at)
        last = now + left.high if left else max(end, job.course[-1].at)
        scale = _Scale(area, job.course[0].at, max(last, job.course[0].at + 60))
        self._paint_steps(painter, scale, job.course, end)
        self._paint_times(painter, scale, now)
        colour = glyph_colour(glyph_of(job), tokens())
        points = [scale.at(point.at, point.percentage) for point in job.course]
        points.append(scale.at(max(end, job.course[-1].at), job.course[-1].percentage))
        if left:
            cone = [points[-1], scale.at(now + left.low, 100), scale.at(now + left.high, 100)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_faint(colour, 45))
            painter.drawPolygon(QPolygonF(cone))
        pen = QPen(colour, 2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(QPen(tokens().panel, 1.5))
        painter.setBrush(colour)
        painter.drawEllipse(points[-1], 4.5, 4.5)

    def _paint_steps(
        self, painter: QPainter, scale: "_Scale", course: tuple[Point, ...], end: float
    ) -> None:
        starts = [
            point
            for before, point in zip((None, *course), course, strict=False)
            if before is None or before.step != point.step
        ]
        look = tokens()
        for number, point in enumerate(starts):
            until = starts[number + 1].at if number + 1 < len(starts) else end
            x, right = scale.x(point.at), scale.x(max(until, point.at))
            band = QRectF(x, scale.area.y(), right - x, scale.area.height())
            painter.fillRect(band, _faint(look.secondary, 26 if number % 2 == 0 else 10))
            words = step_word(point.step) if point.step else ""
            room = band.adjusted(6, 4, -2, 0)
            if room.width() > 24:
                painter.setPen(look.secondary)
                shown = painter.fontMetrics().elidedText(
                    words, Qt.TextElideMode.ElideRight, int(room.width())
                )
                painter.drawText(room, Qt.AlignmentFlag.AlignLeft, shown)

    def _paint_times(self, painter: QPainter, scale: "_Scale", now: float) -> None:
        painter.setPen(tokens().secondary)
        for mark in range(_MARKS):
            at = scale.start + (scale.end - scale.start) * mark / (_MARKS - 1)
            x = scale.x(at)
            box = QRectF(x - 30, scale.area.bottom() + 5, 60, 16)
            box.moveLeft(min(max(box.x(), scale.area.x() - 12), self.width() - 60.0))
            side = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter)
            flag = side[mark] if mark < 2 else Qt.AlignmentFlag.AlignRight
            painter.drawText(box, flag, moment(at, now))


class _Scale:
    """From time and percentage to a place in the chart."""

    def __init__(self, area: QRectF, start: float, end: float) -> None:
        self.area, self.start, self.end = area, start, end

    def x(self, at: float) -> float:
        return self.area.x() + self.area.width() * (at - self.start) / (self.end - self.start)

    def at(self, at: float, percentage: float) -> QPointF:
        share = min(max(percentage, 0.0), 100.0) / 100
        return QPointF(self.x(at), self.area.bottom() - self.area.height() * share)


def _faint(colour: QColor, alpha: int) -> QColor:
    faint = QColor(colour)
    faint.setAlpha(alpha)
    return faint
