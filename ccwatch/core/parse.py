"""From a reply to values: progress, the job itself, the caller's jobs, or a ServiceError.

Nothing after this file sees JSON. A member that is missing, null or of the wrong type is
unknown; only what makes the whole reply meaningless is a BadReply.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ccwatch.core.errors import (
    BadReply,
    JobMissing,
    RateLimited,
    Refused,
    ServerFault,
    ServiceError,
    Unauthorised,
    WrongAddress,
)
from ccwatch.core.job import Details, JobId, Progress, Remark, is_job_id, job_key
from ccwatch.core.language import tr
from ccwatch.core.retry_after import seconds_from
from ccwatch.core.words import one_line

LONGEST_TEXT = 2000
MOST_REMARKS = 200
LARGEST_NUMBER = 1e12
_PLACE = re.compile("%([1-9][0-9]?)")


@dataclass(frozen=True, slots=True)
class Reply:
    """What came over the wire, and when (UTC seconds); header names are lower case."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Listed:
    """One job of the caller's list."""

    id: JobId
    details: Details


@dataclass(frozen=True, slots=True)
class JobsPage:
    """One page of the caller's list; `next` is the link to the next one, as it came.

    Neither the jobs nor the link are required members: a page may lack both.
    """

    jobs: tuple[Listed, ...]
    next: str | None


def parse_progress(reply: Reply) -> Progress:
    """Return the progress in a reply; raises ServiceError."""
    envelope = _document(reply)
    for key in ("jobProgress", "progress"):
        if isinstance(found := envelope.get(key), dict):
            progress = Progress(
                _number(found.get("percentage")),
                _text(found.get("state")),
                _text(found.get("step")),
            )
            if progress != Progress(None):
                return progress
    raise BadReply(tr("The reply holds no progress."))


def parse_job(reply: Reply) -> Details:
    """Return the job in a reply, of either version of the services; raises ServiceError."""
    job = _document(reply).get("job")
    if not isinstance(job, dict):
        raise BadReply(tr("The reply holds no job."))
    return _details(job)


def parse_jobs(reply: Reply) -> JobsPage:
    """Return one page of the caller's jobs; raises ServiceError."""
    page = _document(reply)
    jobs = [] if page.get("jobs") is None else page["jobs"]
    if not isinstance(jobs, list):
        raise BadReply(tr("The reply holds no list of jobs."))
    keyed = ((job_key(_text(row.get("id")) or ""), row) for row in jobs if isinstance(row, dict))
    link = _member(page, "_links", "next").get("href")
    following = link if isinstance(link, str) and link.strip() else None
    return JobsPage(
        tuple(Listed(key, _details(row)) for key, row in keyed if is_job_id(key)), following
    )


def parse_messages(reply: Reply) -> tuple[tuple[Remark, ...], tuple[Remark, ...]]:
    """Return the errors and the warnings in a reply; raises ServiceError."""
    messages = _member(_document(reply), "messages")
    return _remarks(messages.get("errors")), _remarks(messages.get("warnings"))


def fault(reply: Reply) -> ServiceError | None:
    """Return the error that a reply stands for, None when it is a success."""
    if 200 <= reply.status < 300:
        return None
    code, message = _told(reply.body)
    error = _fault(reply, code, message)
    limits = f" ({error.limits})" if isinstance(error, RateLimited) and error.limits else ""
    error.code = one_line(f"HTTP {reply.status} {code or ''}{limits}")
    error.retry_after = seconds_from(reply.headers, reply.at)
    return error


def _fault(reply: Reply, code: str | None, message: str) -> ServiceError:
    match reply.status:
        case 401:
            return Unauthorised(message or tr("The service did not accept the sign-in."))
        case 404 if code == "ResourceNotFound":
            return WrongAddress(message or tr("The service does not know this address."))
        case 404:
            return JobMissing(message or tr("Requested job is not available."))
        case 429:
            limits = ", ".join(
                f"{name.removeprefix('itwinplatform-ratelimited-')}: {value[:80]}"
                for name, value in sorted(reply.headers.items())
                if name.startswith("itwinplatform-ratelimited-")
            )
            return RateLimited(
                message or tr("The service asks for a pause."),
                limits=limits,
            )
        case status if 300 <= status < 400:
            return BadReply(tr("The service answered with a redirect ({status}).", status=status))
        case status if status >= 500:
            return ServerFault(message or tr("The service answered {status}.", status=status))
        case status:
            return Refused(message or tr("The service answered {status}.", status=status))


def _told(body: bytes) -> tuple[str | None, str]:
    """Return code and message of an error body, as far as it has them."""
    try:
        document = _json(body)
    except BadReply:
        return None, ""
    error = document.get("error") if isinstance(document, dict) else None
    source = error if isinstance(error, dict) else document
    if not isinstance(source, dict):
        return None, ""
    return _text(source.get("code")), one_line(_text(source.get("message")) or "", LONGEST_TEXT)


def _document(reply: Reply) -> dict[str, Any]:
    if error := fault(reply):
        raise error
    document = _json(reply.body)
    if not isinstance(document, dict):
        raise BadReply(tr("The reply is not the document that it should be."))
    return document


def _json(body: bytes) -> Any:
    def refuse(constant: str) -> Any:
        raise BadReply(tr("The reply holds {text}, which is no number.", text=constant))

    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=refuse)
    except (ValueError, RecursionError):
        raise BadReply(tr("The reply is not JSON.")) from None


def _details(job: dict[str, Any]) -> Details:
    run = _member(job, "executionInformation") or _member(job, "executionInfo")
    settings = _member(job, "jobSettings")
    outputs = settings.get("outputs")
    formats = (
        _text(output.get("format")) if isinstance(output, dict) else None
        for output in (outputs if isinstance(outputs, list) else [])
    )
    return Details(
        name=_text(job.get("name")),
        type=_text(job.get("type")),
        state=_text(job.get("state")),
        created=_time(job.get("createdDateTime")) or _time(run.get("createdDateTime")),
        submitted=_time(run.get("submittedDateTime")),
        started=_time(run.get("startedDateTime")),
        ended=_time(run.get("endedDateTime")),
        quality=_text(settings.get("quality")),
        engines=_number(settings.get("processingEngines")),
        outputs=tuple(found for found in formats if found)[:MOST_REMARKS],
        units=_units(run),
        cost=_number(job.get("estimatedCost")),
        itwin=_text(job.get("iTwinId")),
        errors=_remarks(run.get("errors")),
        warnings=_remarks(run.get("warnings")),
        id=(_text(job.get("id")) or "").strip() or None,
    )


def _units(run: dict[str, Any]) -> float | None:
    """Return what the job has used, else what it is expected to use; 0 is a value."""
    used = _number(run.get("processingUnits"))
    return _number(run.get("estimatedUnits")) if used is None else used


def _remarks(rows: Any) -> tuple[Remark, ...]:
    found = rows if isinstance(rows, list) else []
    return tuple(_remark(row) for row in found[:MOST_REMARKS] if isinstance(row, dict))


def _remark(row: dict[str, Any]) -> Remark:
    params = row.get("params")
    values = [_param(value) for value in (params if isinstance(params, list) else [])]
    title, message = (_text(row.get(key)) or "" for key in ("title", "message"))
    return Remark(_text(row.get("code")) or "", _filled(title, values), _filled(message, values))


def _param(value: Any) -> str:
    return _text(str(value)) or "" if isinstance(value, str | int | float) else ""


def _filled(text: str, values: list[str]) -> str:
    """Return the text with %1, %2, … replaced by the values, in one pass.

    A place of two digits counts only when there are as many values; else it is one digit.
    """

    def fill(place: re.Match[str]) -> str:
        digits = place[1]
        for length in (2, 1):
            if int(digits[:length]) <= len(values):
                return values[int(digits[:length]) - 1] + digits[length:]
        return place[0]

    return _PLACE.sub(fill, text)[:LONGEST_TEXT]


def _member(source: dict[str, Any], *path: str) -> dict[str, Any]:
    for key in path:
        found = source.get(key)
        source = found if isinstance(found, dict) else {}
    return source


def _text(value: Any) -> str | None:
    """Return a text that can be kept and printed: lone surrogates become question marks."""
    if not isinstance(value, str) or not value[:LONGEST_TEXT].strip():
        return None
    return value[:LONGEST_TEXT].encode(errors="replace").decode()


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if abs(value) <= LARGEST_NUMBER else None


def _time(value: Any) -> float | None:
    """Return UTC seconds for an ISO-8601 date with any number of fractional digits.

    The first and the last years that can be written stand for a date that was never set, and
    Windows has no local time after the year 3000.
    """
    text = _text(value)
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not 1970 < found.year < 3000:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
