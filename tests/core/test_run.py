"""The course as it grows and is thinned, and where in it the run begins."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.job import Details, Job, JobId, Point, Progress
from ccwatch.core.run import Run, extended, run_of, when_at

A = JobId("a")


@given(st.lists(st.tuples(st.floats(0, 100), st.sampled_from("AB")), min_size=1, max_size=1000))
def test_the_course_stays_short_and_keeps_its_ends_and_steps(seen: list[tuple[float, str]]) -> None:
    course: tuple[Point, ...] = ()
    for at, (percentage, step) in enumerate(seen):
        course = extended(course, float(at), Progress(percentage, "Active", step))
    assert course[0] == Point(0.0, *seen[0])
    assert course[-1] == Point(len(seen) - 1.0, *seen[-1])
    assert [point.at for point in course] == sorted({point.at for point in course})


def test_a_long_course_of_few_steps_is_bounded_and_keeps_where_each_began() -> None:
    course: tuple[Point, ...] = ()
    for at in range(20_000):
        course = extended(course, float(at), Progress(at / 200, "Active", f"Step {at // 4000}"))
        assert len(course) <= 161
    began = [late.at for early, late in pairwise(course) if early.step != late.step]
    assert began == [4000, 8000, 12000, 16000]


def test_a_long_course_loses_every_second_point_of_its_older_half_but_where_steps_began() -> None:
    course: tuple[Point, ...] = ()
    for at in range(160):
        step = "Prepare" if at < 41 else "Run"
        course = extended(course, float(at), Progress(at / 2, "Active", step))
    assert [point.at for point in course] == [*range(160)]
    course = extended(course, 160.0, Progress(80.0, "Active", "Run"))
    older = [*range(0, 41, 2), 41, *range(42, 80, 2)]
    assert [point.at for point in course] == [*older, *range(80, 161)]


def test_the_newer_half_of_a_course_is_never_thinned() -> None:
    course: tuple[Point, ...] = ()
    for at in range(1000):
        course = extended(course, float(at), Progress(at / 10, "Active", "Run"))
        recent = [point.at for point in course[-80:]]
        assert recent == list(range(at + 1))[-len(recent) :]


def test_an_unknown_percentage_is_no_point() -> None:
    assert extended((), 1.0, Progress(None, "Active", "Run")) == ()


def test_a_step_and_a_percentage_that_change_together_are_one_point() -> None:
    seen = Progress(40.0, "Active", "Run")
    once = extended((Point(0.0, 30.0, "Prepare"),), 15.0, seen)
    assert extended(once, 15.0, seen) == once


@pytest.mark.parametrize(
    ("course", "started", "run"),
    [
        ((), None, None),
        ((Point(0, 0.0), Point(60, 0.0)), 30.0, None),
        ((Point(0, 0.0), Point(900, 1.0)), None, Run(0, 0.0, 1)),
        ((Point(0, 0.0), Point(900, 1.0)), 600.0, Run(600, 0.0, 1)),
        ((Point(0, 0.0), Point(500, 0.0), Point(900, 1.0)), None, Run(500, 0.0, 2)),
        ((Point(0, 0.0), Point(500, 0.0), Point(900, 1.0)), 100.0, Run(500, 0.0, 2)),
        ((Point(0, 0.0), Point(900, 1.0)), 5000.0, Run(900, 0.0, 1)),
        ((Point(900, 40.0), Point(960, 41.0)), 100.0, Run(100, 0.0, 0)),
        ((Point(900, 40.0), Point(960, 41.0)), None, Run(900, 40.0, 1)),
        ((Point(900, 40.0), Point(960, 41.0)), 5000.0, Run(900, 40.0, 1)),
    ],
    ids=[
        "nothing seen",
        "not begun",
        "begun some time after 0 % was seen",
        "begun when the service says",
        "begun with its first step",
        "the service's clock is behind",
        "the service's clock is ahead",
        "added on the way",
        "added on the way, start unknown",
        "added on the way, start impossible",
    ],
)
def test_the_run_begins_after_the_queue(
    course: tuple[Point, ...], started: float | None, run: Run | None
) -> None:
    job = Job(A, progress=Progress(1.0, "Active"), course=course, details=Details(started=started))
    assert run_of(job) == run


@pytest.mark.parametrize(
    ("percentage", "when"), [(0.5, 150), (1.0, 200), (2.0, 300), (5.0, 600), (100.0, 600)]
)
def test_between_two_points_a_course_is_straight(percentage: float, when: float) -> None:
    course = (Point(0, 0.0), Point(200, 1.0), Point(600, 5.0))
    assert when_at(course, Run(100, 0.0, 1), percentage) == when
