"""The stand-in itself: its jobs, faults and request log; and running it by itself."""

import json
import re
import shlex
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from operator import eq
from pathlib import Path
from threading import Event, Lock
from typing import Any, TextIO
from urllib.parse import parse_qsl, unquote

from ccwatch.core.errors import SettingRefused
from ccwatch.core.job import Service, job_key

from .family import FAMILY
from .faults import Faults, add_requested
from .plan import Plan
from .reply import Refused, Reply, json_reply, no_such_operation
from .routes import Call, Store, check_bearer, operation_for
from .samples import SAMPLES, Sample
from .server import HOST, Server, Wait

KEPT_REQUESTS = 10_000
OWN_PATHS = "/_stand-in/"
JOB_PATH = re.compile("/[a-z-]+/jobs/([^/?]+)")


@dataclass(frozen=True, slots=True)
class Request:
    """One request and its time by the callers' clock (s); status 0: disconnected."""

    at: float
    method: str
    path: str
    status: int
    job: str | None = None


class StandIn:
    """The stand-in for the web service, on a loopback port and its own threads.

    `clock` returns UTC seconds and may run faster than real time. `accepts` decides whether a
    bearer token is accepted; without it any non-empty one is. `log` gets each request as a line of
    JSON. `wall` is the callers' clock, if that is another one: the log and the faults use it.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        port: int = 0,
        accepts: Callable[[str], bool] = bool,
        samples: bool = True,
        log: TextIO | None = None,
        wall: Callable[[], float] | None = None,
        complain: Callable[[str], None] = print,
    ) -> None:
        self._clock = clock
        self._complain = complain
        self._wall = wall or clock
        self.faults = Faults(self._wall)
        self._requests: deque[Request] = deque(maxlen=KEPT_REQUESTS)
        self._port = port
        self._accepts = accepts
        self._log = log
        self._lock = Lock()
        self._store = Store()
        self._server: Server | None = None
        own, family = (SAMPLES, FAMILY) if samples else ((), ())
        self.sample_ids: tuple[str, ...] = tuple(sample.id for sample in own)
        # The others are submitted while it runs.
        self.submitted: tuple[tuple[str, Service], ...] = tuple(
            (sample.id, sample.service) for sample in (*own, *family) if sample.before >= 0
        )
        for sample in (*own, *family):
            self._store.jobs[sample.id] = sample.job(clock())

    @property
    def url(self) -> str:
        """The base URL, without a trailing slash; its port is known once started."""
        return f"http://{HOST}:{self._port}"

    @property
    def requests(self) -> tuple[Request, ...]:
        """The answered requests, at most KEPT_REQUESTS of them, oldest first."""
        with self._lock:
            return tuple(self._requests)

    def start(self) -> None:
        """Listen and serve on a background thread; raises OSError if the port is taken."""
        if self._server is None:
            self._server = Server(self._port, self._answer)
            self._port = self._server.server_port
            self._server.serve()

    def stop(self) -> None:
        """Close all connections and stop listening, within a second."""
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
        service: Service = Service.MODELING,
    ) -> None:
        """Add a job that was submitted at that time (UTC seconds), by default now."""
        submitted = self._clock() if submitted is None else submitted
        sample = Sample(job_id, name, type, 0.0, plan, service)
        with self._lock:
            self._store.jobs[job_key(job_id)] = sample.job(submitted)

    def _answer(
        self, method: str, target: str, headers: Any, body: bytes, wait: Wait
    ) -> Reply | None:
        """Return the reply to a request and log it; None: disconnect. Called on any thread."""
        came = round(self._wall(), 3)

        def truth() -> Reply:
            try:
                return self._truth(method, target, headers, body)
            except Refused as refused:
                return refused.reply

        if target.startswith(OWN_PATHS):
            reply: Reply | None = self._own(method, target, body)
        else:
            reply = self.faults.answer(f"{method} {target}", truth, wait)
        self._record(Request(came, method, target, reply.status if reply else 0, _job(target)))
        return reply

    def _truth(self, method: str, target: str, headers: Any, body: bytes) -> Reply:
        check_bearer(headers.get("Authorization", ""), self._accepts)
        path, _, asked = target.partition("?")
        operation, key = operation_for(method, path, headers.get("Accept", ""))
        query = dict(parse_qsl(asked, keep_blank_values=True))
        call = Call(self._clock(), self.url, job_key(unquote(key)), query, _json(body))
        with self._lock:
            return operation(self._store, call)

    def _own(self, method: str, target: str, body: bytes) -> Reply:
        """Answer a request for the stand-in's own faults and log."""
        match method, target.removeprefix(OWN_PATHS):
            case "POST", "faults":
                return add_requested(self.faults, _json(body))
            case "GET", "faults":
                return json_reply(200, {"faults": self.faults.listed()})
            case "DELETE", "faults":
                self.faults.clear()
                return Reply(204)
            case "GET", "log":
                return json_reply(200, {"requests": [asdict(each) for each in self.requests]})
        return no_such_operation()

    def _record(self, request: Request) -> None:
        with self._lock:
            self._requests.append(request)
            if self._log is not None:
                self._append(self._log, json.dumps(asdict(request)) + "\n")

    def _append(self, log: TextIO, line: str) -> None:
        """Append a line; when the log can no longer be written to, only the log is given up."""
        try:
            log.write(line)
            log.flush()
        except OSError as error:
            self._log = None
            self._complain(f"No longer logging: {error.strerror or error}.")


def _json(body: bytes) -> Any:
    """Return the JSON in a body, or None."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _job(target: str) -> str | None:
    """Return the ID of the job that a request is about."""
    found = JOB_PATH.match(target)
    return unquote(found[1]) if found else None


def run(
    clock: Callable[[], float],
    *,
    port: int = 0,
    speed: float = 1.0,
    token: str | None = None,
    samples: bool = True,
    log: Path | None = None,
    wall: Callable[[], float] | None = None,
    say: Callable[[str], None] = print,
    complain: Callable[[str], None] = print,
) -> None:
    """Run a stand-in until Ctrl-C, and print how to use it; `speed` is only printed.

    `wall` is the callers' clock if `clock` runs faster: the log and the faults use it. `say` and
    `complain` print a line. Raises SettingRefused for a log or a port that cannot be used.
    """
    stream = _opened(log) if log else None
    accepts = bool if token is None else partial(eq, token)
    stand_in = StandIn(
        clock,
        port=port,
        accepts=accepts,
        samples=samples,
        log=stream,
        wall=wall,
        complain=complain,
    )
    try:
        _start(stand_in, port)
        _introduce(stand_in, speed, token or "demo", say)
        forever = Event()
        while not forever.wait(1):
            continue
    except KeyboardInterrupt:
        return
    finally:
        stand_in.stop()
        if stream:
            with suppress(OSError):  # already reported
                stream.close()


def _opened(log: Path) -> TextIO:
    try:
        return log.open("a", encoding="utf-8")
    except OSError as error:
        why = f"The log {log} cannot be written: {error.strerror or error}."
        raise SettingRefused(why, title="--log", advice="Name another file.") from None


def _start(stand_in: StandIn, port: int) -> None:
    try:
        stand_in.start()
    except OSError as error:
        why = f"Port {port} on {HOST} cannot be used: {error.strerror or error}."
        advice = "Name another one, or none to have a free one."
        raise SettingRefused(why, title="--port", advice=advice) from None


def _introduce(stand_in: StandIn, speed: float, token: str, say: Callable[[str], None]) -> None:
    pace = "" if speed == 1 else f", {speed:g} times as fast as real time"
    say(f"The stand-in listens at {stand_in.url}{pace}. Ctrl-C ends it.")
    shown = [sample for sample in SAMPLES if sample.id in stand_in.sample_ids]
    for sample in shown:
        say(f"{sample.id}  {sample.name}")
    job = shown[0].id if shown else "ID"
    say(how_to_watch(stand_in.url, token, job, sys.platform))


def how_to_watch(url: str, token: str, job: str, system: str) -> str:
    """Return the shell command that watches a job here, for PowerShell on Windows."""
    given = {"CCWATCH_API_URL": url, "CCWATCH_ACCESS_TOKEN": token}
    if system == "win32":
        # PowerShell treats typographic quotation marks as plain ones.
        quoted = {
            name: re.sub("['\u2018-\u201b]", r"\g<0>\g<0>", value) for name, value in given.items()
        }
        assignments = [f"$env:{name} = '{value}';" for name, value in quoted.items()]
    else:
        assignments = [f"{name}={shlex.quote(value)}" for name, value in given.items()]
    return " ".join([*assignments, "ccwatch watch", job])
