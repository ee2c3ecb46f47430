import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from ccwatch.core.errors import StorageFault
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.ipc.client import LONGEST_MESSAGE, hand_over, relayed_lines, start_message
from ccwatch.system.files import Lock

TRY_LOCK = (
    "import sys; from pathlib import Path; from ccwatch.system.files import Lock; "
    "print(Lock(Path(sys.argv[1])).acquire())"
)
HOLD_LOCK = (
    "import sys; from pathlib import Path; from ccwatch.system.files import Lock; "
    "lock = Lock(Path(sys.argv[1])); print(lock.acquire(), flush=True); sys.stdin.read()"
)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = paths_for({"CCWATCH_HOME": str(tmp_path)})
    paths.prepare()
    return paths


def acquired_by_another_process(path: Path) -> str:
    command = [sys.executable, "-c", TRY_LOCK, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    return done.stdout.strip()


def test_what_a_link_names_is_offered_and_not_added() -> None:
    assert start_message(["a-1"], hidden=False) == {"do": "offer", "jobs": ["a-1"]}
    assert start_message(["a-1"], hidden=True) == {"do": "offer", "jobs": ["a-1"]}
    assert start_message([], hidden=False) == {"do": "raise"}
    assert start_message([], hidden=True) == {"do": "status"}


def test_one_process_has_the_lock_until_it_lets_go(paths: Paths) -> None:
    lock = Lock(paths.lock)
    assert lock.acquire()
    assert acquired_by_another_process(paths.lock) == "False"
    lock.release()
    lock.release()
    assert acquired_by_another_process(paths.lock) == "True"


def test_a_process_that_was_killed_holds_no_lock(paths: Paths) -> None:
    command = [sys.executable, "-c", HOLD_LOCK, str(paths.lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"True\n"
        lock = Lock(paths.lock)
        assert not lock.acquire()
        other.kill()
        other.wait(5)
        assert lock.acquire()
        lock.release()


def test_a_lock_that_cannot_be_made_is_a_storage_fault(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    with pytest.raises(StorageFault):
        Lock(tmp_path / "lock").acquire()


def test_where_there_is_no_folder_there_is_nothing_to_lock(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "missing" / "lock")
    assert lock.acquire()
    lock.release()


@pytest.mark.skipif(not getattr(os, "geteuid", int)(), reason="nothing is forbidden to root")
def test_a_lock_works_in_a_folder_that_cannot_be_written_to(paths: Paths) -> None:
    first, second = Lock(paths.lock), Lock(paths.lock)
    assert first.acquire()
    first.release()
    for place in (paths.lock, paths.lock.parent):
        place.chmod(0o500)
    try:
        assert first.acquire()
        assert not second.acquire()
        first.release()
        paths.lock.parent.chmod(0o700)
        paths.lock.unlink()
        paths.lock.parent.chmod(0o500)
        assert first.acquire()
    finally:
        paths.lock.parent.chmod(0o700)


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe of Windows has no owner to look at")
def test_a_channel_of_another_user_is_not_spoken_to(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[bytes] = []

    def serve(link: socket.socket) -> None:
        heard.append(link.recv(100))

    with listener(paths.channel, serve):
        monkeypatch.setattr(os, "getuid", lambda: 12345)
        assert hand_over(paths, {"do": "status"}, timeout=0.5) is None
        assert heard == []
        monkeypatch.undo()
        hand_over(paths, {"do": "status"}, timeout=0.5)
    assert len(heard) == 1


@contextmanager
def listener(channel: str, serve: Callable[[socket.socket], None]) -> Iterator[None]:
    """Listen on the channel and serve one connection."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(channel)
        server.listen()
        server.settimeout(5)

        def run() -> None:
            with suppress(OSError), server.accept()[0] as link:
                link.settimeout(5)
                serve(link)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield
        finally:
            thread.join(6)


def answer(reply: bytes) -> Callable[[socket.socket], None]:
    def serve(link: socket.socket) -> None:
        link.recv(65536)
        link.sendall(reply)

    return serve


def test_a_message_is_handed_over_and_answered(paths: Paths) -> None:
    heard = []

    def serve(link: socket.socket) -> None:
        heard.append(json.loads(link.makefile("rb").readline()))
        for part in (b'{"ok": true, ', b'"lines": ["Watching \xc3\xa9"]}\n'):
            link.sendall(part)

    message = {"do": "add", "jobs": ["a-1", "https://example.test/ü\n"]}
    with listener(paths.channel, serve):
        assert hand_over(paths, message) == {"ok": True, "lines": ["Watching é"]}
    assert heard == [message]


def test_nobody_listens(paths: Paths) -> None:
    assert hand_over(paths, {"do": "raise"}) is None


def test_a_socket_that_was_left_behind_is_nobody(paths: Paths) -> None:
    with listener(paths.channel, answer(b"{}\n")):
        hand_over(paths, {"do": "raise"})
    assert Path(paths.channel).exists()
    assert hand_over(paths, {"do": "raise"}) is None


@pytest.mark.parametrize("reply", [b"", b"hello\n", b"[1]\n", b'{"ok": tr', b"\xff\n"])
def test_an_answer_that_is_none_counts_as_nobody(paths: Paths, reply: bytes) -> None:
    with listener(paths.channel, answer(reply)):
        assert hand_over(paths, {"do": "raise"}) is None


def test_a_listener_that_says_nothing_is_not_waited_for(paths: Paths) -> None:
    gone = threading.Event()
    begun = time.perf_counter()

    def serve(_: socket.socket) -> None:
        gone.wait(5)

    with listener(paths.channel, serve):
        assert hand_over(paths, {"do": "raise"}, timeout=0.2) is None
        gone.set()
    assert time.perf_counter() - begun < 2


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
        assert hand_over(paths, {"do": "raise"}, timeout=0.2) is None
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("lines", [None, 5, "a\nb", {"a": 1}])
def test_an_answer_whose_lines_are_none_has_none(lines: object) -> None:
    assert relayed_lines({"ok": True, "lines": lines}) == []


def test_the_lines_of_an_answer_are_plain_ones() -> None:
    assert relayed_lines({"lines": ["a\n\x1b[2Jb\u202e", 5]}) == ["a [2Jb", "5"]


def test_an_answer_that_drips_is_not_waited_for(paths: Paths) -> None:
    gone = threading.Event()

    def serve(link: socket.socket) -> None:
        while not gone.wait(0.05):
            link.sendall(b" ")

    begun = time.perf_counter()
    with listener(paths.channel, serve):
        assert hand_over(paths, {"do": "raise"}, timeout=0.3) is None
        gone.set()
    assert time.perf_counter() - begun < 2


def test_an_endless_answer_ends_at_its_bound(paths: Paths) -> None:
    def serve(link: socket.socket) -> None:
        with suppress(OSError):
            for _ in range(64):
                link.sendall(b" " * (LONGEST_MESSAGE // 16))
                sent.append(1)

    sent: list[int] = []
    with listener(paths.channel, serve):
        assert hand_over(paths, {"do": "raise"}) is None
    assert len(sent) < 32
