"""The stand-in's replies: status, headers, body; and the service's errors."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply; if given, `chunks` are sent instead of the body, and `length` as its length."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: Iterable[bytes] | None = None
    length: int | None = None


class Refused(Exception):
    """A request that ends in an error of the service, with its reply."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


def json_reply(status: int, value: Any, headers: Mapping[str, str] | None = None) -> Reply:
    """Return a reply whose body is the value as JSON."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Reply(status, body, {"Content-Type": JSON, **(headers or {})})


def detail(code: str, message: str, target: str = "") -> dict[str, str]:
    """Return one entry of an error's details."""
    found = {"code": code, "message": message}
    return {**found, "target": target} if target else found


def error(
    status: int,
    code: str,
    message: str,
    details: Iterable[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Return a reply with the documented error object."""
    body: dict[str, Any] = {"code": code, "message": message}
    if listed := list(details):
        body["details"] = listed
    return json_reply(status, {"error": body}, headers)


def unauthorised() -> Reply:
    """Return the documented reply to a missing token."""
    message = "Header Authorization was not found in the request. Access denied."
    return error(401, "HeaderNotFound", message)


def no_such_operation() -> Reply:
    """Return the reply to a wrong URL, method or Accept header."""
    details = [detail("OperationNotFound", "Requested operation is not available.")]
    return error(404, "ResourceNotFound", "Requested resource is not available.", details)


def job_not_found() -> Reply:
    """Return the reply for an unknown ID."""
    return error(404, "JobNotFound", "Requested job is not available.")


def invalid(
    message: str, *details: Mapping[str, str], code: str = "InvalidContextCaptureRequest"
) -> Reply:
    """Return the reply to a valid request that the service refuses."""
    return error(422, code, message, details)
