"""Jobs that take much longer, or took much less, than others of their type."""

from dataclasses import replace

import pytest

from ccwatch.core.job import Details, Job, JobId, Outcome, Service
from ccwatch.core.priors import Kind
from ccwatch.core.usual import Pace, times_of, unusual_pace

HOUR = 3600.0
FULL = Kind(Service.MODELING, "Full")
USUAL = [1.0, 0.8, 1.2, 0.9, 1.1]


def done(name: str, hours: float, at: float = 0.0, **how: object) -> Job:
    """Return a job that took so many hours."""
    details = Details(type="Full", started=at, ended=at + hours * HOUR)
    ended = at + hours * HOUR
    job = Job(JobId(name), details=details, outcome=Outcome.SUCCEEDED, ended=ended)
    return replace(job, **how)  # type: ignore[arg-type]


def times(*hours: float) -> dict[JobId, float]:
    """Return the times of jobs that took so many hours."""
    return times_of(FULL, [done(str(n), it) for n, it in enumerate(hours)])


RUNNING = Job(JobId("x"), details=Details(type="Full", started=0.0))


@pytest.mark.parametrize(
    ("job", "now", "pace"),
    [
        (done("x", 0.1), 0.0, Pace.FAST),
        (done("x", 0.11), 0.0, None),
        (done("x", 1.5), 0.0, None),
        (done("x", 2.1), 0.0, Pace.SLOW),
        (done("x", 0.1, outcome=Outcome.FAILED), 0.0, None),
        (done("x", 9.0, outcome=Outcome.CANCELLED), 0.0, None),
        (RUNNING, 0.01 * HOUR, None),
        (RUNNING, 1.9 * HOUR, None),
        (RUNNING, 2.1 * HOUR, Pace.SLOW),
        (replace(RUNNING, details=None), 9 * HOUR, None),
        (replace(RUNNING, details=Details(type="Full")), 9 * HOUR, None),
    ],
    ids=[
        "a tenth",
        "more than a tenth",
        "longer than all but not twice",
        "more than twice",
        "failed early",
        "cancelled late",
        "just begun",
        "not yet twice",
        "running for more than twice",
        "not described",
        "start unknown",
    ],
)
def test_a_tenth_or_twice_the_usual_time_is_unusual(
    job: Job, now: float, pace: Pace | None
) -> None:
    assert unusual_pace(job, times(*USUAL), now) is pace


def test_of_fewer_than_five_nothing_is_usual_and_its_own_time_does_not_count() -> None:
    assert unusual_pace(done("x", 0.1), times(*USUAL[:4]), 0.0) is None
    assert unusual_pace(done("0", 0.1), times(*USUAL), 0.0) is None


def test_where_some_always_took_little_one_more_is_not_unusual() -> None:
    uneven = times(0.1, 0.1, 0.1, 1.0, 1.0, 1.0, 1.0)
    assert unusual_pace(done("x", 0.1), uneven, 0.0) is None
    assert unusual_pace(done("x", 0.01), uneven, 0.0) is Pace.FAST


def test_slower_than_twice_the_usual_but_not_than_all_is_not_unusual() -> None:
    assert unusual_pace(RUNNING, times(*USUAL, 5.0), 4 * HOUR) is None
    assert unusual_pace(RUNNING, times(*USUAL, 5.0), 5.1 * HOUR) is Pace.SLOW


def test_only_the_latest_twenty_successes_of_the_kind_count() -> None:
    jobs = [done(str(n), 1.0, at=1e5 * n) for n in range(25)]
    others = [
        done("failed", 1.0, outcome=Outcome.FAILED),
        done("other type", 1.0, details=Details(type="Calibration", started=0.0)),
        done("other service", 1.0, service=Service.MODELING_2),
        done("no start", 1.0, details=Details(type="Full")),
        done("backwards", -1.0),
    ]
    assert times_of(FULL, others) == {}
    assert set(times_of(FULL, [*others, *jobs])) == {str(n) for n in range(5, 25)}
    assert times_of(None, jobs) == {}
