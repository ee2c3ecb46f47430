"""The time left on jobs whose end is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.estimate import time_left
from ccwatch.core.job import Job, JobId, Point, Progress

A = JobId("a")


def active(*course: Point, changed: float | None = None) -> Job:
    """Return an active job with this course."""
    last = course[-1] if course else Point(0.0, 0.0)
    seen = Progress(last.percentage, "Active", last.step)
    return Job(A, progress=seen, course=course, changed=last.at if changed is None else changed)


def steady(pace: float, until: float, every: float = 15.0, first: float = 0.0) -> Job:
    """Return a job that moves by `pace` percent a second from `first`, as seen until then."""
    times = [every * number for number in range(int(until // every) + 1)]
    return active(*(Point(at, first + pace * at, "Run") for at in times))


@given(st.floats(0.002, 0.1), st.floats(0.15, 0.95), st.sampled_from([15.0, 60.0, 120.0]))
def test_the_range_holds_the_true_rest_of_a_steady_job(
    pace: float, done: float, every: float
) -> None:
    job = steady(pace, 100 * done / pace, every)
    now = job.course[-1].at
    left = time_left(job, now)
    if len(job.course) < 3 or now < 120 or job.course[-1].percentage < 3:
        assert left is None
        return
    assert left is not None
    assert left.low <= (100 - job.course[-1].percentage) / pace <= left.high
    assert left.high <= left.low * 1.3


@given(st.floats(0.005, 0.05))
def test_the_range_goes_down_as_time_passes_without_an_answer(pace: float) -> None:
    job = steady(pace, 1000)
    now = job.course[-1].at
    first, later = time_left(job, now), time_left(job, now + 100)
    assert first is not None
    assert later is not None
    assert later.high == pytest.approx(first.high - 100)


def test_two_paces_give_a_wider_range_that_holds_both() -> None:
    slow_at_the_end = active(
        *(Point(at, at * 0.05, "A") for at in range(0, 1000, 15)),
        *(Point(1000 + at, 50 + at * 0.01, "B") for at in range(0, 1000, 15)),
    )
    now = slow_at_the_end.course[-1].at
    left = time_left(slow_at_the_end, now)
    assert left is not None
    assert left.low < (100 - 59.9) / 0.01 < left.high
    assert left.high > 1.4 * left.low


@pytest.mark.parametrize(
    "job",
    [
        Job(A),
        Job(A, progress=Progress(40.0, "Active")),
        active(Point(0, 10.0), Point(500, 20.0)),
        active(Point(0, 10.0), Point(30, 20.0), Point(60, 30.0)),
        active(Point(0, 50.0), Point(300, 50.0), Point(600, 50.0)),
        active(Point(0, 50.0), Point(300, 40.0), Point(600, 30.0)),
        active(Point(0, 50.0), Point(0, 60.0), Point(0, 70.0)),
        active(Point(0, 0.0), Point(300, 1.0), Point(600, 2.0)),
    ],
    ids=[
        "unknown",
        "no course",
        "two points",
        "too short",
        "still",
        "backwards",
        "at once",
        "hardly begun",
    ],
)
def test_without_ground_nothing_is_said(job: Job) -> None:
    assert time_left(job, 700.0) is None


@pytest.mark.parametrize("state", ["Over", "Queued", "Success", "TerminatingOnCancel", "Paused"])
def test_only_active_jobs_have_time_left(state: str) -> None:
    course = steady(0.05, 900).course
    assert time_left(Job(A, progress=Progress(45.0, state), course=course), 900.0) is None


def test_an_expectation_that_has_run_out_is_no_ground_any_more() -> None:
    job = steady(0.1, 950)
    now = job.course[-1].at
    soon = time_left(job, now + 60)
    assert soon is not None
    assert soon.low == 0
    assert soon.high < 60
    assert time_left(job, now + 300) is None


@given(
    st.lists(st.builds(Point, st.floats(0, 1e6), st.floats(-1, 101), st.sampled_from("AB"))),
    st.floats(0, 2e6),
)
def test_any_course_gives_an_ordered_range_or_nothing(course: list[Point], now: float) -> None:
    job = active(*course)
    left = time_left(job, now)
    assert left is None or 0 <= left.low <= left.high
