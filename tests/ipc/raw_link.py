"""A bare connection to the channel that can send anything: a socket, or a named pipe."""

import sys
from types import TracebackType

if sys.platform == "win32":

    class RawLink:
        """The connecting end of a named pipe; after a disconnect, reads are empty."""

        def __init__(self, channel: str) -> None:
            self._pipe = open(rf"\\.\pipe\{channel}", "r+b", buffering=0)  # noqa: PTH123, SIM115

        def __enter__(self) -> "RawLink":
            return self

        def __exit__(
            self,
            kind: type[BaseException] | None,
            error: BaseException | None,
            trace: TracebackType | None,
        ) -> None:
            self._pipe.close()

        def send(self, content: bytes) -> None:
            """Send all of it; raises OSError if the other end disconnects."""
            while content:
                content = content[self._pipe.write(content[:65536]) :]

        def receive(self) -> bytes:
            """Return what was received, b"" at the end."""
            try:
                return self._pipe.read(65536)
            except OSError:
                return b""

else:
    import socket

    class RawLink:
        """The connecting end of a local socket."""

        def __init__(self, channel: str) -> None:
            self._socket = socket.socket(socket.AF_UNIX)
            self._socket.settimeout(3)
            self._socket.connect(channel)

        def __enter__(self) -> "RawLink":
            return self

        def __exit__(
            self,
            kind: type[BaseException] | None,
            error: BaseException | None,
            trace: TracebackType | None,
        ) -> None:
            self._socket.close()

        def send(self, content: bytes) -> None:
            """Send all of it; raises OSError if the other end disconnects."""
            self._socket.sendall(content)

        def receive(self) -> bytes:
            """Return what was received, b"" at the end."""
            try:
                return self._socket.recv(65536)
            except ConnectionError:
                return b""
