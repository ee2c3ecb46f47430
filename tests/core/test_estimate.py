"""The time left on jobs whose end is known."""

from collections.abc import Callable
from dataclasses import replace
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.estimate import Prior, Range, time_left
from ccwatch.core.job import Details, Job, JobId, Point, Progress
from ccwatch.core.job_speed import Guess
from ccwatch.core.stall import is_stalled

A = JobId("a")


def active(*course: Point, checked: float | None = None) -> Job:
    """Return an active job with this course."""
    last = course[-1] if course else Point(0.0, 0.0)
    seen = Progress(last.percentage, "Active", last.step)
    checked = last.at if checked is None else checked
    return Job(A, progress=seen, course=course, changed=last.at, checked=checked)


def steady(pace: float, until: float, every: float = 15.0) -> Job:
    """Return a job that moves by `pace` percent a second, as seen until then."""
    times = [every * number for number in range(int(until // every) + 1)]
    return active(*(Point(at, pace * at, "Run") for at in times))


def left_of(job: Job, prior: Prior | None = None) -> Range:
    """Return the time left at the last point of the job's course."""
    left = time_left(job, job.course[-1].at, prior)
    assert left is not None
    return left


def approximately(low: float, high: float) -> object:
    return pytest.approx((low, high, 0.0), abs=1e-6)


def prior_of(ratio: float, variance: float) -> Prior:
    """Return the prior that the rest is so many times the time so far, at each percentage."""
    return Prior(tuple(Guess(log(ratio), variance) for _ in range(99)))


@given(st.floats(0.002, 0.1), st.floats(0.15, 0.95), st.sampled_from([15.0, 60.0, 120.0]))
def test_the_range_holds_the_true_rest_of_a_steady_job(
    pace: float, done: float, every: float
) -> None:
    job = steady(pace, 100 * done / pace, every)
    last = job.course[-1]
    if len(job.course) < 2 or last.at < 120 or last.percentage < 3:
        assert time_left(job, last.at) is None
        return
    left = left_of(job)
    assert left.low <= (100 - last.percentage) / pace <= left.high
    assert left.high <= left.low * 5


def test_the_range_of_a_steady_job_narrows_as_the_ground_grows() -> None:
    widths = [
        left.high / left.low for at in (120, 300, 1200) if (left := left_of(steady(0.05, at)))
    ]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < 1.8


@pytest.mark.parametrize(
    "far",
    [lambda share: 100 * share**2, lambda share: 100 * (1 - (1 - share) ** 2.5)],
    ids=["growing", "fading"],
)
@pytest.mark.parametrize("share", [0.5, 0.75, 0.9])
def test_a_pace_that_changes_steadily_is_seen_to_go_on_changing(
    far: Callable[[float], float], share: float
) -> None:
    job = active(*(Point(60.0 * n, far(n / 600)) for n in range(int(600 * share) + 1)))
    left = left_of(job)
    assert left.low <= 36_000 * (1 - share) <= left.high


def test_near_the_end_a_rise_by_half_of_what_is_left_is_ground() -> None:
    left = left_of(active(Point(0, 95.4), Point(300, 96.2), Point(600, 97.0)))
    assert left.low <= 1125 <= left.high


def test_an_uneven_pace_gives_a_wider_range() -> None:
    def job(slower: float) -> Job:
        times = [0.0]
        for number in range(40):
            times.append(times[-1] + 60 * (slower if number // 5 % 2 else 1.0))
        return active(*(Point(at, float(n)) for n, at in enumerate(times)))

    widths = [left.high / left.low for left in map(left_of, (job(1.0), job(1.5), job(2.5)))]
    assert widths == sorted(widths)
    assert widths[0] < widths[1] < widths[2]


def test_a_pause_that_is_over_is_no_pace() -> None:
    course = [Point(60.0 * n + 36_000 * (n > 40), float(n)) for n in range(71)]
    left = left_of(active(*course))
    assert left.low <= 60 * 30 <= left.high
    assert left.high < 2 * 60 * 30


def test_the_time_in_the_queue_is_no_pace() -> None:
    course = [Point(-86_400.0, 0.0), *(Point(60.0 * n, float(n)) for n in range(1, 51))]
    queued = replace(active(*course), details=Details(started=0.0))
    left = left_of(queued)
    assert left.low <= 3000 <= left.high
    assert left.high < 2 * 3000


def test_a_job_added_on_the_way_has_the_pace_since_its_start() -> None:
    course = (Point(4000.0, 40.0), Point(4100.0, 41.0))
    assert time_left(active(*course), 4100.0) is None
    left = left_of(replace(active(*course), details=Details(started=0.0)))
    assert left.low <= 5900 <= left.high


@pytest.mark.parametrize(
    "job",
    [
        Job(A),
        Job(A, progress=Progress(40.0, "Active")),
        active(Point(0, 10.0), Point(30, 20.0), Point(60, 30.0)),
        active(Point(0, 50.0), Point(300, 50.0), Point(600, 50.0)),
        active(Point(0, 50.0), Point(300, 40.0), Point(600, 30.0)),
        active(Point(0, 50.0), Point(0, 60.0), Point(0, 70.0)),
        active(Point(0, 0.0), Point(300, 1.0), Point(600, 2.0)),
        active(Point(0, 95.8), Point(300, 96.4), Point(600, 97.0)),
        active(*(Point(600.0 * 4**n, 10.0 * n) for n in range(9))),
    ],
    ids=[
        "unknown",
        "no course",
        "too short",
        "still",
        "backwards",
        "at once",
        "hardly begun",
        "hardly begun near the end",
        "too wide to say anything",
    ],
)
def test_without_ground_nothing_is_said(job: Job) -> None:
    assert time_left(job, job.course[-1].at if job.course else 700.0) is None


@pytest.mark.parametrize("state", ["Over", "Queued", "Success", "TerminatingOnCancel", "Paused"])
def test_only_active_jobs_have_time_left(state: str) -> None:
    course = steady(0.05, 900).course
    assert time_left(Job(A, progress=Progress(45.0, state), course=course), 900.0) is None


def test_while_nobody_looks_the_range_counts_down_until_it_has_run_out() -> None:
    job = steady(0.05, 1000)
    at = job.course[-1].at
    first = left_of(job)
    assert time_left(job, at + 100) == approximately(first.low - 100, first.high - 100)
    assert time_left(job, at + first.high - 0.5) == approximately(0, 0.5)
    assert time_left(job, at + first.high + 1) == pytest.approx((0.0, 0.0, 1.0))


def test_what_may_still_be_due_counts_down_and_what_is_overdue_makes_it_longer() -> None:
    course = [Point(600.0 * n, 10.0 * n) for n in range(6)]
    first = left_of(active(*course))

    def after(still: float) -> Range:
        left = time_left(active(*course, checked=3000 + still), 3000 + still)
        assert left is not None
        return left

    assert after(500) == approximately(first.low - 500, first.high - 500)
    assert after(900).low == pytest.approx(first.low - 900)
    assert after(900).high > after(600).high


def test_at_100_percent_it_is_about_to_end_for_two_minutes() -> None:
    job = active(*steady(0.1, 900).course, Point(1000, 100.0))
    assert time_left(job, 1000.0) == (0, 120, 0)
    assert time_left(job, 1060.0) == (0, 60, 0)
    assert time_left(job, 1130.0) == (0, 0, 10)


def test_a_sure_prior_is_followed_where_the_own_pace_does_not_know_it() -> None:
    job = steady(0.05, 1000)
    alone, taught = left_of(job), left_of(job, prior_of(3.0, 0.01))
    assert alone.high < 3 * job.course[-1].at < taught.high
    assert taught.low > alone.low


def test_a_vague_prior_changes_little() -> None:
    job = steady(0.05, 1000)
    alone, taught = left_of(job), left_of(job, prior_of(3.0, 1.0))
    assert taught.low == pytest.approx(alone.low, rel=0.05)
    assert taught.high == pytest.approx(alone.high, rel=0.15)


def test_a_prior_that_contradicts_widens_the_range_over_both() -> None:
    job = steady(0.05, 1000)
    alone = left_of(job)
    taught = left_of(job, prior_of(3.0, 0.1))
    assert taught.high / taught.low > 1.5 * alone.high / alone.low


def test_a_prior_is_ground_before_the_own_pace_is() -> None:
    job = active(*(Point(200.0 * n, 1.0 * n) for n in range(3)))
    assert time_left(job, 400.0) is None
    left = left_of(job, prior_of(49.0, 0.04))
    assert left.low <= 49 * 400 <= left.high


@pytest.mark.parametrize(
    ("percentage", "ratio"), [(0.5, None), (1.0, 2.0), (98.5, 2.0), (99.5, 1.0), (100.0, None)]
)
def test_a_prior_holds_from_1_percent_to_the_end(percentage: float, ratio: float | None) -> None:
    guess = prior_of(2.0, 0.1).at(percentage)
    assert (guess and guess.centre) == (ratio and pytest.approx(log(ratio)))


def test_between_two_whole_percentages_a_prior_is_in_a_straight_line() -> None:
    prior = Prior(tuple(Guess(float(n), n / 10) for n in range(1, 100)))
    assert prior.at(40.25) == pytest.approx(Guess(40.25, 4.025))


@given(
    st.lists(st.builds(Point, st.floats(0, 1e6), st.floats(-1, 101), st.sampled_from("AB"))),
    st.floats(0, 2e6),
    st.none() | st.floats(0, 1e6),
    st.none() | st.builds(prior_of, st.floats(0.001, 1000), st.floats(0.001, 10)),
)
def test_any_course_gives_an_ordered_range_or_nothing(
    course: list[Point], now: float, started: float | None, prior: Prior | None
) -> None:
    job = replace(active(*course), details=Details(started=started))
    left = time_left(job, now, prior)
    assert left is None or 0 <= left.low <= left.high
    assert is_stalled(job, now) in (True, False)
