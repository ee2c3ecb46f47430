"""Concurrent callers of the same slow call share one."""

import threading
import time

import pytest

from ccwatch.cloud.shared_call import SharedCall

PATIENCE = 5.0


def test_those_who_come_meanwhile_share_the_outcome() -> None:
    shared: SharedCall[int] = SharedCall("test")
    let_go = threading.Event()
    first, ours = shared.begin(lambda: let_go.wait(PATIENCE) and 1)
    second, theirs = shared.begin(lambda: 2)
    assert (ours, theirs) == (True, False)
    let_go.set()
    assert first.result(PATIENCE) == second.result(PATIENCE) == 1
    assert shared.begin(lambda: 3)[0].result(PATIENCE) == 3


def test_a_quick_failure_is_tried_again_at_once() -> None:
    shared: SharedCall[float] = SharedCall("test")
    with pytest.raises(ZeroDivisionError):
        shared.begin(lambda: 1 / 0)[0].result(PATIENCE)
    assert shared.begin(lambda: 1.0)[0].result(PATIENCE) == 1


def test_a_slow_failure_holds_for_as_long_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shared: SharedCall[float] = SharedCall("test")
    now = 100.0
    monkeypatch.setattr(time, "perf_counter", lambda: now)

    def fail_slowly() -> float:
        nonlocal now
        now += 30
        raise ConnectionError

    with pytest.raises(ConnectionError):
        shared.begin(fail_slowly)[0].result(PATIENCE)
    now += 29
    with pytest.raises(ConnectionError):
        shared.begin(lambda: 1.0)[0].result(PATIENCE)
    now += 2
    assert shared.begin(lambda: 1.0)[0].result(PATIENCE) == 1


def test_what_is_forgotten_is_not_waited_for() -> None:
    shared: SharedCall[int] = SharedCall("test")
    let_go = threading.Event()
    shared.begin(lambda: let_go.wait(PATIENCE) and 1)
    shared.forget()
    assert shared.begin(lambda: 2)[0].result(PATIENCE) == 2
    let_go.set()
