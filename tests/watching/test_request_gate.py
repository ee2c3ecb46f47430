"""When the gate is open, compared with a list of everything that closed it."""

from copy import deepcopy
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.budget import Budget
from ccwatch.watching.request_gate import Gate

MINUTE, HOUR = 60.0, 3600.0
GRACE = 60.0
# A budget counts in sixtieths of its window, and may delay a request by one of them.
SLOT = 1 / 60

deeds = st.one_of(
    st.just(("request", 0.0)),
    st.tuples(st.just("pause"), st.sampled_from([1.0, 15.0, 90.5, 3600.0])),
    st.tuples(st.sampled_from(["sign out", "sign in", "offline", "online", "wake"]), st.just(0.0)),
    st.tuples(st.just("limit"), st.sampled_from([1.0, 2.0, 5.0])),
)
waits = st.sampled_from([0.0, 0.0, 0.3, 1.0, 7.7, 15.0, 59.0, 60.0, 61.0, 400.0, 3600.0])
courses = st.lists(st.tuples(waits, deeds), max_size=60)


class Held:
    """Everything that holds requests back, as plain facts."""

    def __init__(self) -> None:
        self.per_minute, self.per_hour = 4, 20
        self.signed_out = False
        self.online = True
        self.woke_at = -inf
        self.paused_until = -inf
        self.sent: list[float] = []

    def until(self) -> float:
        """Return when requests are allowed again, regardless of the budget."""
        network = -inf if self.online else self.woke_at + GRACE
        return inf if self.signed_out else max(self.paused_until, network)

    def opens(self, now: float, slack: float) -> float:
        """Return when one more request keeps all limits; `slack` is a delay as a fraction."""
        opens = max(now, self.until())
        for limit, seconds in ((self.per_minute, MINUTE), (self.per_hour, HOUR)):
            if len(self.sent) >= limit:
                opens = max(opens, self.sent[-limit] + seconds * (1 + slack))
        return opens


def act(gate: Gate, held: Held, deed: str, value: float, now: float) -> None:
    """Apply the action to the gate and record it."""
    match deed:
        case "request" if gate.is_open(now):
            gate.budget.spend(now)
            held.sent.append(now)
        case "pause":
            assert gate.pause(now + value) is (now + value > held.paused_until)
            held.paused_until = max(held.paused_until, now + value)
        case "sign out" | "sign in":
            gate.signed_out = held.signed_out = deed == "sign out"
        case "offline" | "online":
            gate.online = held.online = deed == "online"
        case "wake":
            gate.woke(now)
            held.woke_at = now
        case "limit":
            held.per_minute, held.per_hour = int(value), int(value) * 4
            gate.budget.limit(held.per_minute, held.per_hour)


@given(courses)
def test_it_opens_when_all_that_holds_it_is_over_and_no_sooner(
    course: list[tuple[float, tuple[str, float]]],
) -> None:
    now, held = 1000.0, Held()
    gate = Gate(Budget(held.per_minute, held.per_hour))
    for wait, (deed, value) in course:
        now += wait
        act(gate, held, deed, value, now)
        opens = gate.opens_at(now)
        assert held.opens(now, 0.0) <= opens <= held.opens(now, SLOT) + 1e-6
        assert gate.held_until() == held.until()
        assert gate.is_held(now) is (now < held.until())
        assert gate.is_open(now) is (opens == now)


@given(courses, st.floats(0, 1), st.floats(0, 5000))
def test_the_instant_it_names_is_the_first_at_which_it_opens_and_it_stays_open(
    course: list[tuple[float, tuple[str, float]]], share: float, later: float
) -> None:
    now, held = 1000.0, Held()
    gate = Gate(Budget(held.per_minute, held.per_hour))
    for wait, (deed, value) in course:
        now += wait
        act(gate, held, deed, value, now)
    opens = gate.opens_at(now)
    if opens == inf:
        assert held.signed_out
        assert not gate.is_open(now + later)
        return
    sooner = now + (opens - now) * share
    assert deepcopy(gate).is_open(sooner) is (sooner >= opens)
    assert deepcopy(gate).is_open(opens)
    # It returns the same instant for as long as nothing else happens.
    assert gate.opens_at(now + later) == max(opens, now + later)


@given(courses)
def test_no_stretch_of_a_minute_or_an_hour_has_more_requests_than_its_limit(
    course: list[tuple[float, tuple[str, float]]],
) -> None:
    now, held = 1000.0, Held()
    gate = Gate(Budget(held.per_minute, held.per_hour))
    for wait, (deed, value) in course:
        now += wait
        if deed == "request":
            # Like the watcher: a request that must wait is sent when the gate says that it opens.
            now = min(gate.opens_at(now), now + HOUR)
        act(gate, held, deed, value, now)
        if deed == "request" and held.sent and held.sent[-1] == now:
            assert sum(now - sent < MINUTE for sent in held.sent) <= held.per_minute
            assert sum(now - sent < HOUR for sent in held.sent) <= held.per_hour


def test_a_new_gate_is_open_and_keeps_the_budget() -> None:
    gate = Gate(Budget(500, 4500))
    assert gate.opens_at(7.0) == 7.0
    for _ in range(500):
        assert gate.is_open(7.0)
        gate.budget.spend(7.0)
    assert gate.opens_at(7.0) == 68.0  # with the one-second slot that contains the requests
    assert not gate.is_held(7.0)
    assert not gate.is_open(67.9)
    assert gate.is_open(68.0)


def test_signed_out_it_stays_shut_until_a_sign_in() -> None:
    gate = Gate(Budget())
    gate.signed_out = True
    assert gate.opens_at(0.0) == gate.held_until() == inf
    assert gate.is_held(1e9)
    gate.signed_out = False
    assert gate.is_open(0.0)


def test_a_pause_is_never_cut_short() -> None:
    gate = Gate(Budget())
    assert gate.pause(100.0)
    assert not gate.pause(100.0)
    assert not gate.pause(40.0)
    assert gate.opens_at(0.0) == 100.0
    assert gate.is_held(99.9)
    assert not gate.is_held(100.0)
    assert gate.pause(100.5)
    assert gate.opens_at(0.0) == 100.5


def test_a_pause_outlasts_a_sign_in_and_a_network_that_is_back() -> None:
    gate = Gate(Budget())
    gate.pause(300.0)
    gate.woke(10.0)
    gate.online = False
    gate.signed_out = True
    gate.signed_out, gate.online = False, True
    assert gate.opens_at(20.0) == 300.0


@pytest.mark.parametrize(
    ("online", "woke_at", "opens"),
    [
        (True, None, 1000.0),
        (True, 1000.0, 1000.0),
        (False, None, 1000.0),  # without a sleep the system's report does not matter
        (False, 1000.0, 1060.0),
        (False, 970.5, 1030.5),
        (False, 940.0, 1000.0),
    ],
)
def test_the_network_is_waited_for_a_minute_after_a_wake(
    online: bool, woke_at: float | None, opens: float
) -> None:
    gate = Gate(Budget())
    gate.online = online
    if woke_at is not None:
        gate.woke(woke_at)
    assert gate.opens_at(1000.0) == opens


def test_the_last_of_all_that_holds_it_counts() -> None:
    gate = Gate(Budget(1, 100))
    gate.budget.spend(0.0)
    assert gate.opens_at(0.0) == 61.0
    gate.pause(50.0)
    assert gate.opens_at(0.0) == 61.0
    gate.online = False
    gate.woke(20.0)
    assert gate.opens_at(20.0) == 80.0
    gate.pause(90.0)
    assert gate.opens_at(20.0) == 90.0
