"""The channel between starts of the program: what it answers, and what it survives."""

import json
import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from ccwatch.disk.paths import Paths
from ccwatch.ipc import server as single_instance
from ccwatch.ipc.client import LONGEST_MESSAGE, hand_over
from ccwatch.ipc.server import Channel

Result = TypeVar("Result")
Message = dict[str, Any]
unix = pytest.mark.skipif(sys.platform == "win32", reason="a pipe there, not a socket")


class Running:
    """A program that listens, and another start beside it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.paths = Paths(folder, folder, folder)
        self.heard: list[Message] = []
        self._qtbot = qtbot
        self._other = ThreadPoolExecutor(1)
        self.channel = Channel(self.paths.channel, self.answer)

    def answer(self, message: Message) -> Message:
        self.heard.append(message)
        return {"ok": True, "lines": [f"heard {message.get('do')}"]}

    def elsewhere(self, call: Callable[[], Result]) -> Result:
        """Return the result of a call made in another thread while this one runs its loop."""
        running = self._other.submit(call)
        self._qtbot.waitUntil(running.done)
        return running.result()

    def hand_over(self, message: Message) -> Message | None:
        return self.elsewhere(lambda: hand_over(self.paths, message))

    def send(self, content: bytes) -> bytes:
        """Send raw bytes; return what comes back until the other end hangs up or has answered."""

        def exchange() -> bytes:
            with socket.socket(socket.AF_UNIX) as link:
                link.settimeout(3)
                link.connect(self.paths.channel)
                received = b""
                try:
                    link.sendall(content)
                    while not received.endswith(b"\n") and (part := link.recv(65536)):
                        received += part
                except ConnectionError:
                    pass
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


def test_a_message_is_answered(running: Running) -> None:
    message = {"do": "add", "jobs": ["a–b", "https://x/ü"]}
    assert running.hand_over(message) == {"ok": True, "lines": ["heard add"]}
    assert running.heard == [message]


def test_each_start_gets_its_own_answer(running: Running) -> None:
    answers = [running.hand_over({"do": word}) for word in ("raise", "status", "remove")]
    assert [answer and answer["lines"] for answer in answers] == [
        ["heard raise"],
        ["heard status"],
        ["heard remove"],
    ]


def test_a_long_message_arrives_whole(running: Running) -> None:
    jobs = [f"{number:0100}" for number in range(5000)]
    assert running.hand_over({"do": "add", "jobs": jobs})
    assert running.heard == [{"do": "add", "jobs": jobs}]


def test_nobody_answers_after_the_end(running: Running) -> None:
    running.channel.close()
    assert not running.channel.listening()
    assert running.hand_over({"do": "raise"}) is None


@unix
def test_only_this_user_can_connect(running: Running) -> None:
    assert Path(running.paths.channel).stat().st_mode & 0o077 == 0


@unix
def test_a_socket_that_a_crash_left_is_replaced(qtbot: QtBot, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(Paths(tmp_path, tmp_path, tmp_path).channel)
    program = Running(qtbot, tmp_path)
    assert program.channel.listening()
    assert program.hand_over({"do": "raise"})
    program.close()


def test_a_folder_that_is_not_there_is_no_error(qtbot: QtBot, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("a pipe needs no folder")
    assert not Channel(str(tmp_path / "none" / "socket"), dict).listening()


@unix
@pytest.mark.parametrize(
    "line",
    [b"", b"raise", b"[]", b'"raise"', b"{", b"\xff\xfe", b"[" * 100_000, b"9" * 5000, b"null"],
)
def test_what_is_no_message_is_refused(running: Running, line: bytes) -> None:
    assert json.loads(running.send(line + b"\n"))["ok"] is False
    assert running.heard == []
    assert running.hand_over({"do": "raise"})


@unix
def test_a_message_in_pieces_is_put_together(running: Running) -> None:
    def exchange() -> bytes:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(3)
            link.connect(running.paths.channel)
            for byte in b'{"do": "raise"}\n':
                link.sendall(bytes([byte]))
            return link.recv(1000)

    assert json.loads(running.elsewhere(exchange))["ok"] is True
    assert running.heard == [{"do": "raise"}]


@unix
def test_one_connection_carries_one_message(running: Running) -> None:
    answers = running.send(b'{"do": "raise"}\n{"do": "status"}\n')
    assert answers.count(b"\n") == 1
    assert running.heard == [{"do": "raise"}]


@unix
def test_a_second_message_on_a_connection_is_not_heard(running: Running) -> None:
    def exchange() -> bytes:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(3)
            link.connect(running.paths.channel)
            link.sendall(b'{"do": "raise"}\n')
            first = link.recv(1000)
            link.sendall(b'{"do": "quit"}\n')
            link.settimeout(0.2)
            with suppress(TimeoutError):
                return first + link.recv(1000)
            return first

    assert running.elsewhere(exchange).count(b"\n") == 1
    assert running.heard == [{"do": "raise"}]


def test_a_name_that_another_program_uses_is_left_to_it(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "_is_taken", lambda _: True)
    assert not Channel(Paths(tmp_path, tmp_path, tmp_path).channel, dict).listening()


@unix
def test_an_endless_message_is_cut_off(running: Running) -> None:
    assert running.send(b" " * (3 * LONGEST_MESSAGE)) == b""
    assert running.heard == []
    assert running.hand_over({"do": "raise"})


@unix
def test_who_says_nothing_is_cut_off(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_instance, "PATIENCE_MS", 50)
    assert running.send(b'{"do": "ra') == b""
    assert running.heard == []


@unix
def test_who_says_nothing_keeps_nobody_waiting(running: Running) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        running.elsewhere(lambda: silent.connect(running.paths.channel))
        assert running.hand_over({"do": "raise"})


@unix
def test_who_hangs_up_early_does_no_harm(running: Running) -> None:
    def hang_up() -> None:
        with socket.socket(socket.AF_UNIX) as link:
            link.connect(running.paths.channel)
            link.sendall(b'{"do": "raise"}\n')

    running.elsewhere(hang_up)
    assert running.hand_over({"do": "status"})


@unix
def test_no_more_is_held_of_a_message_than_its_bound(qtbot: QtBot, running: Running) -> None:
    with socket.socket(socket.AF_UNIX) as link:
        link.connect(running.paths.channel)
        qtbot.waitUntil(lambda: bool(running.channel.findChildren(QLocalSocket)))
        (held,) = running.channel.findChildren(QLocalSocket)
        assert held.readBufferSize() == (1 << 20) + 1
