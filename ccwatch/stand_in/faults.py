"""Faults on demand: the replies that replace the real ones, how often and for how long."""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from .distortions import made_hostile, with_warnings
from .reply import (
    JSON,
    Reply,
    detail,
    error,
    invalid,
    job_not_found,
    json_reply,
    no_such_operation,
    unauthorised,
)

Truth = Callable[[], Reply]
Wait = Callable[[float], bool]
Kind = Callable[[Truth, Wait, Mapping[str, Any]], Reply | None]


@dataclass(slots=True)
class Fault:
    """One fault; `count` None: until cleared; `until`: the time when it ends, if any."""

    kind: str
    count: int | None = 1
    until: float | None = None
    path: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    def concerns(self, request: str) -> bool:
        """Return whether the fault applies to a request: its method, a space and its target."""
        if self.path.endswith("$"):
            return request.endswith(self.path[:-1])
        return self.path in request


class Faults:
    """The active faults, oldest first; thread-safe."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._faults: list[Fault] = []

    def add(
        self,
        kind: str,
        count: int | None = 1,
        duration: float | None = None,
        path: str = "",
        **options: Any,
    ) -> None:
        """Activate a fault for `count` requests whose method and target contain `path`.

        A `path` that ends with $ matches the end of the target: "/jobs/ID$" is the job itself,
        without its progress; "DELETE /" are requests of that method. `duration` is in seconds of
        the callers' clock. The options are those of the kind: see KINDS. Raises ValueError for an
        unknown kind or an invalid option.
        """
        if kind not in KINDS:
            raise ValueError(f"unknown fault {kind}; known: {', '.join(KINDS)}")
        if unknown := options.keys() - KINDS[kind][1]:
            raise ValueError(f"unknown option of {kind}: {', '.join(sorted(unknown))}")
        for name in TIMES & options.keys():
            if type(options[name]) not in (int, float) or options[name] < 0:
                raise ValueError(f"{name} is a number of seconds")
        until = None if duration is None else self._clock() + duration
        with self._lock:
            self._faults.append(Fault(kind, count, until, path, options))

    def clear(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._faults.clear()

    def listed(self) -> list[dict[str, Any]]:
        """Return the active faults in a form for JSON."""
        with self._lock:
            self._drop_spent()
            return [
                {"kind": f.kind, "count": f.count, "until": f.until, "path": f.path, **f.options}
                for f in self._faults
            ]

    def answer(self, request: str, truth: Truth, wait: Wait) -> Reply | None:
        """Return the reply to a request, None to disconnect; `wait` returns True when stopping."""
        fault = self._next(request)
        if fault is None:
            return truth()
        return KINDS[fault.kind][0](truth, wait, fault.options)

    def _next(self, request: str) -> Fault | None:
        with self._lock:
            self._drop_spent()
            fault = next((each for each in self._faults if each.concerns(request)), None)
            if fault and fault.count is not None:
                fault.count -= 1
            return fault

    def _drop_spent(self) -> None:
        now = self._clock()
        self._faults = [
            each
            for each in self._faults
            if (each.count is None or each.count > 0) and (each.until is None or now < each.until)
        ]


def _limited(truth: Truth, wait: Wait, options: Mapping[str, Any]) -> Reply:
    headers = {
        "ITwinPlatform-RateLimited-Tier": "Community",
        "ITwinPlatform-RateLimited-API": "contextcapture",
        "ITwinPlatform-RateLimited-Operation": "get-job-progress",
        "ITwinPlatform-RateLimited-Application": "ccwatch-demo",
    }
    if (after := options.get("retry_after", 30)) is not None:
        headers["Retry-After"] = str(after)
    code = options.get("code", "TooManyRequests")
    message = "More requests were received than the subscription rate-limit allows."
    return error(429, code, message, headers=headers)


def _unauthorised(truth: Truth, wait: Wait, options: Mapping[str, Any]) -> Reply:
    return unauthorised()


def _unauthorised_bare(truth: Truth, wait: Wait, options: Mapping[str, Any]) -> Reply:
    return json_reply(401, {"statusCode": 401, "message": "Invalid JWT."})


def _broken(status: int, words: str) -> Kind:
    """Return the fault of a server that fails with the documented error object."""
    return lambda truth, wait, options: error(status, words.replace(" ", ""), f"{words}.")


def _bad_gateway(status: int, words: str) -> Kind:
    """Return the fault of a gateway that answers with its own error page."""
    return lambda truth, wait, options: _page(status, f"{status} {words}")


def _page(status: int, title: str) -> Reply:
    body = f"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body>{title}</body></html>"
    return Reply(status, body.encode(), {"Content-Type": "text/html; charset=utf-8"})


def _portal(truth: Truth, wait: Wait, options: Mapping[str, Any]) -> Reply:
    return _page(200, "Sign in to the guest network")


def _redirect(truth: Truth, wait: Wait, options: Mapping[str, Any]) -> Reply:
    return Reply(302, headers={"Location": options.get("location", "/_stand-in/elsewhere")})


def _slow(truth: Truth, wait: Wait, options: Mapping[str, Any]) -> Reply | None:
    return None if wait(options.get("delay", 2.0)) else truth()


def _drip(truth: Truth, wait: Wait, options: Mapping[str, Any]) -> Reply:
    reply = truth()

    def drops() -> Iterator[bytes]:
        for byte in reply.body:
            yield bytes([byte])
            if wait(options.get("interval", 1.0)):
                return

    return Reply(reply.status, b"", reply.headers, drops(), len(reply.body))


def _endless(truth: Truth, wait: Wait, options: Mapping[str, Any]) -> Reply:
    def flood() -> Iterator[bytes]:
        yield b'{"jobProgress": {"percentage": 1, "step": "'
        while not wait(0.001):
            yield b"a" * 65536

    return Reply(200, b"", {"Content-Type": JSON}, flood())


def _drop(truth: Truth, wait: Wait, options: Mapping[str, Any]) -> None:
    return None


def _truncated(truth: Truth, wait: Wait, options: Mapping[str, Any]) -> Reply:
    reply = truth()
    half = reply.body[: len(reply.body) // 2]
    return Reply(reply.status, b"", reply.headers, [half], len(reply.body) or 1)


def _not_json(truth: Truth, wait: Wait, options: Mapping[str, Any]) -> Reply:
    return Reply(200, b'{"jobProgress": {"percentage": 5', {"Content-Type": JSON})


def _body(body: bytes, **headers: str) -> Kind:
    """Return the fault of a 200 reply with this body."""
    return lambda truth, wait, options: Reply(200, body, {"Content-Type": JSON, **headers})


def _progress(percentage: str, state: str = '"Active"', step: str = '"Reconstruction"') -> bytes:
    body = f'{{"jobProgress": {{"percentage": {percentage}, "state": {state}, "step": {step}}}}}'
    return body.encode()


def _hostile(truth: Truth, wait: Wait, options: Mapping[str, Any]) -> Reply:
    """Return the real reply with every text in it made hostile."""
    reply = truth()
    try:
        document = json.loads(reply.body)
    except ValueError:
        return reply
    return json_reply(reply.status, made_hostile(document))


def _lost(truth: Truth, wait: Wait, options: Mapping[str, Any]) -> Reply:
    return job_not_found()


def _forbidden(truth: Truth, wait: Wait, options: Mapping[str, Any]) -> Reply:
    message = "The user has insufficient permissions for the requested operation."
    return error(403, "InsufficientPermissions", message)


def _wrong_address(truth: Truth, wait: Wait, options: Mapping[str, Any]) -> Reply:
    return no_such_operation()


def _job(change: Callable[[dict[str, Any]], Any]) -> Kind:
    """Return a fault that changes replies about the job itself; other replies stay real."""

    def answer(truth: Truth, wait: Wait, options: Mapping[str, Any]) -> Reply:
        reply = truth()
        try:
            job = json.loads(reply.body).get("job")
        except (ValueError, AttributeError):
            return reply
        return json_reply(reply.status, change(job)) if isinstance(job, dict) else reply

    return answer


TIMES = frozenset({"delay", "interval"})
# kind: the reply, and its options (times in real seconds)
KINDS: dict[str, tuple[Kind, frozenset[str]]] = {
    "429": (_limited, frozenset({"retry_after", "code"})),
    "401": (_unauthorised, frozenset()),
    "401-bare": (_unauthorised_bare, frozenset()),
    "500": (_broken(500, "Internal Server Error"), frozenset()),
    "502": (_bad_gateway(502, "Bad Gateway"), frozenset()),
    "503": (_broken(503, "Service Unavailable"), frozenset()),
    "504": (_bad_gateway(504, "Gateway Timeout"), frozenset()),
    "html": (_portal, frozenset()),
    "redirect": (_redirect, frozenset({"location"})),
    "slow": (_slow, frozenset({"delay"})),
    "drip": (_drip, frozenset({"interval"})),
    "endless": (_endless, frozenset()),
    "drop": (_drop, frozenset()),
    "truncated": (_truncated, frozenset()),
    "not_json": (_not_json, frozenset()),
    "nan": (_body(_progress("NaN")), frozenset()),
    "huge": (_body(_progress("1e999")), frozenset()),
    "digits": (_body(_progress("9" * 10_000)), frozenset()),
    "types": (_body(_progress('"56"', "5", '["Reconstruction"]')), frozenset()),
    "nulls": (_body(_progress("null", "null", "null")), frozenset()),
    "empty": (_body(b""), frozenset()),
    "deep": (_body(b'{"jobProgress": ' + b"[" * 100_000), frozenset()),
    "encoding": (_body(_progress("56"), **{"Content-Encoding": "gzip"}), frozenset()),
    "charset": (_body(_progress("56").decode().encode("utf-16")), frozenset()),
    "hostile": (_hostile, frozenset()),
    "lost": (_lost, frozenset()),
    "403": (_forbidden, frozenset()),
    "404": (_bad_gateway(404, "Not Found"), frozenset()),
    "wrong_address": (_wrong_address, frozenset()),
    "bare_job": (_job(lambda job: job), frozenset()),
    "nan_cost": (_job(lambda job: {"job": {**job, "estimatedCost": math.nan}}), frozenset()),
    "unknown_state": (_job(lambda job: {"job": {**job, "state": "Hibernating"}}), frozenset()),
    "many_warnings": (_job(with_warnings), frozenset()),
}


def add_requested(faults: Faults, body: Any) -> Reply:
    """Activate the fault that a request describes; 422 if it describes none."""
    if not isinstance(body, dict) or not isinstance(body.get("kind"), str):
        return invalid("A fault has a kind.", detail("InvalidRequestBody", "Required.", "kind"))
    wanted = {"count": (int, type(None)), "duration": (int, float, type(None)), "path": (str,)}
    for name, types in wanted.items():
        if name in body and type(body[name]) not in types:
            return invalid("The fault is invalid.", detail("InvalidRequestBody", "Wrong.", name))
    try:
        faults.add(**body)
    except (TypeError, ValueError) as problem:
        return invalid(str(problem), detail("InvalidRequestBody", str(problem), "kind"))
    return json_reply(201, {"faults": faults.listed()})
