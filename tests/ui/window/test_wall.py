"""The wall screen: what it shows of each job, in which order, and how large."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ccwatch.core.estimate import Range
from ccwatch.core.events import Removed
from ccwatch.core.job import Job, JobId, Phase, Progress
from ccwatch.core.jobs import Status
from ccwatch.ui.store import JobStore
from ccwatch.ui.time_text import clock_time, end_words
from ccwatch.ui.window.wall import NAME, SMALL, UNITS, Wall, wall_order, wall_row
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
    said = end_words(Range(low, high), noon)
    times = [clock_time(noon + it * MINUTE) for it in (first, last)]
    assert said == f"ends {times[0]} – {times[1]}"


def test_an_end_within_a_minute_is_one_time() -> None:
    noon = NOW // 3600 * 3600
    assert end_words(Range(600.0, 600.0), noon) == f"ends around {clock_time(noon + 600)}"


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
