"""Requests to the program that runs with a home, from another process.

The program that holds the lock listens on the home's channel: a local socket, on Windows a named
pipe. `messages` defines the protocol; it is imported only when there is a program to connect to,
because the tray icon waits for this module.
"""

import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ccwatch.core.errors import OtherVersion, RunningProgramFault, StorageFault
from ccwatch.disk.paths import Paths
from ccwatch.system.file_lock import Lock

if TYPE_CHECKING:
    from ccwatch.ipc.messages import Refused, Reply, Request

LONGEST_MESSAGE = 1 << 20
# In seconds. A starting program has the lock before it listens, a command while it writes.
PATIENCE, BETWEEN_TRIES = 3.0, 0.3
Expected = TypeVar("Expected", bound="Reply")


def ask(paths: Paths, request: "Request", expected: type[Expected]) -> Expected | None:
    """Return the running program's reply, or None if none is running.

    Raises RunningProgramFault for a program that does not answer or fails, OtherVersion for one
    that must be restarted first.
    """
    from ccwatch.ipc.messages import Refused

    until = time.perf_counter() + PATIENCE
    while True:
        reply = try_ask(paths, request, max(until - time.perf_counter(), BETWEEN_TRIES))
        if isinstance(reply, Refused):
            raise refusal(reply, paths)
        if isinstance(reply, expected):
            return reply
        if not is_running(paths):
            return None
        if time.perf_counter() >= until:
            raise RunningProgramFault
        time.sleep(BETWEEN_TRIES)


def try_ask(paths: Paths, request: "Request", timeout: float = PATIENCE) -> "Reply | None":
    """Return the running program's reply, or None if there is no readable one.

    `timeout` is in seconds, for the whole exchange. The token that the desktop gave this process
    goes with the request: the window that comes forward is that program's.
    """
    from ccwatch.ipc.messages import decode_reply, encode_request
    from ccwatch.system.activation import token_of_start

    request = replace(request, token=token_of_start(os.environ))
    try:
        return decode_reply(_exchange(paths.channel, encode_request(request), timeout))
    except (OSError, ValueError):
        return None


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
    from ccwatch.ipc.windows_pipe import may_listen as may_listen

else:

    def may_listen(channel: str) -> bool:
        """Return whether a program may listen there."""
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
