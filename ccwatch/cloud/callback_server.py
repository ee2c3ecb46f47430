"""A local HTTP server for the browser of one sign-in, with limits on everything."""

import errno
import html
import io
import os
import socket
import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from ccwatch.cloud.deadline import deadline, seconds_left
from ccwatch.core.language import tr

HOST, HOST6 = "127.0.0.1", "::1"
LARGEST_FORM = 1 << 16
MOST_CONNECTIONS = 32
READ_SECONDS = 10.0
WRITE_SECONDS = 5.0
_LOOK_SECONDS = 0.25
_HTML = """<!doctype html><html lang="{language}"><meta charset="utf-8"><title>ccwatch</title>
<body style="font: 18px system-ui, sans-serif; max-width: 32em; margin: 20vh auto; padding: 0 1em">
<h1 style="font-size: 1.4em">{title}</h1><p>{text}</p></body></html>"""


class Page(NamedTuple):
    """A page for the browser, as plain text."""

    status: int
    title: str
    text: str


Respond = Callable[[str, dict[str, str]], Page]


class CallbackServer(ThreadingHTTPServer):
    """Answers with the page that `respond` returns for a path and its fields; it may block.

    With more than `MOST_CONNECTIONS` connections without a request, the oldest of them is closed.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = MOST_CONNECTIONS
    # Connections of an earlier sign-in linger. On Windows the option would let two programs share a
    # port.
    allow_reuse_address = os.name == "posix"

    def __init__(self, address: tuple[str, int], respond: Respond) -> None:
        self.respond = respond
        self._silent: dict[Any, None] = {}
        self._asking: set[Any] = set()
        self._changed = threading.Condition()
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Bind to the port exclusively; raises OSError."""
        if exclusive := getattr(socket, "SO_EXCLUSIVEADDRUSE", None):
            self.socket.setsockopt(socket.SOL_SOCKET, exclusive, 1)
        # HTTPServer's own method looks up the name of this computer, which may take long.
        socketserver.TCPServer.server_bind(self)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Accept a connection; if necessary close the oldest one without a request."""
        with self._changed:
            if len(self._silent) >= MOST_CONNECTIONS:
                oldest = next(iter(self._silent))
                del self._silent[oldest]
                _hang_up(oldest)
            self._silent[request] = None
        super().process_request(request, client_address)

    def note_request(self, request: Any) -> None:
        """Note that a connection has sent a request: it is kept open until it is answered."""
        with self._changed:
            self._silent.pop(request, None)
            self._asking.add(request)

    def shutdown_request(self, request: Any) -> None:
        """Note that a connection has ended."""
        super().shutdown_request(request)
        with self._changed:
            self._silent.pop(request, None)
            self._asking.discard(request)
            self._changed.notify_all()

    def expects(self, request: Any) -> bool:
        """Return whether a connection is still in use: it has not been closed by the server."""
        with self._changed:
            return request in self._silent or request in self._asking

    def wait_for_answers(self, seconds: float) -> None:
        """Wait until all requests are answered, for at most that many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: not self._asking, seconds)

    def server_close(self) -> None:
        """Free the port, and close connections without a request."""
        super().server_close()
        with self._changed:
            for silent in self._silent:
                _hang_up(silent)
            self._silent.clear()

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a browser that closed its connection."""


class _Server6(CallbackServer):
    address_family = socket.AF_INET6


def callback_servers(port: int, respond: Respond) -> list[CallbackServer]:
    """Return servers on all addresses that a browser may use for localhost.

    With only one of them another program could listen on the other and get the code.
    Raises OSError when the port cannot be used.
    """
    servers = [CallbackServer((HOST, port), respond)]
    try:
        servers.append(_Server6((HOST6, port), respond))
    except OSError as error:
        # Any other error means that there is no IPv6 here.
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            servers[0].server_close()
            raise
    return servers


class _Reads(io.RawIOBase):
    """The bytes that a connection sends, until the deadline or until the server closes it.

    On Windows, closing a connection does not end a read in progress.
    """

    def __init__(self, link: socket.socket, expected: Callable[[Any], bool]) -> None:
        self._link = link
        self._expected = expected

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read the available bytes, none at the end; raises TimeoutError."""
        while self._expected(self._link):
            self._link.settimeout(min(seconds_left(), _LOOK_SECONDS))
            with suppress(TimeoutError):
                return self._link.recv_into(buffer)
        return 0


class _Handler(BaseHTTPRequestHandler):
    server: CallbackServer
    timeout = READ_SECONDS

    def setup(self) -> None:
        """Read until the deadline: a byte now and then does not keep the connection open."""
        super().setup()
        self.rfile.close()
        self.rfile = io.BufferedReader(_Reads(self.connection, self.server.expects))

    def handle(self) -> None:
        with deadline(READ_SECONDS):
            super().handle()

    def do_GET(self) -> None:
        self._reply(urlsplit(self.path).query)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        size = int(length) if length.isdecimal() and len(length) < 10 else 0
        self._reply(self.rfile.read(min(size, LARGEST_FORM)).decode("utf-8", "replace"))

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the address contains the code."""

    def _reply(self, query: str) -> None:
        self.server.note_request(self.connection)
        fields = {name: values[0] for name, values in parse_qs(query).items()}
        page = self.server.respond(urlsplit(self.path).path, fields)
        body = _html(page).encode()
        self.connection.settimeout(WRITE_SECONDS)
        self.send_response(page.status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


def _hang_up(link: socket.socket) -> None:
    """Close a connection that another thread may be reading."""
    try:
        link.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the client closed it first


def _html(page: Page) -> str:
    return _HTML.format(
        language=tr("en", "the code of this language in HTML: en, de, zh-CN"),
        title=html.escape(page.title),
        text=html.escape(page.text[:500]),
    )
