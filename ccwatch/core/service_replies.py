"""Parses replies into values: progress, the job itself, the user's jobs, or a ServiceError.

No other module sees JSON. A member that is missing, null or of the wrong type is unknown; only what
makes the whole reply meaningless is a BadReply. When a job cannot be read completely, its outcome
still counts.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ccwatch.core.errors import (
    BadReply,
)
from ccwatch.core.job import OUTCOMES, Details, JobId, Progress, Remark, is_job_id, job_key
from ccwatch.core.json_text import LONGEST_TEXT, read_json, read_part
from ccwatch.core.json_text import text_of as _text
from ccwatch.core.language import tr
from ccwatch.core.reply import Reply
from ccwatch.core.reply_errors import fault

MOST_REMARKS = 200
LARGEST_NUMBER = 1e12
_RUNS = ("executionInformation", "executionInfo")
_PLACE = re.compile("%([1-9][0-9]?)")


@dataclass(frozen=True, slots=True)
class Listed:
    """One job of the user's list."""

    id: JobId
    details: Details


@dataclass(frozen=True, slots=True)
class ListedPage:
    """One page of the user's list; `next` is the link to the next one, unchanged.

    Neither the jobs nor the link are required members: a page may lack both.
    """

    jobs: tuple[Listed, ...]
    next: str | None


def parse_progress(reply: Reply) -> Progress:
    """Return the progress in a reply; raises ServiceError."""
    document = _document(reply)
    for found in (document.get("jobProgress"), document.get("progress"), _bare_progress(document)):
        if isinstance(found, dict):
            progress = Progress(
                _number(found.get("percentage")),
                _text(found.get("state")),
                _text(found.get("step")),
            )
            if progress != Progress(None):
                return progress
    raise BadReply(tr("The reply contains no progress."))


def parse_job(reply: Reply) -> Details:
    """Return the job in a reply, of either version of the services; raises ServiceError.

    A reply that is truncated, or continues with invalid JSON, is used for the job's outcome, if it
    has one.
    """
    if error := fault(reply):
        raise error
    try:
        if reply.broke:
            raise reply.broke
        return _details(_job_in(read_json(reply.body)))
    except BadReply:
        with suppress(BadReply):
            details = _details(_job_in(read_part(reply.body)))
            if details.phase in OUTCOMES:
                return details
        raise


def parse_jobs(reply: Reply) -> ListedPage:
    """Return one page of the user's jobs; raises ServiceError."""
    page = _document(reply)
    jobs = [] if page.get("jobs") is None else page["jobs"]
    if not isinstance(jobs, list):
        raise BadReply(tr("The reply contains no job list."))
    keyed = ((job_key(_text(row.get("id")) or ""), row) for row in jobs if isinstance(row, dict))
    link = _member(page, "_links", "next").get("href")
    following = link if isinstance(link, str) and link.strip() else None
    return ListedPage(
        tuple(Listed(key, _details(row)) for key, row in keyed if is_job_id(key)), following
    )


def parse_messages(reply: Reply) -> tuple[tuple[Remark, ...], tuple[Remark, ...]]:
    """Return the errors and the warnings in a reply; raises ServiceError."""
    if error := fault(reply):
        raise error
    document = read_part(reply.body) if reply.broke else read_json(reply.body)
    messages = _member(document if isinstance(document, dict) else {}, "messages")
    return _remarks(messages.get("errors")), _remarks(messages.get("warnings"))


def _document(reply: Reply) -> dict[str, Any]:
    if error := fault(reply):
        raise error
    document = read_json(reply.body)
    if not isinstance(document, dict):
        raise BadReply(tr("The reply does not have the expected form."))
    return document


def _bare_progress(document: dict[str, Any]) -> dict[str, Any] | None:
    """Return the document itself if it is progress without the envelope."""
    whole = _text(document.get("state")) and _number(document.get("percentage")) is not None
    return document if whole else None


def _job_in(document: Any) -> dict[str, Any]:
    """Return the job in a document, or the document itself if it has no envelope."""
    if isinstance(document, dict):
        job = document.get("job")
        if isinstance(job, dict):
            return job
        known = _text(document.get("id")) or any(
            isinstance(document.get(run), dict) for run in _RUNS
        )
        if known and _text(document.get("state")):
            return document
    raise BadReply(tr("The reply contains no job."))


def _details(job: dict[str, Any]) -> Details:
    run = _member(job, _RUNS[0]) or _member(job, _RUNS[1])
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
    """Return the units used, else the estimated ones; 0 is a value."""
    used = _number(run.get("processingUnits"))
    return _number(run.get("estimatedUnits")) if used is None else used


def _remarks(rows: Any) -> tuple[Remark, ...]:
    found = rows if isinstance(rows, list) else []
    remarks = (_remark(row) for row in found[:MOST_REMARKS] if isinstance(row, dict))
    return tuple(remark for remark in remarks if remark.text)


def _remark(row: dict[str, Any]) -> Remark:
    params = row.get("params")
    values = [_param(value) for value in (params if isinstance(params, list) else [])]
    title, message = (_text(row.get(key)) or "" for key in ("title", "message"))
    return Remark(_text(row.get("code")) or "", _filled(title, values), _filled(message, values))


def _param(value: Any) -> str:
    return _text(str(value)) or "" if isinstance(value, str | int | float) else ""


def _filled(text: str, values: list[str]) -> str:
    """Return the text with %1, %2, … replaced by the values, in one pass.

    A placeholder of two digits counts only if there are as many values; else it is one digit.
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


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if abs(value) <= LARGEST_NUMBER else None


def _time(value: Any) -> float | None:
    """Return UTC seconds for an ISO 8601 date with any number of fractional digits.

    The minimum and maximum years stand for a date that was never set, and Windows has no local time
    after the year 3000.
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
