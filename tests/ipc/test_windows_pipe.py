"""Named pipes beyond what they share with sockets; test_client.py has the rest."""

import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from ccwatch.disk.paths import Paths, paths_for
from ccwatch.ipc.client import try_ask
from ccwatch.ipc.messages import Done, Kind, Request, encode_reply
from tests.ipc.raw_link import RawLink
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
        assert try_ask(paths, STATUS) is None
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
        assert try_ask(paths, STATUS, timeout=0.5) is None
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
        assert try_ask(paths, STATUS) is None
    assert [part for part in heard if part] == []


def test_the_listener_may_not_act_as_who_connects(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checks only the flags: wine lets the listener impersonate the user whatever they are."""
    flags: list[int] = []
    create = _winapi.CreateFile

    def noted(*arguments: Any) -> int:
        flags.append(arguments[5])
        return create(*arguments)

    monkeypatch.setattr(_winapi, "CreateFile", noted)
    with listener(paths.channel, answering(encode_reply(Done()))):
        assert try_ask(paths, STATUS) == Done()
    # SECURITY_SQOS_PRESENT with SECURITY_IDENTIFICATION, of the bits for the level.
    assert [each & 0x001F0000 for each in flags] == [0x00110000]


def test_a_pipe_that_takes_no_more_connections_is_not_waited_for(paths: Paths) -> None:
    name = rf"\\.\pipe\{paths.channel}"
    pipe = _winapi.CreateNamedPipe(
        name, _winapi.PIPE_ACCESS_DUPLEX, _winapi.PIPE_WAIT, 1, 0, 0, 20_000, _winapi.NULL
    )
    with RawLink(paths.channel):
        begun = time.perf_counter()
        assert try_ask(paths, STATUS, timeout=0.3) is None
        assert 0.2 < time.perf_counter() - begun < 2
        begun = time.perf_counter()
        assert try_ask(paths, STATUS, timeout=0) is None
        assert time.perf_counter() - begun < 2, "0 would stand for the pipe's own 20 s"
    _winapi.CloseHandle(pipe)


def test_a_pipe_is_judged_by_its_owner(paths: Paths) -> None:
    with listener(paths.channel, answering(encode_reply(Done()))):
        assert try_ask(paths, STATUS) == Done()


def test_a_listener_is_found_without_connecting_to_it(paths: Paths) -> None:
    assert not windows_pipe.may_listen(paths.channel)
    with listener(paths.channel, answering(encode_reply(Done()))):
        assert windows_pipe.may_listen(paths.channel)
        # Its one connection is still there for this.
        assert try_ask(paths, STATUS) == Done()
    assert not windows_pipe.may_listen(paths.channel)


def test_a_listener_that_accepts_nothing_now_may_listen(paths: Paths) -> None:
    name, access = rf"\\.\pipe\{paths.channel}", _winapi.PIPE_ACCESS_DUPLEX
    pipe = _winapi.CreateNamedPipe(name, access, _winapi.PIPE_WAIT, 1, 0, 0, 0, _winapi.NULL)
    both = _winapi.GENERIC_READ | _winapi.GENERIC_WRITE
    end = _winapi.CreateFile(name, both, 0, _winapi.NULL, _winapi.OPEN_EXISTING, 0, _winapi.NULL)
    assert windows_pipe.may_listen(paths.channel)
    for handle in (end, pipe):
        _winapi.CloseHandle(handle)


def test_a_name_that_another_program_uses_is_noticed(paths: Paths) -> None:
    assert not windows_pipe.is_taken(paths.channel)
    assert not windows_pipe.is_taken(paths.channel)
    # With one instance only: wine checks that, Windows the flag for the first instance.
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


def test_a_pipe_that_takes_more_listeners_is_noticed_by_the_flag(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checks only the flag FILE_FLAG_FIRST_PIPE_INSTANCE: wine does not act on it."""
    modes: list[int] = []

    def noted(*arguments: Any) -> int:
        modes.append(arguments[1])
        raise PermissionError

    monkeypatch.setattr(_winapi, "CreateNamedPipe", noted)
    assert windows_pipe.is_taken(paths.channel)
    assert [mode & 0x00080000 for mode in modes] == [0x00080000]


def test_the_name_of_the_pipe_cannot_be_guessed_from_the_folder(paths: Paths) -> None:
    before = paths.channel
    assert paths_for({"CCWATCH_HOME": str(paths.data)}).channel == before
    (paths.data / "channel.secret").unlink()
    names = {before, paths.channel}
    for _ in range(2):
        paths.prepare()
        secret = paths.data / "channel.secret"
        assert len(secret.read_bytes()) == 16
        names.add(paths.channel)
        secret.unlink()
    assert len(names) == 4
