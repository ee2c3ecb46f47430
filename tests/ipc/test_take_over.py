"""A process that takes another one's place has it quit first, and never runs beside it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ccwatch.core.errors import RunningProgramFault
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.ipc import client
from ccwatch.ipc.client import take_over
from ccwatch.ipc.messages import Done, Reason, Refused
from ccwatch.system.lock import Lock
from tests.commands.listener import running

QUIT = {"version": 2, "do": "quit"}


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = paths_for({"CCWATCH_HOME": str(tmp_path)})
    made.prepare()
    return made


@pytest.fixture
def before(paths: Paths) -> Iterator[Lock]:
    """The lock of the program that runs."""
    lock = Lock(paths.lock)
    assert lock.acquire()
    yield lock
    lock.release()


def test_it_asks_the_other_to_quit_once_and_has_the_lock_when_that_ended(
    paths: Paths, before: Lock
) -> None:
    lock = Lock(paths.lock)
    with running(paths, Done()) as asked:
        end = threading.Timer(0.3, before.release)
        end.start()
        assert take_over(paths, lock)
        end.join()
    assert asked == [QUIT]
    assert not Lock(paths.lock).acquire(), "it is held by the one that took over"
    lock.release()


def test_a_program_that_the_user_ended_meanwhile_is_not_replaced(paths: Paths) -> None:
    lock = Lock(paths.lock)
    assert not take_over(paths, lock)
    assert lock.acquire(), "the next start finds it free"
    lock.release()


@pytest.mark.parametrize("reply", [Done(), Refused(Reason.FAILED)])
def test_one_that_does_not_end_is_left_running(
    paths: Paths, before: Lock, reply: Done | Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "TAKE_OVER_PATIENCE", 0.2)
    with running(paths, reply), pytest.raises(RunningProgramFault):
        take_over(paths, Lock(paths.lock))


def test_one_that_cannot_be_reached_is_left_running(
    paths: Paths, before: Lock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "TAKE_OVER_PATIENCE", 0.2)
    with pytest.raises(RunningProgramFault):
        take_over(paths, Lock(paths.lock))
