"""The HTTP server of the stand-in: reads requests and sends the replies."""

import os
import socket
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Event, Lock, Thread
from typing import Any

from ccwatch.core.plain_text import plain_line

from .reply import Reply, error

HOST = "127.0.0.1"
LARGEST_BODY = 1 << 20

Wait = Callable[[float], bool]
# method, target, headers, body, a wait that returns True when stopping; None: disconnect
Respond = Callable[[str, str, Any, bytes, Wait], Reply | None]


class Server(ThreadingHTTPServer):
    """Listens on the loopback address, and closes all its connections when it stops."""

    daemon_threads = True
    request_queue_size = 64
    allow_reuse_address = os.name == "posix"  # on Windows it would let two programs share a port

    def __init__(self, port: int, answer: Respond) -> None:
        super().__init__((HOST, port), Handler)
        self.answer = answer
        self.stopping = Event()
        self._connections: set[socket.socket] = set()
        self._lock = Lock()
        self._thread = Thread(target=self.serve_forever, args=(0.02,), name="stand-in", daemon=True)

    def serve(self) -> None:
        """Serve on a background thread."""
        self._thread.start()

    def stop(self) -> None:
        """Close all connections and stop listening, within a second."""
        self.stopping.set()
        self.shutdown()
        self._thread.join(0.5)
        self.server_close()
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            _hang_up(connection)

    def server_bind(self) -> None:
        """Bind without looking up this machine's name, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.socket.getsockname()[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Record a connection, and serve it on its own thread."""
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a client that disconnects."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _sendable(value: object) -> str:
    """Return a valid header value: one line, in the characters of HTTP/1.1."""
    return plain_line(str(value)).encode("latin-1", "replace").decode("latin-1")


class Handler(BaseHTTPRequestHandler):
    """Reads the requests of a connection one by one and writes the replies."""

    protocol_version = "HTTP/1.1"
    server_version = "StandIn"
    sys_version = ""
    wbufsize = 1 << 16
    server: Server

    def do_GET(self) -> None:
        """Answer a request, whatever its method."""
        if (body := self._body()) is None:
            self.close_connection = True
            self._send(error(413, "RequestTooLarge", "The request's length is not acceptable."))
            return
        wait = self.server.stopping.wait
        reply = self.server.answer(self.command, self.path, self.headers, body, wait)
        if reply is None:
            self.close_connection = True
        else:
            self._send(reply)

    do_POST = do_PATCH = do_DELETE = do_PUT = do_GET  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: the stand-in has its own log."""

    def _body(self) -> bytes | None:
        """Return the body, None if its length is unknown or too large."""
        length = self.headers.get("Content-Length", "0")
        chunked = "Transfer-Encoding" in self.headers
        if chunked or not length.isdecimal() or int(length) > LARGEST_BODY:
            return None
        return self.rfile.read(int(length))

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, _sendable(value))
        length = len(reply.body) if reply.chunks is None else reply.length
        if length is not None and reply.status != 204:
            self.send_header("Content-Length", str(length))
        if reply.chunks is not None or self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)
        for chunk in reply.chunks or ():
            self.wfile.write(chunk)
            self.wfile.flush()
        self.wfile.flush()
