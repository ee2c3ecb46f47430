"""The connecting end of the channel, against a pipe server of the tests' own."""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from ccwatch.disk.paths import Paths, paths_for
from ccwatch.ipc.client import LONGEST_MESSAGE, hand_over
from ccwatch.ipc.messages import JobChange, JobChanges, JobResult, Kind, Request, WantedJob

if sys.platform != "win32":
    pytest.skip("named pipes are those of Windows", allow_module_level=True)
assert sys.platform == "win32"

import _winapi

from ccwatch.ipc import windows_pipe

Serve = Callable[[int], None]
STATUS = Request(Kind.STATUS)


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    # A pipe that is made without a descriptor names no owner; tests/ipc/test_server.py
    # connects to the program's own, which does.
    monkeypatch.setattr(windows_pipe, "is_foreign_pipe", lambda pipe: False)
    paths = paths_for({"CCWATCH_HOME": str(tmp_path)})
    paths.prepare()
    return paths


@contextmanager
def listener(paths: Paths, serve: Serve) -> Iterator[None]:
    """Listen on the channel and serve one connection."""
    pipe = _winapi.CreateNamedPipe(
        rf"\\.\pipe\{paths.channel}",
        _winapi.PIPE_ACCESS_DUPLEX,
        _winapi.PIPE_WAIT,
        1,
        0,
        0,
        3000,
        _winapi.NULL,
    )

    def run() -> None:
        with suppress(OSError):
            _winapi.ConnectNamedPipe(pipe)
            serve(pipe)
        _winapi.CloseHandle(pipe)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join(6)


def seconds_of(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def answering(*parts: bytes) -> Serve:
    def serve(pipe: int) -> None:
        _winapi.ReadFile(pipe, 65536)
        for part in parts:
            _winapi.WriteFile(pipe, part)
        time.sleep(0.2)

    return serve


def test_a_message_is_handed_over_and_answered(paths: Paths) -> None:
    heard = []

    def serve(pipe: int) -> None:
        heard.append(json.loads(_winapi.ReadFile(pipe, 65536)[0]))
        for part in (
            b'{"version": 2, "reply": "jobs", "jobs": [{"id": "a-1", ',
            b'"name": "\xc3\xa9", "result": "watching"}]}\n',
        ):
            _winapi.WriteFile(pipe, part)
        time.sleep(0.2)

    with listener(paths, serve):
        reply = hand_over(paths, Request(Kind.ADD, (WantedJob("a-1"),)))
    assert reply == JobChanges((JobChange("a-1", "é", JobResult.WATCHING),))
    assert heard == [{"version": 2, "do": "add-jobs", "jobs": [{"id": "a-1", "service": None}]}]


def test_nothing_listens(paths: Paths) -> None:
    assert seconds_of(lambda: hand_over(paths, STATUS)) < 1


def test_a_pipe_that_closes_without_an_answer_is_no_answer(paths: Paths) -> None:
    with listener(paths, lambda pipe: None):
        took = seconds_of(lambda: hand_over(paths, STATUS))
    assert took < 2


@pytest.mark.parametrize("reply", [b"hello\n", b"[1]\n", b'{"ok": tr', b"\xff\n"])
def test_an_answer_that_is_none_counts_as_nobody(paths: Paths, reply: bytes) -> None:
    with listener(paths, answering(reply)):
        assert hand_over(paths, STATUS) is None


def test_an_endless_answer_ends_at_its_bound(paths: Paths) -> None:
    def serve(pipe: int) -> None:
        with suppress(OSError):
            for _ in range(64):
                _winapi.WriteFile(pipe, b" " * (LONGEST_MESSAGE // 16))
                sent.append(1)

    sent: list[int] = []
    with listener(paths, serve):
        assert hand_over(paths, STATUS) is None
    assert len(sent) < 32


@pytest.mark.parametrize("reads", [True, False])
def test_a_program_that_hangs_is_not_waited_for(paths: Paths, reads: bool) -> None:
    gone = threading.Event()

    def serve(pipe: int) -> None:
        if reads:
            _winapi.ReadFile(pipe, 65536)
        gone.wait(5)

    spent = time.process_time()
    with listener(paths, serve):
        took = seconds_of(lambda: hand_over(paths, STATUS, timeout=0.5))
        gone.set()
    assert 0.4 < took < 2
    assert time.process_time() - spent < 0.4  # it waits and does not spin


def test_an_answer_that_drips_is_not_waited_for(paths: Paths) -> None:
    gone = threading.Event()

    def serve(pipe: int) -> None:
        while not gone.wait(0.05):
            _winapi.WriteFile(pipe, b" ")

    with listener(paths, serve):
        took = seconds_of(lambda: hand_over(paths, STATUS, timeout=0.5))
        gone.set()
    assert took < 2


def test_a_pipe_that_is_not_this_users_is_not_spoken_to(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[bytes] = []

    def serve(pipe: int) -> None:
        heard.append(_winapi.ReadFile(pipe, 65536)[0])

    monkeypatch.undo()
    with listener(paths, serve):
        assert hand_over(paths, STATUS) is None
    assert heard == []


def test_a_name_that_another_program_uses_is_noticed(paths: Paths) -> None:
    assert not windows_pipe.is_taken(paths.channel)
    assert not windows_pipe.is_taken(paths.channel)
    with listener(paths, answering(b"{}\n")):
        assert windows_pipe.is_taken(paths.channel)
        hand_over(paths, STATUS)


def test_the_name_of_the_pipe_cannot_be_guessed_from_the_folder(paths: Paths) -> None:
    before = paths.channel
    assert paths_for({"CCWATCH_HOME": str(paths.data)}).channel == before
    (paths.data / "channel.secret").unlink()
    paths.prepare()
    assert paths.channel != before
