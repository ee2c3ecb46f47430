"""The wall screen: what it shows of each job, in which order, and how large."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ccwatch.core.estimate import Range
from ccwatch.core.events import Removed
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Job, JobId, Phase, Progress
from ccwatch.core.jobs import Status
from ccwatch.core.tray_summary import summarise
from ccwatch.ui.store import JobStore
from ccwatch.ui.time_text import clock_time, day_and_time, expected_end
from ccwatch.ui.window import wall as wall_module
from ccwatch.ui.window.wall import HEAD, NAME, SMALL, UNITS, Wall, wall_order, wall_row
from tests.ui.sample_jobs import JOBS, NOW

MINUTE = 60.0


def shown(qtbot: QtBot, store: JobStore, *, night: bool = False) -> Wall:
    wall = Wall(store, lambda: NOW, lambda: night)
    qtbot.addWidget(wall)
    wall.resize(960, 540)
    wall.show()
    return wall


def grey(picture: QImage) -> float:
    small = picture.scaled(1, 1, mode=Qt.TransformationMode.SmoothTransformation)
    return small.pixelColor(0, 0).lightnessF()


def test_a_moving_job_shows_when_it_ends() -> None:
    job = JOBS[Phase.ACTIVE]
    row = wall_row(job, NOW, Range(30 * MINUTE, 60 * MINUTE))
    assert row.time.startswith("ends ")
    assert " – " in row.time
    assert row.percentage.endswith("%")


def test_a_percentage_is_whole_to_be_read_from_afar() -> None:
    job = replace(JOBS[Phase.ACTIVE], progress=Progress(17.9, "Active", "Run"))
    assert wall_row(job, NOW, None).percentage == "17\u202f%"


def test_a_late_job_says_by_how_much_and_one_without_an_estimate_nothing() -> None:
    job = JOBS[Phase.ACTIVE]
    assert wall_row(job, NOW, Range(0.0, 0.0, late=20 * MINUTE)).time == "20 min over"
    assert wall_row(job, NOW, None).time == ""


def test_a_waiting_job_has_no_percentage() -> None:
    row = wall_row(JOBS[Phase.QUEUED], NOW, None)
    assert row.percentage == ""
    assert row.below.startswith("Queued for ")


def test_a_failure_that_was_not_looked_at_and_a_stall_come_first() -> None:
    unseen = replace(JOBS[Phase.FAILED], id=JobId("unseen"), unseen=True)
    jobs = [JOBS[Phase.SUCCEEDED], JOBS[Phase.ACTIVE], unseen, JOBS[Phase.STALLED]]
    order = wall_order(jobs, NOW, lambda job, now: None)
    assert {job.phase for job in order[:2]} == {Phase.FAILED, Phase.STALLED}
    assert [job.phase for job in order[2:]] == [Phase.ACTIVE, Phase.SUCCEEDED]


@pytest.mark.parametrize(
    ("low", "high", "first", "last"),
    [
        (30 * MINUTE, 61 * MINUTE, 30, 65),
        (0.0, 4 * MINUTE, 0, 4),
    ],
)
def test_an_end_is_a_clock_time_to_five_minutes(
    low: float, high: float, first: int, last: int
) -> None:
    noon = NOW // 3600 * 3600
    said = expected_end(Range(low, high), noon)
    times = [clock_time(noon + it * MINUTE) for it in (first, last)]
    assert said == f"ends {times[0]} – {times[1]}"


def test_the_day_of_an_end_is_named_once() -> None:
    noon = NOW // 86_400 * 86_400 + 12 * 60 * MINUTE
    day = 24 * 60 * MINUTE
    early, late = day_and_time(noon + day, noon), clock_time(noon + day + 60 * MINUTE)
    assert early != clock_time(noon + day)
    assert expected_end(Range(day, day + 60 * MINUTE), noon) == f"ends {early} – {late}"
    late = day_and_time(noon + 2 * day, noon)
    assert expected_end(Range(day, 2 * day), noon) == f"ends {early} – {late}"


def test_an_end_within_a_minute_is_one_time() -> None:
    noon = NOW // 3600 * 3600
    assert expected_end(Range(600.0, 600.0), noon) == f"ends around {clock_time(noon + 600)}"


@pytest.mark.parametrize(("height", "millimetres"), [(1080, 685.0), (2160, 685.0)])
def test_it_can_be_read_from_five_metres(height: int, millimetres: float) -> None:
    for size, least in ((NAME, 25.0), (SMALL, 20.0)):
        pixels = size * height / UNITS
        assert pixels * millimetres / height >= least


def test_at_night_it_is_dimmed(qtbot: QtBot) -> None:
    store = JobStore(JOBS.values(), Status(signed_in=True))
    day = grey(shown(qtbot, store).grab().toImage())
    night = grey(shown(qtbot, store, night=True).grab().toImage())
    assert night < day / 2


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F11])
def test_a_key_closes_it(qtbot: QtBot, key: Qt.Key) -> None:
    wall = shown(qtbot, JobStore(JOBS.values()))
    QTest.keyClick(wall, key)
    assert not wall.isVisible()


def test_it_follows_the_jobs_while_it_is_open(qtbot: QtBot) -> None:
    store = JobStore([JOBS[Phase.ACTIVE]])
    wall = Wall(store, lambda: NOW, lambda: False)
    qtbot.addWidget(wall)
    wall.open()
    assert wall.accessibleName() == "1 job · 1 active"
    store.apply(Removed(JOBS[Phase.ACTIVE].id, NOW))
    qtbot.waitUntil(lambda: wall.accessibleName() == "No jobs")


def test_thousands_of_jobs_and_none_are_painted(qtbot: QtBot) -> None:
    many = [replace(JOBS[Phase.ACTIVE], id=JobId(f"a-{n}")) for n in range(2000)]
    for jobs in (many, []):
        assert not shown(qtbot, JobStore(jobs)).grab().isNull()


def test_a_waiting_job_has_its_usual_wait() -> None:
    row = wall_row(JOBS[Phase.QUEUED], NOW, None, Range(300.0, 1200.0))
    assert row.below == "Queued for 2 h 00 min, usually 5 – 20 min"


def test_a_long_name_is_one_short_line() -> None:
    row = wall_row(Job(JobId("a"), alias="W\n" * 300), NOW, None)
    assert len(row.name) <= 80
    assert "\n" not in row.name


Painted = dict[str, tuple[QRectF, QFont]]


def painted(monkeypatch: pytest.MonkeyPatch, wall: Wall) -> Painted:
    """Return the place and font of each text, and the place of each glyph, as painted."""
    found: Painted = {}
    paint = wall_module._paint

    def keep(
        painter: QPainter, place: QRectF, text: str, face: QFont, *rest: Any, **more: Any
    ) -> None:
        found[f"{len(found)} {text}"] = place, face
        paint(painter, place, text, face, *rest, **more)

    def keep_glyph(painter: QPainter, place: QRectF, glyph: Glyph, *rest: object) -> None:
        found[f"{len(found)} {glyph.name}"] = place, QFont()

    with monkeypatch.context() as patched:
        patched.setattr(wall_module, "_paint", keep)
        patched.setattr(wall_module, "paint_glyph", keep_glyph)
        wall.grab()
    return found


@pytest.mark.parametrize("size", [(960, 540), (1280, 720), (3840, 2160)])
def test_no_percentage_is_cut_off(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    job = replace(JOBS[Phase.SUCCEEDED], progress=Progress(100.0, "Over", "Run"))
    wall = shown(qtbot, JobStore([job], Status()))
    wall.resize(*size)
    texts = painted(monkeypatch, wall)
    ((place, face),) = (at for text, at in texts.items() if text.endswith("100\u202f%"))
    assert QFontMetricsF(face).horizontalAdvance("100\u202f%") <= place.width()


def test_it_is_painted_mirrored_where_reading_begins_at_the_right(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = shown(qtbot, JobStore(JOBS.values(), Status()))
    there = painted(monkeypatch, wall)
    assert clock_at(monkeypatch, wall) > wall.width() * 0.75
    wall.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    here = painted(monkeypatch, wall)
    assert list(here) == list(there)
    assert len(there) > 20
    for text, (place, _) in there.items():
        now = here[text][0]
        assert (now.y(), now.size()) == (place.y(), place.size()), text
        assert now.x() == pytest.approx(wall.width() - place.right(), abs=0.01), text
    assert clock_at(monkeypatch, wall) < wall.width() * 0.25


def clock_at(monkeypatch: pytest.MonkeyPatch, wall: Wall) -> float:
    """Return the middle of what is painted of the time of day; nothing else is in its line."""
    wordless = replace(summarise([], Status(), NOW), headline="")
    with monkeypatch.context() as patched:
        patched.setattr(wall_module, "summarise", lambda *_: wordless)
        image = wall.grab().toImage()
    head = range(round(HEAD * image.height() / UNITS))
    ground = image.pixel(1, 1)
    columns = [x for x in range(image.width()) for y in head if image.pixel(x, y) != ground]
    return sum(columns) / len(columns)
