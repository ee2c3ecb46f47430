"""The layout of the chart: a job's course in a rectangle, painted and read out at a point."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle

from ccwatch.core.course import (
    Gap,
    Stretch,
    gap_at,
    joined,
    known_at,
    open_gap,
    stretches,
    thinned,
)
from ccwatch.core.estimate import Range
from ccwatch.core.job import Job, Point
from ccwatch.core.job_glyph import glyph_of
from ccwatch.core.job_words import step_word
from ccwatch.core.language import tr
from ccwatch.core.past import Past
from ccwatch.core.percentage import shown_percentage
from ccwatch.ui.style.mirroring import mirrored_f
from ccwatch.ui.style.tokens import Tokens, font, glyph_colour
from ccwatch.ui.style.type_scale import scaled
from ccwatch.ui.time_text import day_and_time

_TIMES = (0.0, 0.5, 1.0)
_TIME_WIDTH = 110
_DOTS = (0.5, 2.5)


class Reading(NamedTuple):
    """The values at a time; with `gap`, the last ones known before it."""

    at: float
    point: Point
    gap: Gap | None = None


class Plot:
    """One job at one moment in one rectangle: steps as bands, the forecast as a cone."""

    def __init__(
        self,
        job: Job,
        past: Past,
        now: float,
        left: Range | None,
        area: QRectF,
        way: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight,
    ) -> None:
        self._way, self._mirrored = way, way is Qt.LayoutDirection.RightToLeft
        whole = joined(past.course, job.course)
        self.points = thinned(whole, max(int(area.width()), 1))
        self.job, self._now, self.area = job, now, area
        missing = open_gap(job, now)
        self.gaps: Sequence[Gap] = (*past.gaps, missing) if missing else past.gaps
        if not self.points:
            return
        first, last = self.points[0].at, self.points[-1].at
        known_until = job.ended if job.ended is not None else job.checked or 0.0
        self._known_end = max(known_until, last)
        self.end = max(now, last) if missing else self._known_end
        self._left = left
        self.start = first
        rest = now + self._left.high if self._left else self.end
        self._scale_end = max(rest, self.end, first + 60)
        self.line: Sequence[Stretch] = stretches(self.points, self.gaps, self.end)

    @property
    def has_cone(self) -> bool:
        """Whether the plot shows a forecast."""
        return bool(self.points) and self._left is not None

    @property
    def has_gaps(self) -> bool:
        """Whether the course has gaps."""
        return bool(self.points) and not all(piece.known for piece in self.line)

    def place(self, at: float, percentage: float) -> QPointF:
        """Return the point for a time and percentage."""
        share = shown_percentage(percentage) / 100
        return QPointF(self._x(at), self.area.bottom() - self.area.height() * share)

    def read(self, at: float) -> Reading | None:
        """Return the values at a time, None outside the course."""
        point = known_at(self.points, at) if self.points else None
        if point is None or at > self.end:
            return None
        return Reading(at, point, gap_at(self.gaps, at))

    def time_at(self, x: float) -> float:
        """Return the time at x, clamped to the course."""
        share = (x - self.area.x()) / max(self.area.width(), 1.0)
        share = 1 - share if self._mirrored else share
        at = self.start + (self._scale_end - self.start) * share
        return min(max(at, self.start), self.end)

    def stops(self) -> list[float]:
        """Return the times to step through: distinguishable points of the course, and its end."""
        found = [self.start]
        for point in self.points:
            if abs(self._x(point.at) - self._x(found[-1])) >= 4:
                found.append(point.at)
        return found if found[-1] == self.end else [*found, self.end]

    def paint(self, painter: QPainter, look: Tokens) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(11, figures=True))
        self._paint_grid(painter, look)
        if not self.points:
            painter.setPen(look.secondary)
            above = self.area.adjusted(0, 0, 0, -self.area.height() / 2)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, tr("No progress yet"))
            return
        self._paint_steps(painter, look)
        self._paint_times(painter, look)
        colour = glyph_colour(glyph_of(self.job), look)
        if self._left:
            self._paint_cone(painter, colour)
        for piece in self.line:
            painter.setPen(known_pen(colour) if piece.known else unknown_pen(look))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF([self.place(*place) for place in piece.places]))
        painter.setPen(QPen(look.panel, 1.5))
        painter.setBrush(colour)
        painter.drawEllipse(self.place(self._known_end, self.points[-1].percentage), 4.5, 4.5)

    def _paint_grid(self, painter: QPainter, look: Tokens) -> None:
        for mark in (0, 50, 100):
            y = round(self.area.bottom() - self.area.height() * mark / 100) + 0.5
            painter.setPen(QPen(look.line, 1))
            painter.drawLine(QPointF(self.area.x(), y), QPointF(self.area.right(), y))
            painter.setPen(look.secondary)
            high, wide = scaled(16), scaled(40)
            box = QRectF(self.area.x() - scaled(8) - wide, y - high / 2, wide, high)
            side = self._side(Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(self._seen(box), side, str(mark))

    def _paint_cone(self, painter: QPainter, colour: QColor) -> None:
        assert self._left is not None
        cone = [
            self.place(self._known_end, self.points[-1].percentage),
            self.place(self._now + self._left.low, 100),
            self.place(self._now + self._left.high, 100),
        ]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faint(colour, 45))
        painter.drawPolygon(QPolygonF(cone))

    def _paint_steps(self, painter: QPainter, look: Tokens) -> None:
        starts = [
            point
            for before, point in zip((None, *self.points), self.points, strict=False)
            if before is None or before.step != point.step
        ]
        for number, point in enumerate(starts):
            until = starts[number + 1].at if number + 1 < len(starts) else self.end
            x, right = self._x(point.at), self._x(max(until, point.at))
            band = QRectF(x, self.area.y(), right - x, self.area.height()).normalized()
            painter.fillRect(band, faint(look.secondary, 26 if number % 2 == 0 else 10))
            room = band.adjusted(2, 4, -6, 0) if self._mirrored else band.adjusted(6, 4, -2, 0)
            if room.width() > scaled(24):
                painter.setPen(look.secondary)
                shown = painter.fontMetrics().elidedText(
                    step_word(point.step) if point.step else "",
                    Qt.TextElideMode.ElideRight,
                    int(room.width()),
                )
                painter.drawText(room, self._side(Qt.AlignmentFlag.AlignLeft), shown)

    def _paint_times(self, painter: QPainter, look: Tokens) -> None:
        painter.setPen(look.secondary)
        sides = (
            Qt.AlignmentFlag.AlignLeft,
            Qt.AlignmentFlag.AlignHCenter,
            Qt.AlignmentFlag.AlignRight,
        )
        top = self.area.bottom() + 5
        lefts = (self.area.x() - 12, self.area.center().x(), self.area.right() + 6)
        for share, side, x in zip(_TIMES, sides, lefts, strict=True):
            at = self.start + (self._scale_end - self.start) * share
            box = QRectF(x - scaled(_TIME_WIDTH) * share, top, scaled(_TIME_WIDTH), scaled(16))
            painter.drawText(self._seen(box), self._side(side), day_and_time(at, self._now))

    def _seen(self, box: QRectF) -> QRectF:
        """Return where a box, placed for left-to-right, is in the layout's direction."""
        return mirrored_f(box, self.area, self._way)

    def _side(self, side: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
        return QStyle.visualAlignment(self._way, side) | Qt.AlignmentFlag.AlignAbsolute

    def _x(self, at: float) -> float:
        share = (at - self.start) / (self._scale_end - self.start)
        share = 1 - share if self._mirrored else share
        return self.area.x() + self.area.width() * share


def known_pen(colour: QColor) -> QPen:
    """Return the pen for known stretches."""
    pen = QPen(colour, 2)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def unknown_pen(look: Tokens) -> QPen:
    """Return the dotted pen for gaps."""
    pen = QPen(look.secondary, 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setDashPattern(_DOTS)
    return pen


def faint(colour: QColor, alpha: int) -> QColor:
    """Return the colour with this alpha (0-255)."""
    thin = QColor(colour)
    thin.setAlpha(alpha)
    return thin
