"""Which process has a home, and how another one speaks to it.

The one that holds the lock listens on the home's channel: a local socket, on Windows a named
pipe. A message is one JSON object on a line in UTF-8, and so is its answer; one of each goes
over a connection.

    {"do": "raise"}                       bring the window to the front
    {"do": "add", "jobs": [text, …]}      watch jobs: ids, or links that hold one
    {"do": "offer", "jobs": [id, …]}      ask the user whether to watch them: a link named them
    {"do": "remove", "jobs": [id, …]}     stop watching
    {"do": "status"}                      what the program is doing
    {"do": "sign-in"}, {"do": "sign-out"} begin a sign-in by browser; forget the sign-in
    {"do": "settings"}                    take up what is in the settings file now
    {"do": "quit"}                        end in good order, a moment after the answer
    {"ok": true, "lines": [text, …]}      the answer, a line for a person each
    {"ok": false, "error": text}          the answer to what was not understood
"""

import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ccwatch.core.plain_text import plain_line
from ccwatch.disk.paths import Paths

LONGEST_MESSAGE = 1 << 20


def start_message(offered: Sequence[str], *, hidden: bool) -> dict[str, object]:
    """Return what to tell a program that runs: one that starts hidden wants nothing of it."""
    if offered:
        return {"do": "offer", "jobs": [*offered]}
    return {"do": "status" if hidden else "raise"}


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


def relayed_lines(answer: Mapping[str, Any]) -> list[str]:
    """Return the lines of an answer, each a plain one: who answered may be anybody."""
    lines = answer.get("lines")
    return [plain_line(str(line)) for line in lines] if isinstance(lines, list) else []


if sys.platform == "win32":
    from ccwatch.ipc.windows_pipe import exchange as _exchange

else:

    def _exchange(channel: str, line: bytes, timeout: float) -> bytes:
        if Path(channel).stat().st_uid != os.getuid():
            raise PermissionError("the channel is another user's")
        import socket  # where nothing listens the icon need not wait for it

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
