"""The listener that the browser comes back to after a sign-in.

Bound to this computer only, it serves one path and takes one answer: that with our state.
Connections that say nothing, strays and wrong states do not end the wait.
"""

import errno
import html
import os
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from ccwatch.core.errors import SignInFailed
from ccwatch.core.language import tr

HOST, HOST6 = "127.0.0.1", "::1"
PATH = "/signin-callback"
LARGEST_FORM = 1 << 16
_LOOK_SECONDS = 0.1
_PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8"><title>ccwatch</title>
<body style="font: 18px system-ui, sans-serif; max-width: 32em; margin: 20vh auto; padding: 0 1em">
<h1 style="font-size: 1.4em">{title}</h1><p>{text}</p></body></html>"""


class Loopback:
    """Waits for the answer of one sign-in; made by `listening`."""

    def __init__(self, port: int) -> None:
        self._state = ""
        self._answer: dict[str, str] | None = None
        self._answered = threading.Event()
        self._servers = _servers(port)
        for server in self._servers:
            server.owner = self
        self.redirect_uri = redirect_address(port)

    def expect(self, state: str) -> None:
        """Take only an answer that bears this state."""
        self._state = state

    def wait(self, cancelled: threading.Event, timeout: float) -> dict[str, str]:
        """Return the fields of the answer; raises SignInFailed when cancelled or too late."""
        looks = max(int(timeout / _LOOK_SECONDS), 1)
        for _ in range(looks):
            if self._answered.wait(_LOOK_SECONDS):
                assert self._answer is not None
                return self._answer
            if cancelled.is_set():
                raise SignInFailed(tr("It was cancelled."))
        raise SignInFailed(
            tr("The browser did not come back in time."),
            advice=tr(
                "If it shows an error, check the client id, and that the redirect address "
                "is registered exactly as shown in the settings."
            ),
        )

    def take(self, fields: dict[str, str]) -> tuple[int, str]:
        """Return status and page for what a browser brought."""
        if not self._state or fields.get("state") != self._state:
            return 400, _page(
                tr("Not from this sign-in"), tr("Start signing in again from ccwatch.")
            )
        if not self._answered.is_set():
            self._answer = fields
            self._answered.set()
        if "error" in fields:
            reason = fields.get("error_description") or fields["error"]
            close = tr("{reason} You can close this tab.", reason=reason)
            return 200, _page(tr("Sign-in did not work"), close)
        return 200, _page(
            tr("You are signed in"), tr("You can close this tab and return to ccwatch.")
        )

    def start(self) -> None:
        """Serve on threads of its own."""
        for server in self._servers:
            threading.Thread(
                target=server.serve_forever, args=(_LOOK_SECONDS,), name="sign-in", daemon=True
            ).start()

    def close(self) -> None:
        """Stop listening and free the port."""
        for server in self._servers:
            server.shutdown()
            server.server_close()


def redirect_address(port: int) -> str:
    """Return the address that must be registered for this port."""
    return f"http://localhost:{port}{PATH}"


@contextmanager
def listening(ports: Sequence[int]) -> Iterator[Loopback]:
    """Listen on the first free port; always closed. Raises SignInFailed when all are taken."""
    loopback = None
    for port in ports:
        try:
            loopback = Loopback(port)
            break
        except OSError:
            continue
    if loopback is None:
        names = ", ".join(map(str, ports))
        raise SignInFailed(
            tr("The ports {ports} are all in use by other programs.", ports=names),
            advice=tr("Close one of them, or register another port."),
        )
    loopback.start()
    try:
        yield loopback
    finally:
        loopback.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    # For the connections of an earlier sign-in linger; on Windows it would let two share a port.
    allow_reuse_address = os.name == "posix"
    owner: Loopback

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that hung up."""


class _Server6(_Server):
    address_family = socket.AF_INET6


def _servers(port: int) -> list[_Server]:
    """Return servers on all addresses that a browser may take for localhost.

    On one of them alone another program could listen on the other and get the answer.
    Raises OSError when the port is taken.
    """
    servers: list[_Server] = [_Server((HOST, port), _Handler)]
    try:
        servers.append(_Server6((HOST6, port), _Handler))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            servers[0].server_close()
            raise
    return servers


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 30

    def do_GET(self) -> None:
        self._reply(urlsplit(self.path).query)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        size = int(length) if length.isdigit() else 0
        self._reply(self.rfile.read(min(size, LARGEST_FORM)).decode("utf-8", "replace"))

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the address holds the code."""

    def _reply(self, query: str) -> None:
        if urlsplit(self.path).path != PATH:
            status, page = (
                404,
                _page(tr("Nothing here"), tr("This address serves the sign-in only.")),
            )
        else:
            fields = {name: values[0] for name, values in parse_qs(query).items()}
            status, page = self.server.owner.take(fields)
        body = page.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


def _page(title: str, text: str) -> str:
    return _PAGE.format(
        language=tr("en", "the code of this language in HTML: en, de, zh-CN"),
        title=html.escape(title),
        text=html.escape(text[:500]),
    )
