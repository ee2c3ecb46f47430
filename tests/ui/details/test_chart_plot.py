"""The chart's layout: its line, its gaps, and the values at a point."""

import itertools
from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from ccwatch.core.estimate import time_left
from ccwatch.core.job import Job, JobId, Point
from ccwatch.core.past import Past
from ccwatch.ui.details.chart_plot import Plot
from ccwatch.ui.style.tokens import DARK, LIGHT
from tests.ui.sample_course import ENDED, GAP, HOUR, JOB, PAST, POINTS, START
from tests.ui.sample_jobs import NOW

AREA = QRectF(30, 10, 300, 150)
pytestmark = pytest.mark.usefixtures("qapp")  # fonts need an application


def plot(job: Job = JOB, past: Past = PAST, now: float = NOW) -> Plot:
    return Plot(job, past, now, time_left(job, now), AREA)


def colours(shown: Plot, rect: QRectF, *, ratio: float = 1.0) -> set[str]:
    """Return the colours in a part of the painted chart."""
    image = QImage(round(360 * ratio), round(190 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(LIGHT.panel)
    painter = QPainter(image)
    shown.paint(painter, LIGHT)
    painter.end()
    xs = range(round(rect.left() * ratio), round(rect.right() * ratio))
    ys = range(round(rect.top() * ratio), round(rect.bottom() * ratio))
    return {QColor(image.pixel(x, y)).name() for x in xs for y in ys}


def test_the_course_is_the_journals_and_goes_on_with_what_came_since() -> None:
    later = Point(NOW - 10, 64.0, "Run_Production")
    shown = plot(replace(JOB, course=(*POINTS[-9:], later)))
    assert shown.points[0] == POINTS[0]
    assert shown.points[-1] == later
    alone = plot(past=Past())
    assert alone.points == POINTS[-100:]


def test_no_more_points_are_drawn_than_there_are_pixels_for() -> None:
    many = tuple(Point(START + n, n / 400) for n in range(20_000))
    assert len(plot(past=Past(course=many)).points) <= 4 * 300


def test_a_gap_is_a_stretch_that_is_not_known() -> None:
    shown = plot()
    assert [piece.known for piece in shown.line] == [True, False, True]
    assert shown.has_gaps
    assert not plot(ENDED, Past(course=POINTS[:100])).has_gaps


def test_what_is_not_answered_now_is_a_gap_until_now() -> None:
    shown = plot(replace(JOB, checked=NOW - HOUR), now=NOW)
    assert not shown.line[-1].known
    assert shown.end == NOW
    assert plot(replace(ENDED, checked=NOW - HOUR)).line[-1].known


def test_a_course_ends_when_the_job_did() -> None:
    assert plot(ENDED).end == ENDED.ended
    assert not plot(ENDED).has_cone
    assert plot().has_cone


@pytest.mark.parametrize(
    ("at", "percentage", "gap"),
    [
        (START + 61, 0.2, None),
        (START + 3 * HOUR, 24.0, GAP),
        (START + 4 * HOUR + 30, 40.0, None),
        (NOW - 30, 63.8, None),
    ],
)
def test_a_time_is_read_as_the_last_thing_known(at: float, percentage: float, gap: object) -> None:
    read = plot().read(at)
    assert read is not None
    assert (read.point.percentage, read.gap) == (percentage, gap)


def test_before_the_first_and_after_the_last_nothing_is_read() -> None:
    assert plot().read(START - 1) is None
    assert plot().read(NOW) is None
    assert plot(Job(JobId("a")), Past()).read(NOW) is None


def test_a_place_is_a_time_and_back() -> None:
    shown = plot()
    for at in (START, START + HOUR, NOW - 60):
        assert shown.time_at(shown.place(at, 50).x()) == pytest.approx(at, abs=1)
    assert shown.time_at(-500) == shown.start
    assert shown.time_at(5000) == shown.end


def test_the_keys_stop_at_distinguishable_points() -> None:
    shown = plot()
    stops = shown.stops()
    xs = [shown.place(at, 0).x() for at in stops[:-1]]
    assert all(after - before >= 4 for before, after in itertools.pairwise(xs))
    assert (stops[0], stops[-1]) == (START, shown.end)


def test_the_line_is_painted_where_it_was_known_and_dotted_where_not() -> None:
    shown = plot(ENDED)
    green = LIGHT.finished.name()
    known = shown.place(START + HOUR, 12)
    assert green in colours(shown, QRectF(known.x() - 3, known.y() - 3, 6, 6))
    x = shown.place(GAP.since + 600, 0).x()
    width = shown.place(GAP.until - 600, 0).x() - x
    unknown = colours(shown, QRectF(x, AREA.top(), width, AREA.height()))
    assert green not in unknown
    assert LIGHT.secondary.name() in unknown


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
@pytest.mark.parametrize(
    "job",
    [
        Job(JobId("a")),
        replace(JOB, course=(Point(NOW, 5.0),)),
        replace(JOB, course=(Point(NOW, -5.0), Point(NOW, 1e9), Point(NOW - 50, 3.0))),
        replace(JOB, course=(Point(0.0, 1.0, "x" * 500), Point(NOW, 2.0, "\u202e\n"))),
    ],
)
def test_any_course_can_be_painted(job: Job, ratio: float) -> None:
    shown = plot(job, Past())
    assert len(colours(shown, QRectF(20, 85, 60, 10), ratio=ratio)) > 1
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.fillRect(image.rect(), Qt.GlobalColor.black)
    Plot(job, PAST, NOW, None, QRectF(5, 5, 0, 0)).paint(painter, DARK)
    painter.end()
