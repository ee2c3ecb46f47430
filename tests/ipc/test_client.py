import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from ccwatch.core.errors import OtherVersion, RunningProgramFault, StorageFault
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.ipc import client
from ccwatch.ipc.client import (
    LONGEST_MESSAGE,
    ask,
    hand_over,
    is_running,
    start_handed_over,
    take_home,
)
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
from ccwatch.system.lock import Lock
from tests.ipc.raw_server import RawPeer, RawServer, answering, listener

RAISE, STATUS = Request(Kind.RAISE), Request(Kind.STATUS)
TRY_LOCK = (
    "import sys; from pathlib import Path; from ccwatch.system.lock import Lock; "
    "print(Lock(Path(sys.argv[1])).acquire())"
)
HOLD_LOCK = (
    "import sys; from pathlib import Path; from ccwatch.system.lock import Lock; "
    "lock = Lock(Path(sys.argv[1])); print(lock.acquire(), flush=True); sys.stdin.read()"
)

socket_file = pytest.mark.skipif(sys.platform == "win32", reason="a pipe is no file")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = paths_for({"CCWATCH_HOME": str(tmp_path)})
    paths.prepare()
    return paths


def acquired_by_another_process(path: Path) -> str:
    command = [sys.executable, "-c", TRY_LOCK, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    return done.stdout.strip()


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
        assert other.stdout.readline().strip() == b"True"
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


@pytest.mark.usefixtures("file_modes_hold")
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


@socket_file
def test_a_channel_of_another_user_is_not_spoken_to(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[bytes] = []

    def serve(peer: RawPeer) -> None:
        heard.append(peer.receive())

    with listener(paths.channel, serve):
        monkeypatch.setattr(os, "getuid", lambda: 12345)
        assert hand_over(paths, STATUS, timeout=0.5) is None
        assert heard == []
        monkeypatch.undo()
        hand_over(paths, STATUS, timeout=0.5)
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
        reply = hand_over(paths, Request(Kind.ADD, (WantedJob("a-1"),)))
    assert reply == JobChanges((JobChange("a-1", "é", JobResult.WATCHING),))
    assert heard == [{"version": 2, "do": "add-jobs", "jobs": [{"id": "a-1", "service": None}]}]


def test_nobody_listens(paths: Paths) -> None:
    assert hand_over(paths, RAISE) is None


@socket_file
def test_a_socket_that_was_left_behind_is_nobody(paths: Paths) -> None:
    RawServer(paths.channel).close()
    assert Path(paths.channel).exists()
    assert hand_over(paths, RAISE) is None


@pytest.mark.parametrize("reply", [b"", b"hello\n", b"[1]\n", b'{"version": tr', b"\xff\n"])
def test_an_answer_that_is_none_counts_as_nobody(paths: Paths, reply: bytes) -> None:
    with listener(paths.channel, answering(reply)):
        assert hand_over(paths, RAISE) is None


def test_a_listener_that_says_nothing_is_not_waited_for(paths: Paths) -> None:
    gone = threading.Event()
    begun = time.perf_counter()

    def serve(_: RawPeer) -> None:
        gone.wait(5)

    with listener(paths.channel, serve):
        assert hand_over(paths, RAISE, timeout=0.2) is None
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
        assert hand_over(paths, RAISE, timeout=0.2) is None
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
        assert hand_over(paths, RAISE, timeout=0.3) is None
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
        assert hand_over(paths, RAISE) is None
    assert 16 <= len(sent) < 32


@contextmanager
def home_held_by_another_process(paths: Paths) -> Iterator[None]:
    command = [sys.executable, "-c", HOLD_LOCK, str(paths.lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"True"
        yield
        other.kill()


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PATIENCE", 0.2)
    monkeypatch.setattr(client, "BETWEEN_TRIES", 0.02)


def test_a_home_that_nobody_has_is_none_where_nothing_runs(paths: Paths) -> None:
    assert ask(paths, STATUS, Done) is None
    assert not is_running(paths)
    assert not paths.lock.exists(), "who looks changes nothing"


SILENT = "is running, but does not answer"


@pytest.mark.usefixtures("brief")
def test_a_program_that_has_the_home_and_does_not_listen_is_running(paths: Paths) -> None:
    with home_held_by_another_process(paths):
        assert is_running(paths)
        with pytest.raises(RunningProgramFault, match=SILENT):
            ask(paths, STATUS, JobChanges)


@pytest.mark.usefixtures("brief")
@pytest.mark.parametrize("reply", [b"", b"hello\n", encode_reply(Done())])
def test_a_program_whose_answer_does_not_fit_is_running(paths: Paths, reply: bytes) -> None:
    with (
        home_held_by_another_process(paths),
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

    with home_held_by_another_process(paths), listener(paths.channel, hang):
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
    monkeypatch.setattr(client, "hand_over", lambda *_: replies.pop(0))
    with home_held_by_another_process(paths):
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
        assert start_handed_over(paths, offered, hidden=hidden)
    assert heard == [{"version": 2, **asked}]
    assert not start_handed_over(paths, offered, hidden=hidden)


def test_a_start_takes_a_home_that_nobody_has(paths: Paths) -> None:
    lock = Lock(paths.lock)
    assert take_home(lock, pytest.fail)
    assert acquired_by_another_process(paths.lock) == "False"
    lock.release()


@pytest.mark.usefixtures("brief")
def test_a_start_hands_over_to_one_that_was_just_starting(paths: Paths) -> None:
    answers = [False, False, True]
    with home_held_by_another_process(paths):
        assert not take_home(Lock(paths.lock), lambda: answers.pop(0))
        with pytest.raises(RunningProgramFault):
            take_home(Lock(paths.lock), lambda: False)


@pytest.mark.usefixtures("brief")
def test_a_command_that_looks_keeps_no_program_from_starting(paths: Paths) -> None:
    looking = Lock(paths.lock)
    assert looking.acquire()

    def hand_over() -> bool:
        looking.release()
        return False

    lock = Lock(paths.lock)
    assert take_home(lock, hand_over)
    lock.release()
