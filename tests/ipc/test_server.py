"""The channel between starts of the program: its answers, and its robustness."""

import json
import logging
import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from ccwatch.disk.paths import Paths
from ccwatch.ipc import server as single_instance
from ccwatch.ipc.client import LONGEST_MESSAGE, try_ask
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
)
from ccwatch.ipc.server import Channel
from tests.ipc.raw_link import RawLink

Result = TypeVar("Result")
RAISE, STATUS = Request(Kind.RAISE), Request(Kind.STATUS)
RAISE_LINE = b'{"version": 2, "do": "raise"}\n'
unix = pytest.mark.skipif(sys.platform == "win32", reason="a pipe is no file")


class Running:
    """A listening program and another start."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.paths = Paths(folder, folder, folder)
        self.heard: list[Request] = []
        self._qtbot = qtbot
        self._other = ThreadPoolExecutor(1)
        self.channel = Channel(self.paths.channel, self.answer)

    def answer(self, request: Request) -> Reply:
        self.heard.append(request)
        return JobChanges((JobChange("a", f"heard {request.do.value}", JobResult.WATCHING),))

    def elsewhere(self, call: Callable[[], Result]) -> Result:
        """Return the result of a call made in another thread while this one runs its loop."""
        running = self._other.submit(call)
        self._qtbot.waitUntil(running.done)
        return running.result()

    def hand_over(self, request: Request) -> Reply | None:
        return self.elsewhere(lambda: try_ask(self.paths, request))

    def send(self, content: bytes) -> bytes:
        """Send raw bytes; return the answer, up to a disconnect or the end of a line."""

        def exchange() -> bytes:
            with RawLink(self.paths.channel) as link:
                received = b""
                with suppress(OSError):  # a refused request is not read to its end
                    link.send(content)
                with suppress(OSError):
                    while not received.endswith(b"\n") and (part := link.receive()):
                        received += part
                return received

        return self.elsewhere(exchange)

    def close(self) -> None:
        self.channel.close()
        self._other.shutdown()


@pytest.fixture
def running(qtbot: QtBot, tmp_path: Path) -> Iterator[Running]:
    program = Running(qtbot, tmp_path)
    yield program
    program.close()


def heard(reply: Reply | None) -> str:
    assert isinstance(reply, JobChanges)
    return reply.jobs[0].name


def test_a_request_is_answered(running: Running) -> None:
    request = Request(Kind.ADD, (WantedJob("a-b"), WantedJob("c")))
    assert heard(running.hand_over(request)) == "heard add-jobs"
    assert running.heard == [request]


def test_each_start_gets_its_own_answer(running: Running) -> None:
    kinds = (Kind.RAISE, Kind.STATUS, Kind.QUIT)
    replies = [heard(running.hand_over(Request(kind))) for kind in kinds]
    assert replies == ["heard raise", "heard report-status", "heard quit"]


def test_the_longest_request_arrives_whole(running: Running) -> None:
    request = Request(Kind.ADD, tuple(WantedJob(f"{number:0128}") for number in range(500)))
    assert running.hand_over(request)
    assert running.heard == [request]


def test_nobody_answers_after_the_end(running: Running) -> None:
    running.channel.close()
    assert not running.channel._server.isListening()
    assert running.hand_over(RAISE) is None


@unix
def test_only_this_user_can_connect(running: Running) -> None:
    assert Path(running.paths.channel).stat().st_mode & 0o077 == 0


@unix
def test_a_socket_that_a_crash_left_is_replaced(qtbot: QtBot, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(Paths(tmp_path, tmp_path, tmp_path).channel)
    program = Running(qtbot, tmp_path)
    assert program.channel._server.isListening()
    assert program.hand_over(RAISE)
    program.close()


def never(_: Request) -> Reply:
    raise AssertionError


def blocked(tmp_path: Path, why: str) -> str:
    """Return an address at which listening is impossible."""
    if why == "a folder in its place":
        (tmp_path / "socket" / "inner").mkdir(parents=True)
        return str(tmp_path / "socket")
    if why == "too long":
        return str(tmp_path / ("x" * 200))
    return str(tmp_path / "none" / "socket")


@unix
@pytest.mark.parametrize("why", ["a folder in its place", "too long", "no folder"])
def test_a_channel_that_cannot_be_opened_says_so_with_advice(
    qtbot: QtBot, tmp_path: Path, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    address = blocked(tmp_path, why)
    with caplog.at_level(logging.WARNING):
        channel = Channel(address, never)
    assert not channel._server.isListening()
    assert channel.fault is not None
    said = str(channel.fault)
    assert said.startswith("Commands and links cannot reach this program: ")
    assert address[-20:] in said
    assert "set a shorter CCWATCH_HOME" in said
    assert len(said) <= 300, "it is shown as one line of so many characters"
    assert address in caplog.text


def test_a_channel_that_listens_has_no_fault(running: Running) -> None:
    assert running.channel._server.isListening()
    assert running.channel.fault is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "unreadable"), (b"raise", "unreadable"), (b"[]", "unreadable"),
        (b"{", "unreadable"), (b"\xff\xfe", "unreadable"), (b"[" * 100_000, "unreadable"),
        (b"9" * 5000, "unreadable"), (b"null", "unreadable"), (b"{}", "other-version"),
        (b'{"do": "status"}', "other-version"), (b'{"version": 2}', "unknown"),
        (b'{"version": 2, "do": "dance"}', "unknown"),
        (b'{"version": 2, "do": "raise", "x": 1}', "unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused(running: Running, line: bytes, reason: str) -> None:
    reply = json.loads(running.send(line + b"\n"))
    assert (reply["reply"], reply["reason"]) == ("refused", reason)
    assert running.heard == []
    assert running.hand_over(RAISE)


def test_what_breaks_while_it_is_done_is_logged_and_refused(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Request) -> Reply:
        raise RuntimeError("out of cheese")

    running.channel._answer = broken
    assert running.hand_over(STATUS) == Refused(Reason.FAILED)
    assert "out of cheese" in caplog.text
    running.channel._answer = lambda _: Done()
    assert running.hand_over(STATUS) == Done()


def test_a_message_in_pieces_is_put_together(running: Running) -> None:
    def exchange() -> bytes:
        with RawLink(running.paths.channel) as link:
            for byte in RAISE_LINE:
                link.send(bytes([byte]))
            return link.receive()

    assert json.loads(running.elsewhere(exchange))["reply"] == "jobs"
    assert running.heard == [RAISE]


def test_one_connection_carries_one_message(running: Running) -> None:
    answers = running.send(RAISE_LINE * 2)
    assert answers.count(b"\n") == 1
    assert running.heard == [RAISE]


@unix
def test_a_second_message_on_a_connection_is_not_heard(running: Running) -> None:
    def exchange() -> bytes:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(3)
            link.connect(running.paths.channel)
            link.sendall(RAISE_LINE)
            first = link.recv(1000)
            link.sendall(b'{"version": 2, "do": "quit"}\n')
            link.settimeout(0.2)
            with suppress(TimeoutError):
                return first + link.recv(1000)
            return first

    assert running.elsewhere(exchange).count(b"\n") == 1
    assert running.heard == [RAISE]


def test_a_name_that_another_program_uses_is_left_to_it(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "_is_taken", lambda _: True)
    assert not Channel(Paths(tmp_path, tmp_path, tmp_path).channel, never)._server.isListening()


def test_an_endless_message_is_refused_and_cut_off(running: Running) -> None:
    reply = json.loads(running.send(b" " * (3 * LONGEST_MESSAGE)))
    assert (reply["reply"], reply["reason"]) == ("refused", "too-long")
    assert running.heard == []
    assert running.hand_over(RAISE)


def test_who_says_nothing_is_cut_off(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_instance, "PATIENCE_MS", 50)
    assert running.send(b'{"do": "ra') == b""
    assert running.heard == []


def test_who_says_nothing_keeps_nobody_waiting(running: Running) -> None:
    with running.elsewhere(lambda: RawLink(running.paths.channel)):
        assert running.hand_over(RAISE)


def test_who_hangs_up_early_does_no_harm(running: Running) -> None:
    def hang_up() -> None:
        with RawLink(running.paths.channel) as link:
            link.send(RAISE_LINE)

    running.elsewhere(hang_up)
    assert running.hand_over(STATUS)


def test_no_more_is_held_of_a_message_than_its_bound(qtbot: QtBot, running: Running) -> None:
    with running.elsewhere(lambda: RawLink(running.paths.channel)):
        qtbot.waitUntil(lambda: bool(running.channel.findChildren(QLocalSocket)))
        (held,) = running.channel.findChildren(QLocalSocket)
        assert held.readBufferSize() == (1 << 20) + 1
