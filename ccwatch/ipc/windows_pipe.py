"""The connecting end of the channel on Windows: a named pipe, with an overall time-out."""

import sys

assert sys.platform == "win32"

import _winapi
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ccwatch.system.ownership import is_foreign_pipe

LONGEST_ANSWER = 1 << 20
_CHUNK = 1 << 16
_BUSY = 231
# The server may identify the client, but not impersonate it.
_IDENTIFICATION_ONLY = 0x00100000 | 0x00010000


def exchange(channel: str, line: bytes, timeout: float) -> bytes:
    """Return the answer to a line; raises OSError, PermissionError for another user's pipe.

    `timeout` is in seconds, for the whole exchange.
    """
    until = time.perf_counter() + timeout
    with _opened(rf"\\.\pipe\{channel}", until) as pipe:
        if is_foreign_pipe(pipe):
            raise PermissionError("the channel belongs to another user")
        while line:
            line = line[_finished(_winapi.WriteFile(pipe, line, overlapped=True), until)[0] :]
        answer = b""
        while not answer.endswith(b"\n") and len(answer) < LONGEST_ANSWER:
            count, read = _finished(_winapi.ReadFile(pipe, _CHUNK, overlapped=True), until)
            if not count:
                break
            answer += bytes(read.getbuffer() or b"")[:count]
        return answer


def may_listen(channel: str) -> bool:
    """Return whether a pipe of this name exists, without connecting to it."""
    try:
        _winapi.WaitNamedPipe(rf"\\.\pipe\{channel}", 1)
    except OSError as error:  # others: it accepts no connection now, or none of this user
        return not isinstance(error, FileNotFoundError)
    return True


def is_taken(channel: str) -> bool:
    """Return whether a pipe of this name exists already, possibly another user's."""
    mode = _winapi.PIPE_ACCESS_DUPLEX | _winapi.FILE_FLAG_FIRST_PIPE_INSTANCE
    try:
        pipe = _winapi.CreateNamedPipe(
            rf"\\.\pipe\{channel}", mode, _winapi.PIPE_WAIT, 1, 0, 0, 0, _winapi.NULL
        )
    except OSError:
        return True
    _winapi.CloseHandle(pipe)
    return False


@contextmanager
def _opened(name: str, until: float) -> Iterator[int]:
    access = _winapi.GENERIC_READ | _winapi.GENERIC_WRITE
    flags = _winapi.FILE_FLAG_OVERLAPPED | _IDENTIFICATION_ONLY
    while True:
        try:
            pipe = _winapi.CreateFile(
                name, access, 0, _winapi.NULL, _winapi.OPEN_EXISTING, flags, _winapi.NULL
            )
            break
        except OSError as error:
            if error.winerror != _BUSY:
                raise
        _winapi.WaitNamedPipe(name, _milliseconds(until))
    try:
        yield pipe
    finally:
        _winapi.CloseHandle(pipe)


def _finished(
    begun: tuple[_winapi.Overlapped, int], until: float
) -> tuple[int, _winapi.Overlapped]:
    """Return the number of bytes transferred, once complete; raises TimeoutError."""
    overlapped, error = begun
    if error == _winapi.ERROR_IO_PENDING:
        left = _milliseconds(until)
        if _winapi.WaitForMultipleObjects([overlapped.event], False, left) != _winapi.WAIT_OBJECT_0:
            overlapped.cancel()
            raise TimeoutError("the running program does not answer")
    count, _ = overlapped.GetOverlappedResult(True)
    return count, overlapped


def _milliseconds(until: float) -> int:
    """Return the remaining time, at least 1: 0 would select the server's default time-out."""
    return max(int((until - time.perf_counter()) * 1000), 1)
