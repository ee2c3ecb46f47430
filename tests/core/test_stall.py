"""Stalls: what is much longer than a job's own pace, and what is not."""

import pytest

from ccwatch.core.job import Details, Job, JobId, Outcome, Point, Progress
from ccwatch.core.run import extended
from ccwatch.core.stall import is_stalled

A = JobId("a")


def active(*course: Point, started: float | None = None) -> Job:
    """Return an active job with this course."""
    seen = Progress(course[-1].percentage, "Active", course[-1].step)
    return Job(A, progress=seen, course=course, details=Details(started=started))


def every(seconds: float, number: int, step: str = "Run", first: float = 1.0) -> list[Point]:
    """Return a course that rises by 1 % every so often."""
    return [Point(seconds * index, first + index, step) for index in range(number)]


MINUTE, HOUR = 60.0, 3600.0
FAST, SLOW = every(15, 9), every(10 * MINUTE, 9)
QUICK = [Point(point.at / 100, point.percentage, "Run") for point in FAST]


@pytest.mark.parametrize(
    ("job", "patience"),
    [
        (active(*FAST), 15 * MINUTE),
        (active(*SLOW), 180 * MINUTE),
        (active(*SLOW, Point(20 * HOUR, 10.0, "Run")), 5 * HOUR),
        (active(*SLOW, started=-20 * HOUR), 0.25 * (20 * HOUR + 80 * MINUTE)),
        (active(*FAST, Point(120 + 8 * HOUR, 69.0, "Run")), 0.25 * (120 + 8 * HOUR)),
        (active(*every(MINUTE, 61), Point(HOUR, 61.0, "Convert")), HOUR),
        (active(*every(MINUTE, 61), Point(HOUR, 62.0, "Convert")), HOUR),
        (active(*every(MINUTE, 61), *every(0, 3, "Convert", 62)), 18 * MINUTE),
        (active(*SLOW, started=-30 * 24 * HOUR), 12 * HOUR),
        (active(Point(0, 0.0)), 8 * HOUR),
        (active(Point(0, 0.0), Point(HOUR, 1.0), Point(2 * HOUR, 2.0)), 8 * HOUR),
        (active(Point(0, 40.0)), 8 * HOUR),
        (active(Point(0, 40.0), Point(60, 41.0)), 8 * HOUR),
        (active(Point(0, 0.0), Point(9 * HOUR, 10.0)), 9 * HOUR),
        (active(Point(0, 40.0), Point(0, 41.0), Point(0, 42.0)), 15 * MINUTE),
    ],
    ids=[
        "a quarter of an hour at least",
        "eighteen usual gaps",
        "an earlier stall is not usual",
        "a share of a long run",
        "a sleep is not usual, each move has its part",
        "a new step has no pace yet",
        "a new step has hardly a pace yet",
        "a new step has its pace",
        "half a day is enough",
        "never moved",
        "the first percent is no gap",
        "just added",
        "moved once",
        "moved once after many hours",
        "all at once",
    ],
)
def test_a_stall_is_longer_than_the_patience(job: Job, patience: float) -> None:
    assert not is_stalled(job, patience)
    assert is_stalled(job, patience + 1)


def test_thinning_a_long_course_does_not_make_it_more_patient() -> None:
    course: tuple[Point, ...] = ()
    for number in range(3000):
        course = extended(course, 15.0 * number, Progress(1 + number / 100, "Active", "Run"))
    run = 15.0 * 2999
    assert not is_stalled(active(*course), 0.25 * run)
    assert is_stalled(active(*course), 0.25 * run + 1)


@pytest.mark.parametrize(
    "job",
    [
        Job(A, progress=Progress(0.0, "Queued"), changed=0.0),
        Job(A, progress=Progress(9.0, "Over"), changed=0.0),
        Job(A, outcome=Outcome.FAILED, changed=0.0),
        Job(A),
    ],
    ids=["queued", "over", "failed", "unknown"],
)
def test_only_what_should_move_can_stall(job: Job) -> None:
    assert not is_stalled(job, 10.0**6)
