"""A chart of the selected job's progress, readable with pointer and keyboard."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from ccwatch.core.estimate import TimeLeft
from ccwatch.core.job import Job
from ccwatch.core.job_glyph import glyph_of
from ccwatch.core.job_words import percent, step_word
from ccwatch.core.language import tr
from ccwatch.core.past import Past
from ccwatch.ui.details.chart_plot import Plot, Reading
from ccwatch.ui.style.mirroring import mirrored_f
from ccwatch.ui.style.tokens import CONTROL_RADIUS, Tokens, font, glyph_colour, tokens
from ccwatch.ui.style.type_scale import scaled
from ccwatch.ui.time_text import day_and_time

LEFT, BOTTOM, TOP = 34, 22, 8
_NO_PAST = Past()


class Chart(QWidget):
    """Shows one job: times in the user's zone, the forecast as a cone, gaps as dotted lines.

    Hidden while there is nothing to show.
    `menu` is filled by the owner.
    """

    def __init__(
        self, now: Callable[[], float], time_left: TimeLeft, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._time_left = time_left
        self._job: Job | None = None
        self._past = _NO_PAST
        self._plot: Plot | None = None
        self._read_at: float | None = None
        self._by_key = False
        self.menu = QMenu(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(scaled(320), scaled(184))

    def show_job(self, job: Job | None) -> None:
        if job is None or self._job is None or job.id != self._job.id:
            self._past = _NO_PAST
            self._read(None)
        if job is None or self._job is None or job.course != self._job.course:
            far = percent(job.percentage) if job else ""
            self.setAccessibleName(tr("Progress: {percentage}", percentage=far) if job else "")
        self._job = job
        self._lay_out_anew()

    def show_past(self, past: Past) -> None:
        """Show the course with all points and gaps in the journal."""
        self._past = past
        self._lay_out_anew()

    def reading(self) -> str:
        """Return the text for the selected time, "" if none is selected."""
        plot = self._laid_out()
        read = plot.read(self._read_at) if plot and self._read_at is not None else None
        return _words(read, self._now()) if read else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plot = self._laid_out()
        stops = plot.stops() if plot and plot.points else []
        at = self._read_at
        earlier, later = Qt.Key.Key_Left, Qt.Key.Key_Right
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            earlier, later = later, earlier
        match event.key():
            case _ if stops and event.key() == earlier:
                place = len(stops) if at is None else bisect_left(stops, at)
                self._read(stops[max(place - 1, 0)])
            case _ if stops and event.key() == later:
                place = 0 if at is None else bisect_right(stops, at)
                self._read(stops[min(place, len(stops) - 1)])
            case Qt.Key.Key_Home if stops:
                self._read(stops[0])
            case Qt.Key.Key_End if stops:
                self._read(stops[-1])
            case Qt.Key.Key_Escape if at is not None:
                self._read(None)
            case _:
                super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        plot = self._laid_out()
        area = plot.area.adjusted(-6, 0, 6, 0) if plot and plot.points else QRectF()
        inside = area.left() <= event.position().x() <= area.right()
        self._read(plot.time_at(event.position().x()) if plot and inside else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._read(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_key = event.reason() is not Qt.FocusReason.MouseFocusReason

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._read(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_anew()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        if (plot := self._laid_out()) is None:
            return
        plot.paint(painter, look)
        if self.hasFocus() and self._by_key:
            painter.setPen(QPen(look.active, 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self._read_at is not None and (read := plot.read(self._read_at)):
            _paint_reading(painter, plot, read, _words(read, self._now()), look)

    def _lay_out_anew(self) -> None:
        self._plot = None
        self.setHidden(not (self._past.course or (self._job and self._job.course)))
        self.update()

    def _laid_out(self) -> Plot | None:
        if self._plot is None and self._job is not None:
            edge, top, bottom = map(scaled, (LEFT, TOP, BOTTOM))
            area = QRectF(edge, top, self.width() - edge - 6, self.height() - top - bottom)
            now, way = self._now(), self.layoutDirection()
            area = mirrored_f(area, self.rect(), way)
            left = self._time_left(self._job, now)
            self._plot = Plot(self._job, self._past, now, left, area, way)
        return self._plot

    def _read(self, at: float | None) -> None:
        if at != self._read_at:
            self._read_at = at
            self.setAccessibleDescription(self.reading())
            self.update()


def _words(read: Reading, now: float) -> str:
    if read.gap:
        since, until = (day_and_time(edge, now) for edge in read.gap)
        return tr("No data from {since} to {until}", since=since, until=until)
    parts = [day_and_time(read.at, now), percent(read.point.percentage)]
    if read.point.step:
        parts.append(step_word(read.point.step))
    return " · ".join(parts)


def _paint_reading(painter: QPainter, plot: Plot, read: Reading, words: str, look: Tokens) -> None:
    """Paint a line at the time, a dot on the course, and the text in a box above it."""
    area, spot = plot.area, plot.place(read.at, read.point.percentage)
    painter.setPen(QPen(look.secondary, 1))
    painter.drawLine(QPointF(spot.x(), area.y()), QPointF(spot.x(), area.bottom()))
    if not read.gap:
        painter.setPen(QPen(look.panel, 1.5))
        painter.setBrush(glyph_colour(glyph_of(plot.job), look))
        painter.drawEllipse(spot, 4, 4)
    painter.setFont(font(12, figures=True))
    metrics = painter.fontMetrics()
    most = int(area.width()) - 12
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, most)
    box = QRectF(0, 0, metrics.horizontalAdvance(shown) + 16, metrics.height() + 8)
    below = spot.y() < area.y() + box.height() + 12
    box.moveTop(area.bottom() - box.height() - 6 if below else area.y() + 2)
    box.moveLeft(min(max(spot.x() - box.width() / 2, area.x()), area.right() - box.width()))
    painter.setPen(QPen(look.line, 1))
    painter.setBrush(look.panel)
    painter.drawRoundedRect(box, CONTROL_RADIUS, CONTROL_RADIUS)
    painter.setPen(look.text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
