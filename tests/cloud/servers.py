"""Small servers on the loopback interface: one that records requests, one that sends raw bytes."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"
PROGRESS = b'{"jobProgress": {"percentage": 56, "state": "Active", "step": "Reconstruction"}}'
Script = Callable[[socket.socket, threading.Event], None]


@dataclass
class Asked:
    """A recorded request; header names are lower case."""

    path: str
    headers: dict[str, str]
    body: bytes = b""
    method: str = "GET"


@dataclass
class Answer:
    status: int = 200
    body: bytes = PROGRESS
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Spy:
    """A server that records requests and answers with `reply`."""

    url: str
    reply: Callable[[Asked], Answer] = lambda _: Answer()
    asked: list[Asked] = field(default_factory=list)


class _SpyServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    spy: Spy

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a client that disconnects."""


class _SpyHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5
    wbufsize = 1 << 16
    server: _SpyServer

    def do_GET(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.path, headers, self.rfile.read(size), self.command)
        self.server.spy.asked.append(asked)
        answer = self.server.spy.reply(asked)
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_POST = do_PATCH = do_DELETE = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@contextmanager
def spy_server(tls: ssl.SSLContext | None = None) -> Iterator[Spy]:
    """Serve over HTTP, over TLS when given a context."""
    server = _SpyServer((HOST, 0), _SpyHandler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, True, do_handshake_on_connect=False)
    scheme = "https" if tls else "http"
    server.spy = Spy(f"{scheme}://{HOST}:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.spy
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Raw:
    """A server that plays one script on each connection; `connections` counts them."""

    url: str
    connections: int = 0


@contextmanager
def raw_server(*scripts: Script) -> Iterator[Raw]:
    """Play the scripts on the connections in turn, the last one on all that follow."""
    listener = socket.create_server((HOST, 0))
    raw = Raw(f"http://{HOST}:{listener.getsockname()[1]}")
    stopping = threading.Event()
    threads: list[threading.Thread] = []

    def play(script: Script, link: socket.socket) -> None:
        with link, suppress(OSError):
            link.settimeout(5)
            script(link, stopping)

    def accept() -> None:
        while True:
            try:
                link, _ = listener.accept()
            except OSError:
                return
            if stopping.is_set():
                link.close()
                return
            script = scripts[min(raw.connections, len(scripts) - 1)]
            raw.connections += 1
            threads.append(threading.Thread(target=play, args=(script, link), daemon=True))
            threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield raw
    finally:
        stopping.set()
        with suppress(OSError), socket.create_connection(listener.getsockname(), 1):
            pass
        accepting.join(2)
        listener.close()
        for thread in threads:
            thread.join(2)


def hear(link: socket.socket) -> bytes:
    """Return the head of one request, b"" if the peer disconnected."""
    head = b""
    while b"\r\n\r\n" not in head:
        part = link.recv(4096)
        if not part:
            return b""
        head += part
    return head


def head(*headers: str, length: int | None = None) -> bytes:
    """Return the head of a reply 200."""
    more = [*headers, *([] if length is None else [f"Content-Length: {length}"])]
    return "\r\n".join(["HTTP/1.1 200 OK", *more, "", ""]).encode()


def say(reply: bytes) -> Script:
    """Return a script that reads one request, sends this reply and disconnects."""

    def script(link: socket.socket, stopping: threading.Event) -> None:
        if hear(link):
            link.sendall(reply)

    return script


def drip(start: bytes, drops: bytes, pause: float = 0.02) -> Script:
    """Return a script that keeps sending those bytes slowly until it is stopped."""

    def script(link: socket.socket, stopping: threading.Event) -> None:
        if hear(link):
            link.sendall(start)
            while not stopping.wait(pause):
                link.sendall(drops)

    return script


def free_port() -> int:
    """Return a port without a listener."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
