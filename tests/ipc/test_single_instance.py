import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ccwatch.core.errors import RunningProgramFault
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.ipc import single_instance
from ccwatch.ipc.messages import Done, Reason, Refused, encode_reply
from ccwatch.ipc.single_instance import acquire_home, hand_over_start, replace_running
from ccwatch.system.file_lock import Lock
from tests.commands.listener import running
from tests.ipc.raw_server import RawPeer, listener
from tests.lock_holder import acquired_by_another_process, held_by_another_process

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


@pytest.mark.parametrize(
    ("offered", "hidden", "asked"),
    [
        (["a-1"], False, {"do": "offer-jobs", "jobs": [{"id": "a-1", "service": None}]}),
        (["a-1"], True, {"do": "offer-jobs", "jobs": [{"id": "a-1", "service": None}]}),
        ([], False, {"do": "raise"}),
        ([], True, {"do": "report-status"}),
    ],
)
def test_what_a_link_names_is_offered_and_not_added(
    paths: Paths, offered: list[str], hidden: bool, asked: dict[str, object]
) -> None:
    heard = []

    def serve(peer: RawPeer) -> None:
        heard.append(json.loads(peer.receive()))
        peer.send(encode_reply(Done()))

    with listener(paths.channel, serve):
        assert hand_over_start(paths, offered, hidden=hidden)
    assert heard == [{"version": 2, **asked}]
    assert not hand_over_start(paths, offered, hidden=hidden)


@pytest.mark.parametrize("variable", ["XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"])
def test_the_desktops_permission_to_come_forward_is_handed_over(
    paths: Paths, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = []

    def serve(peer: RawPeer) -> None:
        heard.append(json.loads(peer.receive()))
        peer.send(encode_reply(Done()))

    monkeypatch.setenv(variable, "token-1")
    with listener(paths.channel, serve):
        assert hand_over_start(paths, [], hidden=False)
        assert hand_over_start(paths, ["a-1"], hidden=False)
    assert [request["token"] for request in heard] == ["token-1", "token-1"]


def test_a_start_with_the_wall_screen_has_the_running_program_show_it(paths: Paths) -> None:
    heard = []

    def serve(peer: RawPeer) -> None:
        heard.append(json.loads(peer.receive()))
        peer.send(encode_reply(Done()))

    with listener(paths.channel, serve):
        assert hand_over_start(paths, [], hidden=False, wall=True)
    assert [request["do"] for request in heard] == ["show-wall"]


def test_a_start_takes_a_home_that_nobody_has(paths: Paths) -> None:
    lock = Lock(paths.lock)
    assert acquire_home(lock, pytest.fail)
    assert not acquired_by_another_process(paths.lock)
    lock.release()


@pytest.mark.usefixtures("brief")
def test_a_start_hands_over_to_one_that_was_just_starting(paths: Paths) -> None:
    answers = [False, False, True]
    with held_by_another_process(paths.lock):
        assert not acquire_home(Lock(paths.lock), lambda: answers.pop(0))
        with pytest.raises(RunningProgramFault):
            acquire_home(Lock(paths.lock), lambda: False)


@pytest.mark.usefixtures("brief")
def test_a_command_that_looks_keeps_no_program_from_starting(paths: Paths) -> None:
    looking = Lock(paths.lock)
    assert looking.acquire()

    def hand_over() -> bool:
        looking.release()
        return False

    lock = Lock(paths.lock)
    assert acquire_home(lock, hand_over)
    lock.release()


def test_a_replacement_asks_the_other_to_quit_once_and_has_the_lock_when_that_ended(
    paths: Paths, before: Lock
) -> None:
    lock = Lock(paths.lock)
    with running(paths, Done()) as asked:
        end = threading.Timer(0.3, before.release)
        end.start()
        assert replace_running(paths, lock)
        end.join()
    assert asked == [QUIT]
    assert not Lock(paths.lock).acquire(), "it is held by the one that took over"
    lock.release()


def test_a_program_that_the_user_ended_meanwhile_is_not_replaced(paths: Paths) -> None:
    lock = Lock(paths.lock)
    assert not replace_running(paths, lock)
    assert lock.acquire(), "the next start finds it free"
    lock.release()


@pytest.mark.parametrize("reply", [Done(), Refused(Reason.FAILED)])
def test_one_that_does_not_end_when_asked_is_left_running(
    paths: Paths, before: Lock, reply: Done | Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "REPLACE_PATIENCE", 0.2)
    with running(paths, reply), pytest.raises(RunningProgramFault):
        replace_running(paths, Lock(paths.lock))


def test_one_that_cannot_be_reached_is_left_running(
    paths: Paths, before: Lock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "REPLACE_PATIENCE", 0.2)
    with pytest.raises(RunningProgramFault):
        replace_running(paths, Lock(paths.lock))
