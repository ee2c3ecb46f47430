"""The HTTP server of the stand-in: reads requests, has them answered, keeps a log of them."""

import json
import socket
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, TextIO
from urllib.parse import parse_qsl, unquote, urlsplit

from .faults import Faults, add_requested
from .jobs import StoredJob
from .plan import Plan
from .reply import Refused, Reply, error, json_reply, no_such_operation
from .routes import Call, Store, check_bearer, operation_for
from .samples import SAMPLES

HOST = "127.0.0.1"
LARGEST_BODY = 1 << 20
KEPT_REQUESTS = 10_000
OWN_PATHS = "/_stand-in/"


@dataclass(frozen=True, slots=True)
class Request:
    """One request that came in; status 0: hung up on without an answer."""

    at: float
    method: str
    path: str
    status: int


class StandIn:
    """The stand-in of the web service, on a loopback port; it runs on threads of its own.

    `clock` gives UTC seconds and may run faster than real time. With a token, only that one is
    let in; without, any non-empty one is. `log` gets each request as a line of JSON.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        port: int = 0,
        token: str | None = None,
        samples: bool = True,
        log: TextIO | None = None,
    ) -> None:
        self.faults = Faults(clock)
        self.requests: deque[Request] = deque(maxlen=KEPT_REQUESTS)
        self._clock = clock
        self._port = port
        self._token = token
        self._log = log
        self._lock = Lock()
        self._store = Store()
        self._server: _Server | None = None
        shown = SAMPLES if samples else ()
        self.sample_ids: tuple[str, ...] = tuple(sample.id for sample in shown)
        now = clock()
        for sample in shown:
            submitted = now - sample.before
            self.add_job(
                sample.id, sample.plan, name=sample.name, type=sample.type, submitted=submitted
            )

    @property
    def url(self) -> str:
        """The base URL, without a slash at the end; its port is known once started."""
        return f"http://{HOST}:{self._port}"

    def start(self) -> None:
        """Listen, and answer on a background thread; raises OSError if the port is taken."""
        if self._server is None:
            self._server = _Server((HOST, self._port), self)
            self._port = self._server.server_port
            self._server.serve()

    def stop(self) -> None:
        """Hang up on everyone and stop listening; done within a second."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def add_job(
        self,
        job_id: str,
        plan: Plan,
        *,
        name: str,
        type: str = "Full",
        submitted: float | None = None,
    ) -> None:
        """Keep a job that was submitted then (UTC seconds), now if not given."""
        submitted = self._clock() if submitted is None else submitted
        job = StoredJob(job_id, name, type, plan, created=submitted - 60, submitted=submitted)
        job.inputs = [{"id": f"{job_id}-photos", "description": "Photos"}]
        with self._lock:
            self._store.jobs[job_id] = job

    def answer(
        self, method: str, target: str, headers: Any, body: bytes, wait: Callable[[float], bool]
    ) -> Reply | None:
        """Return the reply to a request and log it; None: hang up. Called on any thread."""

        def truth() -> Reply:
            try:
                return self._truth(method, target, headers, body)
            except Refused as refused:
                return refused.reply

        if target.startswith(OWN_PATHS):
            reply: Reply | None = self._own(method, target, body)
        else:
            reply = self.faults.answer(target, truth, wait)
        self._record(Request(self._clock(), method, target, reply.status if reply else 0))
        return reply

    def _truth(self, method: str, target: str, headers: Any, body: bytes) -> Reply:
        check_bearer(headers.get("Authorization", ""), self._token)
        parts = urlsplit(target)
        operation, key = operation_for(method, parts.path, headers.get("Accept", ""))
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        call = Call(self._clock(), self.url, unquote(key), query, _json(body))
        with self._lock:
            return operation(self._store, call)

    def _own(self, method: str, target: str, body: bytes) -> Reply:
        """Answer a request about the stand-in itself: its faults and its log."""
        match method, target.removeprefix(OWN_PATHS):
            case "POST", "faults":
                return add_requested(self.faults, _json(body))
            case "GET", "faults":
                return json_reply(200, {"faults": self.faults.listed()})
            case "DELETE", "faults":
                self.faults.clear()
                return Reply(204)
            case "GET", "log":
                with self._lock:
                    return json_reply(200, {"requests": [asdict(each) for each in self.requests]})
        return no_such_operation()

    def _record(self, request: Request) -> None:
        with self._lock:
            self.requests.append(request)
            if self._log is not None:
                self._log.write(json.dumps(asdict(request)) + "\n")
                self._log.flush()


def _json(body: bytes) -> Any:
    """Return what a body holds, None if that is not JSON."""
    try:
        return json.loads(body)
    except ValueError:
        return None


class _Server(ThreadingHTTPServer):
    """Listens for one stand-in, and knows its connections so that it can hang up on them."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], stand_in: StandIn) -> None:
        super().__init__(address, _Handler)
        self.stand_in = stand_in
        self.stopping = Event()
        self._connections: set[socket.socket] = set()
        self._lock = Lock()
        self._thread = Thread(target=self.serve_forever, args=(0.05,), name="stand-in", daemon=True)

    def serve(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.stopping.set()
        self.shutdown()
        self._thread.join(0.5)
        self.server_close()
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            _hang_up(connection)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError | ValueError):
            super().handle_error(request, client_address)


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


class _Handler(BaseHTTPRequestHandler):
    """Reads one request after the other from a connection and writes the replies."""

    protocol_version = "HTTP/1.1"
    server_version = "StandIn"
    sys_version = ""
    wbufsize = 1 << 16
    server: _Server

    def do_GET(self) -> None:
        """Answer a request, whatever its method."""
        if (body := self._body()) is None:
            self.close_connection = True
            self._send(error(413, "RequestTooLarge", "The request's length is not acceptable."))
            return
        wait = self.server.stopping.wait
        reply = self.server.stand_in.answer(self.command, self.path, self.headers, body, wait)
        if reply is None:
            self.close_connection = True
        else:
            self._send(reply)

    do_POST = do_PATCH = do_DELETE = do_PUT = do_HEAD = do_OPTIONS = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing: the stand-in keeps its own log."""

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
            self.send_header(name, value)
        length = len(reply.body) if reply.chunks is None else reply.length
        if length is not None and reply.status != 204:
            self.send_header("Content-Length", str(length))
        if reply.chunks is not None or self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)
            for chunk in reply.chunks or ():
                self.wfile.write(chunk)
                self.wfile.flush()
        self.wfile.flush()


def run(
    clock: Callable[[], float],
    *,
    port: int = 0,
    speed: float = 1.0,
    token: str | None = None,
    samples: bool = True,
    log: Path | None = None,
) -> None:
    """Run a stand-in until Ctrl-C, and say how to use it; `speed` is only told."""
    stream = log.open("a", encoding="utf-8") if log else None
    stand_in = StandIn(clock, port=port, token=token, samples=samples, log=stream)
    try:
        stand_in.start()
        _introduce(stand_in, speed, token or "demo")
        forever = Event()
        while not forever.wait(1):
            continue
    except KeyboardInterrupt:
        return
    finally:
        stand_in.stop()
        if stream:
            stream.close()


def _introduce(stand_in: StandIn, speed: float, token: str) -> None:
    pace = "" if speed == 1 else f", {speed:g} times as fast as real time"
    print(f"The stand-in listens at {stand_in.url}{pace}. Ctrl-C ends it.")
    shown = [sample for sample in SAMPLES if sample.id in stand_in.sample_ids]
    for sample in shown:
        print(f"{sample.id}  {sample.name}")
    job = shown[0].id if shown else "ID"
    access = f"CCWATCH_API_URL={stand_in.url} CCWATCH_ACCESS_TOKEN={token}"
    print(f"{access} ccwatch watch {job}", flush=True)
