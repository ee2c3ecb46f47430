"""A bare listener on the channel that a test controls: a socket, or a named pipe."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.ipc.raw_link import RawLink

if sys.platform == "win32":
    import _winapi
    import ctypes
    from ctypes.wintypes import BOOL, DWORD

    from ccwatch.system.ownership.windows import user_sid

    _CONNECTED_EARLY = (232, 535)  # the client connected before the wait began, or has left since

    class _SecurityAttributes(ctypes.Structure):
        _fields_ = (("size", DWORD), ("descriptor", ctypes.c_void_p), ("inherited", BOOL))

    class RawPeer:
        """The listening end of one connection."""

        def __init__(self, pipe: int) -> None:
            self._pipe = pipe

        def receive(self) -> bytes:
            """Return what was received, b"" at the end."""
            try:
                return bytes(_winapi.ReadFile(self._pipe, 65536)[0])
            except OSError:
                return b""

        def send(self, content: bytes) -> None:
            """Send all of it; raises OSError if the other end disconnects."""
            while content:
                content = content[_winapi.WriteFile(self._pipe, content)[0] :]

        def close(self) -> None:
            """Disconnect; data already sent can still be read."""
            _winapi.CloseHandle(self._pipe)

    class RawServer:
        """A named pipe of this user."""

        def __init__(self, channel: str) -> None:
            self._name = rf"\\.\pipe\{channel}"
            self._security = _this_user()
            self._next = self._instance()

        def accept(self) -> RawPeer:
            """Wait for a connection, and prepare for another one."""
            try:
                _winapi.ConnectNamedPipe(self._next)
            except OSError as error:
                if error.winerror not in _CONNECTED_EARLY:
                    raise
            connected, self._next = self._next, self._instance()
            return RawPeer(connected)

        def close(self) -> None:
            """Stop listening."""
            _winapi.CloseHandle(self._next)

        def _instance(self) -> int:
            return _winapi.CreateNamedPipe(
                self._name,
                _winapi.PIPE_ACCESS_DUPLEX,
                _winapi.PIPE_WAIT,
                _winapi.PIPE_UNLIMITED_INSTANCES,
                0,
                0,
                0,
                ctypes.addressof(self._security),
            )

    def _this_user() -> _SecurityAttributes:
        descriptor = ctypes.c_void_p()
        text = f"O:{user_sid()}D:(A;;GA;;;{user_sid()})"
        convert = ctypes.windll.advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW
        assert convert(ctypes.c_wchar_p(text), 1, ctypes.byref(descriptor), None)
        return _SecurityAttributes(ctypes.sizeof(_SecurityAttributes), descriptor, False)

else:
    import socket

    class RawPeer:
        """The listening end of one connection."""

        def __init__(self, link: socket.socket) -> None:
            self._link = link
            self._link.settimeout(5)

        def receive(self) -> bytes:
            """Return what was received, b"" at the end."""
            return self._link.recv(65536)

        def send(self, content: bytes) -> None:
            """Send all of it; raises OSError if the other end disconnects."""
            self._link.sendall(content)

        def close(self) -> None:
            """Disconnect; data already sent can still be read."""
            self._link.close()

    class RawServer:
        """A local socket."""

        def __init__(self, channel: str) -> None:
            self._socket = socket.socket(socket.AF_UNIX)
            self._socket.bind(channel)
            self._socket.listen()

        def accept(self) -> RawPeer:
            """Wait for a connection."""
            return RawPeer(self._socket.accept()[0])

        def close(self) -> None:
            """Stop listening; the file stays."""
            self._socket.close()


Serve = Callable[[RawPeer], None]


@contextmanager
def listener(channel: str, serve: Serve) -> Iterator[None]:
    """Listen like this user's program; serve connections in turn until the block ends."""
    server, ended = RawServer(channel), threading.Event()

    def run() -> None:
        while not ended.is_set():
            peer = server.accept()
            with suppress(OSError):
                if not ended.is_set():
                    serve(peer)
            peer.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        with suppress(OSError), RawLink(channel):
            pass  # it is waiting for a connection
        thread.join(6)
        server.close()


def answering(*parts: bytes) -> Serve:
    """Return a handler that reads a request and sends this answer, in pieces."""

    def serve(peer: RawPeer) -> None:
        peer.receive()
        for part in parts:
            peer.send(part)

    return serve
