"""The wall screen: all jobs in large type on a whole screen, with nothing to click."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from ccwatch.core.durations import time_left as time_left_words
from ccwatch.core.estimate import Range, TimeLeft
from ccwatch.core.glyph import Glyph
from ccwatch.core.insight import queued_words
from ccwatch.core.job import Job, Phase
from ccwatch.core.job_glyph import glyph_of
from ccwatch.core.job_words import job_name, percent
from ccwatch.core.language import tr
from ccwatch.core.percentage import shown_percentage
from ccwatch.core.tally import counts
from ccwatch.core.tray_summary import summarise
from ccwatch.ui.jobs.row_text import second_line, state_column
from ccwatch.ui.jobs.sort_orders import BY_KEY
from ccwatch.ui.store import JobStore
from ccwatch.ui.style.glyphs import paint_glyph
from ccwatch.ui.style.mirroring import mirrored_f
from ccwatch.ui.style.tokens import Tokens, font, glyph_colour, tokens
from ccwatch.ui.style.type_scale import scale
from ccwatch.ui.time_text import clock_time, expected_end, time_or_day

TICK_MS = 1000
# All lengths are in units of a fraction of the screen's height: type of one unit is 25 mm high on a
# screen of 55 inches, which can be read from five metres.
UNITS = 27.0
MARGIN, HEAD, ROW, FOOT = 1.4, 3.4, 3.1, 1.6
NAME, SMALL, LARGE = 1.2, 0.9, 1.5
GLYPH, TIME_WIDTH = 2.1, 11.0
DIM = 170


class WallRow(NamedTuple):
    """What the wall shows of one job."""

    name: str
    below: str
    percentage: str
    time: str
    glyph: Glyph
    progress: float | None


def wall_row(job: Job, now: float, left: Range | None, usual: Range | None = None) -> WallRow:
    """Return the texts for one job at `now` (UTC seconds), given what is left, its usual wait."""
    state, _ = state_column(job, now)
    known = job.percentage is not None and job.phase is not Phase.QUEUED
    return WallRow(
        job_name(job),
        _below(job, now, usual) or state,
        percent(int(shown_percentage(job.percentage or 0.0))) if known else "",
        _time(job, now, left, state),
        glyph_of(job),
        job.percentage,
    )


def _below(job: Job, now: float, usual: Range | None) -> str:
    """Return the second line, which has no state beside it."""
    waits = job.phase is Phase.QUEUED and not job.trouble
    queued = queued_words(job.queued_seconds(now), usual) if waits else ""
    return queued or second_line(job, now, with_type=False)


def wall_order(jobs: Iterable[Job], now: float, time_left: TimeLeft) -> list[Job]:
    """Return what needs attention first, then what ends soonest, then what ended last."""
    value = BY_KEY["left"].value

    def place(job: Job) -> tuple[bool, float]:
        left = value(job, now, time_left)
        return not (job.unseen or job.phase is Phase.STALLED), float(left or 0.0)

    return sorted(jobs, key=place)


class Wall(QWidget):
    """A full-screen window over the store's jobs; Esc and F11 close it.

    `is_night` returns whether to dim the screen now.
    """

    def __init__(
        self, store: JobStore, now: Callable[[], float], is_night: Callable[[], bool]
    ) -> None:
        super().__init__()
        self._store, self._now, self._is_night = store, now, is_night
        self.setWindowTitle(tr("ccwatch – wall screen"))
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._ticking = QTimer(self)
        self._ticking.setInterval(TICK_MS)
        self._ticking.timeout.connect(self._tick)

    def open(self) -> None:
        """Show it on the whole screen."""
        self.showFullScreen()
        self.raise_()
        self.activateWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.close()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self._tick()
        self._ticking.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._ticking.stop()

    def rows_shown(self) -> int:
        """Return how many rows have room."""
        return max(int((UNITS - HEAD - FOOT) / ROW), 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(self.rect(), look.window)
        now, unit = self._now(), self.height() / UNITS
        jobs = wall_order(self._store.jobs.values(), now, self._store.time_left)
        inner = QRectF(self.rect()).adjusted(MARGIN * unit, 0, -MARGIN * unit, 0)
        self._paint_head(painter, look, inner, now)
        top = HEAD * unit
        for job in jobs[: self.rows_shown()]:
            place = QRectF(inner.x(), top, inner.width(), ROW * unit)
            store = self._store
            row = wall_row(job, now, store.time_left(job, now), store.usual_wait(job, now))
            _paint_row(painter, look, place, unit, row, self.layoutDirection())
            top += ROW * unit
        if (more := len(jobs) - self.rows_shown()) > 0:
            foot = QRectF(inner.x(), self.height() - FOOT * unit, inner.width(), FOOT * unit)
            words = tr("and {n} more|and {n} more", "", more)
            _paint(painter, foot, words, _face(SMALL * unit), look.secondary)
        if self._is_night():
            painter.fillRect(self.rect(), QColor(0, 0, 0, DIM))

    def _paint_head(self, painter: QPainter, look: Tokens, inner: QRectF, now: float) -> None:
        unit = self.height() / UNITS
        head = QRectF(inner.x(), 0, inner.width(), HEAD * unit)
        clock, face = clock_time(now), _face(LARGE * unit, bold=True)
        width = QFontMetricsF(face).horizontalAdvance(clock) + unit
        _paint(painter, head, clock, face, look.text, at_end=True)
        store = self._store
        summary = summarise(store.jobs.values(), store.status, now, store.time_left, store.tally)
        wrong = store.status.signed_in is False or store.status.unreachable_since is not None
        colour = look.attention if wrong else look.secondary
        words = mirrored_f(head.adjusted(0, 0, -width, 0), head, self.layoutDirection())
        _paint(painter, words, summary.headline, _face(NAME * unit, bold=wrong), colour)

    def _tick(self) -> None:
        said = counts(self._store.tally)
        if said != self.accessibleName():
            self.setAccessibleName(said)
        self.update()


def _paint_row(
    painter: QPainter,
    look: Tokens,
    place: QRectF,
    unit: float,
    row: WallRow,
    way: Qt.LayoutDirection,
) -> None:
    painter.fillRect(QRectF(place.x(), place.bottom() - 1, place.width(), 1), look.line)
    size = GLYPH * unit
    ring = QRectF(place.x(), place.center().y() - size / 2, size, size)
    time = place.adjusted(place.width() - TIME_WIDTH * unit, 0, 0, 0)
    large = _face(LARGE * unit, bold=True)
    width = QFontMetricsF(large).horizontalAdvance(percent(100)) + 0.2 * unit
    far = QRectF(time.x() - width, place.y(), width, place.height())
    text = QRectF(ring.right() + unit, place.y(), far.x() - ring.right() - 2 * unit, place.height())
    name = QRectF(text.x(), text.y() + 0.2 * unit, text.width(), 1.6 * unit)
    below = QRectF(text.x(), name.bottom() - 0.1 * unit, text.width(), 1.2 * unit)
    state = glyph_colour(row.glyph, look)
    parts = (ring, name, below, far, time)
    ring, name, below, far, time = (mirrored_f(part, place, way) for part in parts)
    paint_glyph(painter, ring, row.glyph, row.progress, look)
    calm = row.glyph in (Glyph.ACTIVE, Glyph.QUEUED, Glyph.IDLE)
    _paint(painter, name, row.name, _face(NAME * unit, bold=True), look.text)
    _paint(painter, below, row.below, _face(SMALL * unit), look.secondary if calm else state)
    _paint(painter, far, row.percentage, large, state, at_end=True)
    _paint(painter, time, row.time, _face(SMALL * unit), look.text, at_end=True)


def _paint(
    painter: QPainter,
    place: QRectF,
    text: str,
    face: QFont,
    colour: QColor,
    *,
    at_end: bool = False,
) -> None:
    """Paint the text where a line begins, or `at_end`."""
    painter.setFont(face)
    painter.setPen(colour)
    shown = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    side = Qt.AlignmentFlag.AlignRight if at_end else Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, shown)


def _face(pixels: float, *, bold: bool = False) -> QFont:
    # The screen's height alone decides, not the size of the system's font.
    return font(max(round(pixels / scale()), 1), bold=bold, figures=True)


def _time(job: Job, now: float, left: Range | None, state: str) -> str:
    if job.outcome is not None:
        return tr("ended {time}", time=time_or_day(job.ended, now))
    if job.phase is Phase.STALLED:
        return state
    if left is None:
        return ""
    return time_left_words(left) if left.late else expected_end(left, now)
