"""Slots, what is set apart, and the lane of slow jobs."""

from math import inf

import pytest

from ccwatch.core.due_queue import DueQueue
from ccwatch.core.job import JobId
from ccwatch.core.slots import MOST_UNDER_WAY, Slots, next_start

A, B, C = map(JobId, "abc")


def test_a_slot_is_free_again_when_its_query_ends_or_takes_long() -> None:
    slots = Slots(8)
    for number in range(8):
        assert slots.free_at(10.0, slow=False) == 10.0
        slots.start(number, 10 + number / 200, slow=False)
    assert slots.free_at(10.04, slow=False) == pytest.approx(10.05)
    assert slots.free_at(10.052, slow=False) == 10.052
    slots.start("late", 10.052, slow=False)
    assert slots.free_at(10.053, slow=False) == pytest.approx(10.055)
    slots.end("late")
    assert slots.free_at(10.053, slow=False) == 10.053


def test_a_query_of_a_slow_job_takes_no_slot() -> None:
    slots = Slots(1)
    for query in range(20):
        assert slots.free_at(5.0, slow=True) == 5.0
        slots.start(query, 5.0, slow=True)
    assert slots.free_at(5.0, slow=False) == 5.0


@pytest.mark.parametrize("at_once", [1, 8, 32])
def test_however_many_hang_the_queries_under_way_are_bounded(at_once: int) -> None:
    slots = Slots(at_once)
    started = {True: 0, False: 0}
    for tick in range(1000):
        for slow in started:
            if slots.free_at(tick, slow=slow) <= tick:
                slots.start((slow, tick), tick, slow=slow)
                started[slow] += 1
    assert started == {True: 48, False: at_once + 80}
    assert sum(started.values()) <= MOST_UNDER_WAY == 160
    assert slots.free_at(2000, slow=False) == slots.free_at(2000, slow=True) == inf
    slots.end((False, 0))
    assert slots.free_at(2000, slow=False) == 2000
    assert slots.free_at(2000, slow=True) == inf
    slots.end((True, 0))
    assert slots.free_at(2000, slow=True) == 2000


def test_a_query_that_has_had_its_time_holds_no_slot_from_that_very_instant_on() -> None:
    slots = Slots(1)
    slots.start("first", 0.0, slow=False)
    assert slots.free_at(1 / 160, slow=False) == 1 / 160
    slots.start("second", 1 / 160, slow=False)
    assert slots.free_at(1 / 160, slow=False) == 2 / 160


@pytest.mark.parametrize("at_once", [1, 2, 8, 32])
def test_forty_that_hang_leave_the_slots_within_a_quarter_of_a_second(at_once: int) -> None:
    slots = Slots(at_once)
    now = 0.0
    for query in range(40):
        now = slots.free_at(now, slow=False)
        slots.start(query, now, slow=False)
    assert slots.free_at(now, slow=False) <= 0.25 + 1e-9


def test_the_longest_due_of_those_that_can_start_comes_next() -> None:
    queue, slots = DueQueue(), Slots(1)
    assert next_start(queue, slots, 5.0) == (inf, inf, False)
    queue.plan(A, 3.0)
    queue.plan(B, 2.0, slow=True)
    assert next_start(queue, slots, 1.0) == (2.0, 2.0, True)
    assert next_start(queue, slots, 5.0) == (5.0, 2.0, True)
    queue.plan(C, 1.0)
    assert next_start(queue, slots, 5.0) == (5.0, 1.0, False)
    slots.start("query", 5.0, slow=False)
    assert next_start(queue, slots, 5.0) == (5.0, 2.0, True)
    queue.drop(B)
    can_start, *rest = next_start(queue, slots, 5.0)
    assert can_start == pytest.approx(5 + 1 / 160)
    assert rest == [1.0, False]
