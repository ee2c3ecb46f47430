import json
import os
import socket
import sys
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from ccwatch.core.errors import OtherVersion, RunningProgramFault
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.ipc import client
from ccwatch.ipc.client import LONGEST_MESSAGE, ask, is_running, try_ask
from ccwatch.ipc.messages import (
    Done,
    JobChange,
    JobChanges,
    JobResult,
    Kind,
    Reason,
    Refused,
    Reply,
    Request,
    WantedJob,
    encode_reply,
)
from tests.ipc.raw_server import RawPeer, RawServer, answering, listener
from tests.lock_holder import held_by_another_process

RAISE, STATUS = Request(Kind.RAISE), Request(Kind.STATUS)
socket_file = pytest.mark.skipif(sys.platform == "win32", reason="a pipe is no file")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = paths_for({"CCWATCH_HOME": str(tmp_path)})
    paths.prepare()
    return paths


@socket_file
def test_a_channel_of_another_user_is_not_spoken_to(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[bytes] = []

    def serve(peer: RawPeer) -> None:
        heard.append(peer.receive())

    with listener(paths.channel, serve):
        monkeypatch.setattr(os, "getuid", lambda: 12345)
        assert try_ask(paths, STATUS, timeout=0.5) is None
        assert heard == []
        monkeypatch.undo()
        try_ask(paths, STATUS, timeout=0.5)
    assert len(heard) == 1


def test_a_request_is_handed_over_and_answered(paths: Paths) -> None:
    heard = []

    def serve(peer: RawPeer) -> None:
        heard.append(json.loads(peer.receive()))
        for part in (
            b'{"version": 2, "reply": "jobs", "jobs": [{"id": "a-1", ',
            b'"name": "\xc3\xa9", "result": "watching"}]}\n',
        ):
            peer.send(part)

    with listener(paths.channel, serve):
        reply = try_ask(paths, Request(Kind.ADD, (WantedJob("a-1"),)))
    assert reply == JobChanges((JobChange("a-1", "é", JobResult.WATCHING),))
    assert heard == [{"version": 2, "do": "add-jobs", "jobs": [{"id": "a-1", "service": None}]}]


def test_nobody_listens(paths: Paths) -> None:
    assert try_ask(paths, RAISE) is None


@socket_file
def test_a_socket_that_was_left_behind_is_nobody(paths: Paths) -> None:
    RawServer(paths.channel).close()
    assert Path(paths.channel).exists()
    assert try_ask(paths, RAISE) is None


@pytest.mark.parametrize("reply", [b"", b"hello\n", b"[1]\n", b'{"version": tr', b"\xff\n"])
def test_an_answer_that_is_none_counts_as_nobody(paths: Paths, reply: bytes) -> None:
    with listener(paths.channel, answering(reply)):
        assert try_ask(paths, RAISE) is None


def test_a_listener_that_says_nothing_is_not_waited_for(paths: Paths) -> None:
    gone = threading.Event()
    begun = time.perf_counter()

    def serve(_: RawPeer) -> None:
        gone.wait(5)

    with listener(paths.channel, serve):
        assert try_ask(paths, RAISE, timeout=0.2) is None
        gone.set()
    assert time.perf_counter() - begun < 2


@socket_file
def test_a_listener_that_takes_no_more_connections_is_not_waited_for(paths: Paths) -> None:
    begun = time.perf_counter()
    with socket.socket(socket.AF_UNIX) as listening, ExitStack() as waiting:
        listening.bind(paths.channel)
        listening.listen(0)
        with suppress(BlockingIOError):
            for _ in range(99):
                link = waiting.enter_context(socket.socket(socket.AF_UNIX))
                link.setblocking(False)
                link.connect(paths.channel)
        assert try_ask(paths, RAISE, timeout=0.2) is None
    assert time.perf_counter() - begun < 2


def test_an_answer_that_drips_is_not_waited_for(paths: Paths) -> None:
    gone = threading.Event()

    def serve(peer: RawPeer) -> None:
        peer.receive()
        for _ in range(100):
            peer.send(b" ")
            if gone.wait(0.05):
                break

    begun = time.perf_counter()
    with listener(paths.channel, serve):
        assert try_ask(paths, RAISE, timeout=0.3) is None
        gone.set()
    assert time.perf_counter() - begun < 2


def test_an_endless_answer_ends_at_its_bound(paths: Paths) -> None:
    def serve(peer: RawPeer) -> None:
        peer.receive()
        with suppress(OSError):
            for _ in range(64):
                peer.send(b" " * (LONGEST_MESSAGE // 16))
                sent.append(1)

    sent: list[int] = []
    with listener(paths.channel, serve):
        assert try_ask(paths, RAISE) is None
    assert 16 <= len(sent) < 32


def test_a_home_that_nobody_has_is_none_where_nothing_runs(paths: Paths) -> None:
    assert ask(paths, STATUS, Done) is None
    assert not is_running(paths)
    assert not paths.lock.exists(), "who looks changes nothing"


SILENT = "is running, but does not answer"


@pytest.mark.usefixtures("brief")
def test_a_program_that_has_the_home_and_does_not_listen_is_running(paths: Paths) -> None:
    with held_by_another_process(paths.lock):
        assert is_running(paths)
        with pytest.raises(RunningProgramFault, match=SILENT):
            ask(paths, STATUS, JobChanges)


@pytest.mark.usefixtures("brief")
@pytest.mark.parametrize("reply", [b"", b"hello\n", encode_reply(Done())])
def test_a_program_whose_answer_does_not_fit_is_running(paths: Paths, reply: bytes) -> None:
    with (
        held_by_another_process(paths.lock),
        listener(paths.channel, answering(reply)),
        pytest.raises(RunningProgramFault, match=SILENT),
    ):
        ask(paths, STATUS, JobChanges)


def test_a_program_that_hangs_is_waited_for_once(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "PATIENCE", 0.4)
    gone = threading.Event()

    def hang(_: RawPeer) -> None:
        gone.wait(5)

    with held_by_another_process(paths.lock), listener(paths.channel, hang):
        begun = time.perf_counter()
        with pytest.raises(RunningProgramFault):
            ask(paths, STATUS, Done)
        assert time.perf_counter() - begun < 3
        gone.set()


def test_a_program_that_is_starting_is_waited_for(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    replies: list[Reply | None] = [None, None, Done()]
    monkeypatch.setattr(client, "BETWEEN_TRIES", 0.01)
    monkeypatch.setattr(client, "try_ask", lambda *_: replies.pop(0))
    with held_by_another_process(paths.lock):
        assert ask(paths, STATUS, Done) == Done()
    assert replies == []


@pytest.mark.parametrize("kind", list(Kind))
def test_a_program_of_another_version_is_to_be_restarted(paths: Paths, kind: Kind) -> None:
    jobs = (WantedJob("a"),) if kind.value.endswith("-jobs") else ()
    old = b'{"ok": false, "error": "ccwatch 0.1.0 does not know what that asks for."}\n'
    for reply in (old, b'{"ok": true, "lines": ["ccwatch l\xc3\xa4uft"]}\n', b'{"version": 3}\n'):
        with (
            listener(paths.channel, answering(reply)),
            pytest.raises(OtherVersion, match="Another version") as caught,
        ):
            ask(paths, Request(kind, jobs), Done)
        assert "Restart ccwatch" in str(caught.value)
        Path(paths.channel).unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("reason", "words"),
    [(reason, "Restart ccwatch") for reason in Reason if reason is not Reason.FAILED]
    + [(Reason.FAILED, "could not do that")],
)
def test_each_refusal_has_advice(paths: Paths, reason: Reason, words: str) -> None:
    with (
        listener(paths.channel, answering(encode_reply(Refused(reason)))),
        pytest.raises(RunningProgramFault) as caught,
    ):
        ask(paths, STATUS, Done)
    assert words in str(caught.value)
    assert (str(paths.log) in str(caught.value)) is (reason is Reason.FAILED)
