"""The request budget against a list of all requests."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.budget import Budget, Window, near_the_limit, queries_at_once

gaps = st.lists(st.sampled_from([0.0, 0.01, 0.3, 1.0, 7.7, 59.0, 60.0, 61.0, 400.0]), max_size=150)


def most_within(times: list[float], seconds: float) -> int:
    """Return the most requests in any stretch that is `seconds` long, its end left out."""
    return max((sum(t <= u < t + seconds for u in times) for t in times), default=0)


def soonest(times: list[float], now: float, limit: int, seconds: float) -> float:
    """Return when one more request keeps the limit, from the list of all before."""
    if len(times) < limit:
        return now
    return max(now, times[-limit] + seconds)


@given(gaps, st.integers(1, 12), st.sampled_from([60.0, 3600.0]), st.floats(0, 1e6))
def test_a_window_is_never_exceeded_nor_waits_longer_than_a_slot_too_long(
    gaps: list[float], limit: int, seconds: float, start: float
) -> None:
    window, now = Window(limit, seconds), start
    times: list[float] = []
    for gap in gaps:
        now += gap
        ready = window.ready_at(now)
        needed = soonest(times, now, limit, seconds)
        assert needed <= ready <= needed + seconds / 60 + 1e-6
        now = ready
        assert window.ready_at(now) == now
        window.spend(now)
        times.append(now)
    assert most_within(times, seconds) <= limit


@given(gaps)
def test_both_limits_hold_at_once(gaps: list[float]) -> None:
    budget, now = Budget(3, 20), 0.0
    times: list[float] = []
    for gap in gaps:
        now = budget.ready_at(now + gap)
        budget.spend(now)
        times.append(now)
    assert most_within(times, 60) <= 3
    assert most_within(times, 3600) <= 20


def test_the_default_leaves_a_tenth_of_the_hour_to_others() -> None:
    budget, now = Budget(), 0.0
    for _ in range(4500):
        now = budget.ready_at(now)
        budget.spend(now)
    assert 480 < now < 600
    assert budget.used_this_hour(now) == 4500
    assert 3600 <= budget.ready_at(now) <= 3660
    assert budget.used_this_hour(now + 3700) == 0


def test_a_window_remembers_slots_not_requests() -> None:
    window = Window(10**6, 3600.0)
    for second in range(20_000):
        window.spend(float(second))
    assert len(window._slots) <= 62
    assert window.used <= 3660


@pytest.mark.parametrize("now", [0.0, 59.9999999, 1e9])
def test_an_empty_window_is_ready_at_once(now: float) -> None:
    assert Window(1, 60.0).ready_at(now) == now


def test_other_limits_hold_from_now_on_and_what_went_out_counts() -> None:
    budget = Budget(2, 100)
    for _ in range(2):
        budget.spend(10.0)
    assert budget.ready_at(10.0) > 60
    budget.limit(3, 100)
    assert budget.ready_at(10.0) == 10.0
    budget.limit(100, 1)
    assert budget.ready_at(10.0) > 3600


def test_under_a_lowered_limit_it_names_the_time_at_which_enough_have_left() -> None:
    budget = Budget(10, 1000)
    for at in (0.0, 0.0, 0.0, 5.5, 5.5, 9.0):
        budget.spend(at)
    budget.limit(2, 1000)
    assert budget.ready_at(10.0) == 66.0  # a minute after the slot of the second from 5 to 6
    budget.limit(4, 1000)
    assert budget.ready_at(10.0) == 61.0
    budget.limit(1, 1000)
    assert budget.ready_at(65.0) == 70.0
    assert budget.ready_at(70.0) == 70.0


def test_a_request_counts_until_all_of_its_slot_has_left_the_hour() -> None:
    budget = Budget()
    budget.spend(30.0)
    assert budget.used_this_hour(3659.9) == 1
    assert budget.used_this_hour(3660.0) == 0


def test_a_limit_of_no_requests_lets_none_go() -> None:
    assert Budget(0, 100).ready_at(5.0) == inf


def test_without_a_word_of_the_user_the_limits_are_those_of_the_service_less_a_tenth() -> None:
    budget = Budget()
    for _ in range(500):
        assert budget.ready_at(30.0) == 30.0
        budget.spend(30.0)
    assert budget.ready_at(30.0) == 91.0


@pytest.mark.parametrize(
    ("per_minute", "at_once"),
    [(1, 8), (500, 8), (1079, 8), (1080, 9), (2400, 20), (3840, 32), (3960, 32), (100_000, 32)],
)
def test_what_half_a_second_of_the_budget_is_may_be_under_way_together(
    per_minute: int, at_once: int
) -> None:
    assert queries_at_once(per_minute) == at_once


def test_the_limits_are_for_a_minute_and_an_hour() -> None:
    for budget, seconds in ((Budget(1, 1000), 60.0), (Budget(1000, 1), 3600.0)):
        budget.spend(0.0)
        assert budget.ready_at(0.0) == pytest.approx(seconds * 61 / 60)  # one slot more at most


@pytest.mark.parametrize(
    ("used", "said"),
    [
        (0, ""),
        (3599, ""),
        (3600, "3,600 of 4,500 requests this hour"),
        (4500, "4,500 of 4,500 requests this hour"),
    ],
)
def test_what_is_used_is_said_when_few_requests_are_left(used: int, said: str) -> None:
    assert near_the_limit(used, 4500) == said
