"""Which process has a home, and how another one speaks to it.

The one that holds the lock listens on the home's channel: a local socket, on Windows a named
pipe. A message is one JSON object on a line in UTF-8, and so is its answer; one of each goes
over a connection.

    {"do": "raise"}                       bring the window to the front
    {"do": "add", "jobs": [text, …]}      watch jobs: ids, or links that hold one
    {"do": "remove", "jobs": [id, …]}     stop watching
    {"do": "status"}                      what the program is doing
    {"ok": true, "lines": [text, …]}      the answer, a line for a person each
    {"ok": false, "error": text}          the answer to what was not understood
"""

import json
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from ccwatch.core.errors import StorageFault
from ccwatch.disk.paths import Paths

LONGEST_MESSAGE = 1 << 20


class Lock:
    """Held by the one process that writes a home; the system lets go of it at its end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def acquire(self) -> bool:
        """Return whether this process has the lock now; raises StorageFault."""
        try:
            file = self._path.open("ab")
        except OSError as error:
            raise StorageFault(f"{self._path}: {error.strerror or error}.") from None
        try:
            _lock(file)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Let another process have it."""
        if self._file:
            self._file.close()
            self._file = None


def hand_over(
    paths: Paths, message: Mapping[str, Any], timeout: float = 3.0
) -> dict[str, Any] | None:
    """Return the running program's answer to the message, None when none listens.

    `timeout` is in seconds, for the whole of it.
    """
    line = json.dumps(dict(message)).encode() + b"\n"
    try:
        answer = json.loads(_exchange(paths.channel, line, timeout))
    except (OSError, ValueError):
        return None
    return answer if isinstance(answer, dict) else None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _exchange(channel: str, line: bytes, timeout: float) -> bytes:
        # A pipe opened as a file has no time-out; the listener answers at once or is gone.
        with Path(rf"\\.\pipe\{channel}").open("r+b", buffering=0) as pipe:
            pipe.write(line)
            answer = b""
            while not answer.endswith(b"\n") and len(answer) < LONGEST_MESSAGE:
                answer += pipe.read(65536)
            return answer

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _exchange(channel: str, line: bytes, timeout: float) -> bytes:
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
