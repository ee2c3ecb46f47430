"""When a waiting job will start, from how long others waited."""

import random
from dataclasses import replace

import pytest

from benchmarks.queue_waits import expected
from ccwatch.core.job import Details, Job, JobId, Service
from ccwatch.core.queue_start import DAY, QueueHistory, Wait, history_of, waits_of

NOON = 19_998 * DAY + 12 * 3600.0  # a Wednesday


def days(count: int, seconds: float, hour: float = 0.0, every: float = DAY) -> list[Wait]:
    """Return waits on the days before, so many hours from noon."""
    return [Wait(NOON - every * n + hour * 3600, seconds) for n in range(1, count + 1)]


def test_fewer_than_eight_waits_say_nothing() -> None:
    assert history_of(days(7, 600)).start(NOON, NOON) is None
    assert history_of(days(8, 600)).start(NOON, NOON) is not None


def test_the_range_holds_what_the_waits_have_in_common_and_shrinks_as_they_repeat() -> None:
    few, many = (history_of(days(count, 600)).start(NOON, NOON) for count in (8, 60))
    assert few is not None
    assert many is not None
    assert few.low <= many.low <= 600 <= many.high <= few.high
    assert many.high < 700


def test_waits_at_a_similar_time_of_day_count_most() -> None:
    waits = [*days(30, 600), *days(30, 7200, hour=-9)]
    noon = history_of(waits).start(NOON, NOON)
    night = history_of(waits).start(NOON - 9 * 3600, NOON - 9 * 3600)
    assert noon is not None
    assert night is not None
    assert noon.high < 3600 < 7000 < night.high


def test_waits_at_a_weekend_tell_little_about_a_working_day() -> None:
    saturday = NOON + 3 * DAY
    weekends = [Wait(saturday - 7 * DAY * n - 60, 60.0) for n in (1, 2, 3) for _ in range(20)]
    working = [Wait(NOON - 7 * DAY * n, 1800.0) for n in (1, 2, 3) for _ in range(20)]
    history = QueueHistory((*weekends, *working), 0.25, 0.25)
    at_work, at_rest = history.start(NOON, NOON), history.start(saturday, saturday)
    assert at_work == pytest.approx((1800, 1800, 0))
    assert at_rest == pytest.approx((60, 60, 0))


def test_of_a_job_that_waits_already_only_longer_waits_count() -> None:
    history = QueueHistory(tuple(days(20, 600) + days(20, 6000)))
    start = history.start(NOON, NOON + 1200)
    assert start is not None
    assert 0 < start.low <= 4800 <= start.high
    assert history.start(NOON, NOON + 10**6) is None


def test_only_waits_of_the_service_with_both_times_count() -> None:
    job = Job(JobId("a"), details=Details(submitted=100.0, started=160.0))
    others = [
        replace(job, service=Service.ANALYSIS),
        replace(job, details=None),
        replace(job, details=Details(submitted=100.0)),
        replace(job, details=Details(started=100.0)),
        replace(job, details=Details(submitted=100.0, started=90.0)),
    ]
    assert waits_of([job, *others], Service.MODELING) == [Wait(100.0, 60.0)]


@pytest.mark.parametrize("waited", [0.0, 0.5])
def test_on_a_simulated_queue_four_of_five_starts_are_in_the_range(waited: float) -> None:
    some = [one for one in expected("test", users=8) if one.waited == waited and one.said]
    held = [one.said.low <= one.rest <= one.said.high for one in some if one.said]
    assert len(held) > 300
    assert 0.74 <= sum(held) / len(held) <= 0.88


def test_any_waits_give_an_ordered_range() -> None:
    chance = random.Random(4)
    for _ in range(50):
        waits = [Wait(chance.uniform(0, 1e6), chance.expovariate(1e-3)) for _ in range(20)]
        start = history_of(waits).start(1e6, 1e6 + chance.expovariate(1e-3))
        assert start is None or 0 <= start.low <= start.high
