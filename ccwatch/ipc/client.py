"""Whether a program uses a home, and requests to it from another process.

The program that holds the lock listens on the home's channel: a local socket, on Windows a named
pipe. `messages` defines the protocol; it is imported only when there is a program to connect to,
because the tray icon waits for this module.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ccwatch.core.errors import OtherVersion, RunningProgramFault, StorageFault
from ccwatch.disk.paths import Paths
from ccwatch.system.lock import Lock

if TYPE_CHECKING:
    from ccwatch.ipc.messages import Refused, Reply, Request

LONGEST_MESSAGE = 1 << 20
# In seconds. A starting program has the lock before it listens, a command while it writes.
PATIENCE, BETWEEN_TRIES = 3.0, 0.3
# How long a program that restarts itself may take to end, and how often that is looked at.
TAKE_OVER_PATIENCE, BETWEEN_LOOKS = 20.0, 0.02
# Its presence says that this process is to take the place of the program that started it.
TAKE_OVER_VARIABLE = "CCWATCH_TAKE_OVER"
Expected = TypeVar("Expected", bound="Reply")


def ask(paths: Paths, request: "Request", expected: type[Expected]) -> Expected | None:
    """Return the running program's reply, or None if none is running.

    Raises RunningProgramFault for a program that does not answer or fails, OtherVersion for one
    that must be restarted first.
    """
    from ccwatch.ipc.messages import Refused

    until = time.perf_counter() + PATIENCE
    while True:
        reply = hand_over(paths, request, max(until - time.perf_counter(), BETWEEN_TRIES))
        if isinstance(reply, Refused):
            raise refusal(reply, paths)
        if isinstance(reply, expected):
            return reply
        if not is_running(paths):
            return None
        if time.perf_counter() >= until:
            raise RunningProgramFault
        time.sleep(BETWEEN_TRIES)


def hand_over(paths: Paths, request: "Request", timeout: float = PATIENCE) -> "Reply | None":
    """Return the running program's reply, or None if there is no readable one.

    `timeout` is in seconds, for the whole exchange.
    """
    from ccwatch.ipc.messages import decode_reply, encode_request

    try:
        return decode_reply(_exchange(paths.channel, encode_request(request), timeout))
    except (OSError, ValueError):
        return None


def start_handed_over(paths: Paths, offered: Sequence[str], *, hidden: bool) -> bool:
    """Return whether a running program handled this start's request; raises OtherVersion.

    `offered` are the IDs of jobs that a link named. A `hidden` start requests nothing.
    """
    if not _may_listen(paths.channel):
        return False
    from ccwatch.ipc.messages import Kind, Refused, Request, WantedJob

    if offered:
        request = Request(Kind.OFFER, tuple(map(WantedJob, offered)))
    else:
        request = Request(Kind.STATUS if hidden else Kind.RAISE)
    reply = hand_over(paths, request)
    if isinstance(reply, Refused):
        raise refusal(reply, paths)
    return reply is not None


def take_home(lock: Lock, hand_over: Callable[[], bool]) -> bool:
    """Return whether this start has the lock now; False: its holder handled the request.

    Raises RunningProgramFault if the holder does not answer. Waits for one that is starting, and
    for a command that holds the lock briefly.
    """
    until = time.perf_counter() + PATIENCE
    while not lock.acquire():
        if hand_over():
            return False
        if time.perf_counter() >= until:
            raise RunningProgramFault
        time.sleep(BETWEEN_TRIES)
    return True


def take_over(paths: Paths, lock: Lock) -> bool:
    """Have the program that runs quit, and take its lock as soon as it is free.

    Returns False where it ended before it was asked: the user wanted it to end, and nothing to take
    its place. Raises RunningProgramFault for one that does not end.
    """
    from ccwatch.ipc.messages import Done, Kind, Request

    until = time.perf_counter() + TAKE_OVER_PATIENCE
    asked = False
    while not lock.acquire():
        if time.perf_counter() >= until:
            raise RunningProgramFault
        asked = asked or isinstance(hand_over(paths, Request(Kind.QUIT)), Done)
        time.sleep(BETWEEN_LOOKS)
    if not asked:
        lock.release()
    return asked


def is_running(paths: Paths) -> bool:
    """Return whether a process uses this home, by its lock, without side effects."""
    if not paths.lock.exists():
        return False
    lock = Lock(paths.lock)
    try:
        free = lock.acquire()
    except StorageFault:
        return False
    lock.release()
    return not free


def refusal(refused: "Refused", paths: Paths) -> RunningProgramFault:
    """Return the error for a refusal."""
    from ccwatch.ipc.messages import Reason

    if refused.reason is Reason.FAILED:
        return RunningProgramFault(
            "The running program could not do that.", advice=f"{paths.log} says why."
        )
    return OtherVersion()


if sys.platform == "win32":
    from ccwatch.ipc.windows_pipe import exchange as _exchange

    def _may_listen(channel: str) -> bool:
        return True  # the only test of a pipe is to connect to it

else:

    def _may_listen(channel: str) -> bool:
        return os.path.lexists(channel)

    def _exchange(channel: str, line: bytes, timeout: float) -> bytes:
        if Path(channel).stat().st_uid != os.getuid():
            raise PermissionError("the channel is another user's")
        import socket  # if nothing is listening, the tray icon need not wait for it

        with socket.socket(socket.AF_UNIX) as link:
            until = time.perf_counter() + timeout
            link.settimeout(timeout)
            link.connect(channel)
            link.sendall(line)
            answer = b""
            while not answer.endswith(b"\n") and len(answer) < LONGEST_MESSAGE:
                if (left := until - time.perf_counter()) <= 0:
                    raise TimeoutError
                link.settimeout(left)
                if not (part := link.recv(65536)):
                    break
                answer += part
            return answer
