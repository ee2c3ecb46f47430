"""A pointer for a Wayland compositor without devices, as a connection that is kept open.

Of the wire protocol (https://wayland.freedesktop.org/docs/html/ch04.html), only what creates a
device by zwlr_virtual_pointer_manager_v1.
"""

import socket
import struct

_MANAGER = b"zwlr_virtual_pointer_manager_v1\0"
_DISPLAY, _REGISTRY, _BOUND, _POINTER = 1, 2, 3, 4


def add_pointer(address: str) -> socket.socket:
    """Create a pointer at the compositor's socket; it vanishes with the returned connection."""
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(10)
    connection.connect(address)
    connection.sendall(_message(_DISPLAY, 1, struct.pack("=I", _REGISTRY)))
    name = _name(connection)
    text = struct.pack("=I", len(_MANAGER)) + _MANAGER.ljust(
        -len(_MANAGER) % 4 + len(_MANAGER), b"\0"
    )
    bound = struct.pack("=I", name) + text + struct.pack("=II", 1, _BOUND)
    connection.sendall(_message(_REGISTRY, 0, bound))
    connection.sendall(_message(_BOUND, 0, struct.pack("=II", 0, _POINTER)))
    return connection


def _name(connection: socket.socket) -> int:
    """Return the number that the compositor has announced for the manager."""
    while True:
        _, size = struct.unpack("=II", _exactly(connection, 8))
        content = _exactly(connection, (size >> 16) - 8)
        if _MANAGER in content:
            return int(struct.unpack("=I", content[:4])[0])


def _exactly(connection: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        if not (more := connection.recv(size - len(found))):
            raise ConnectionError("the compositor ended")
        found += more
    return found


def _message(of: int, request: int, content: bytes) -> bytes:
    return struct.pack("=II", of, (len(content) + 8) << 16 | request) + content
