"""What the connecting end of a named pipe has beyond a socket; test_client.py has the rest."""

import sys
import threading
import time
from pathlib import Path

import pytest

from ccwatch.disk.paths import Paths, paths_for
from ccwatch.ipc.client import hand_over
from ccwatch.ipc.messages import Done, Kind, Request, encode_reply
from tests.ipc.raw_server import RawPeer, answering, listener

if sys.platform != "win32":
    pytest.skip("named pipes are those of Windows", allow_module_level=True)
assert sys.platform == "win32"

import _winapi

from ccwatch.ipc import windows_pipe

STATUS = Request(Kind.STATUS)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = paths_for({"CCWATCH_HOME": str(tmp_path)})
    paths.prepare()
    return paths


def test_a_pipe_that_closes_without_an_answer_is_not_waited_for(paths: Paths) -> None:
    with listener(paths.channel, lambda _: None):
        begun = time.perf_counter()
        assert hand_over(paths, STATUS) is None
        assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("reads", [True, False])
def test_a_program_that_hangs_costs_no_computing(paths: Paths, reads: bool) -> None:
    gone = threading.Event()

    def serve(peer: RawPeer) -> None:
        if reads:
            peer.receive()
        gone.wait(5)

    with listener(paths.channel, serve):
        spent, begun = time.process_time(), time.perf_counter()
        assert hand_over(paths, STATUS, timeout=0.5) is None
        took = time.perf_counter() - begun
        assert time.process_time() - spent < 0.4
        gone.set()
    assert 0.4 < took < 2


def test_a_pipe_that_is_not_this_users_is_not_spoken_to(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[bytes] = []

    def serve(peer: RawPeer) -> None:
        heard.append(peer.receive())

    monkeypatch.setattr(windows_pipe, "is_foreign_pipe", lambda _: True)
    with listener(paths.channel, serve):
        assert hand_over(paths, STATUS) is None
    assert [part for part in heard if part] == []


def test_a_pipe_is_judged_by_its_owner(paths: Paths) -> None:
    with listener(paths.channel, answering(encode_reply(Done()))):
        assert hand_over(paths, STATUS) == Done()


def test_a_name_that_another_program_uses_is_noticed(paths: Paths) -> None:
    assert not windows_pipe.is_taken(paths.channel)
    assert not windows_pipe.is_taken(paths.channel)
    # Of one instance only: wine goes by that, Windows by the flag for the first instance.
    pipe = _winapi.CreateNamedPipe(
        rf"\\.\pipe\{paths.channel}",
        _winapi.PIPE_ACCESS_DUPLEX,
        _winapi.PIPE_WAIT,
        1,
        0,
        0,
        0,
        _winapi.NULL,
    )
    assert windows_pipe.is_taken(paths.channel)
    _winapi.CloseHandle(pipe)
    assert not windows_pipe.is_taken(paths.channel)


def test_the_name_of_the_pipe_cannot_be_guessed_from_the_folder(paths: Paths) -> None:
    before = paths.channel
    assert paths_for({"CCWATCH_HOME": str(paths.data)}).channel == before
    (paths.data / "channel.secret").unlink()
    paths.prepare()
    assert paths.channel != before
