"""Everything known about a job as plain text, for diagnosing a problem with it."""

from collections.abc import Iterator

from ccwatch.core.course import open_gap
from ccwatch.core.job import Details, Job, Progress
from ccwatch.core.job_words import SERVICE_WORDS, UNKNOWN
from ccwatch.core.jobs import Status
from ccwatch.core.past import Past
from ccwatch.core.plain_text import one_line
from ccwatch.core.utc import iso

_LABEL_WIDTH = 14
_Line = tuple[str, str | float | None]


def job_report(job: Job, past: Past, status: Status, now: float) -> str:
    """Return the report; times are ISO 8601 in UTC, and states are the service's own words.

    It is meant for support and issue reports, so it is always in English.
    """
    parts = (_of_the_job(job), _of_the_service(job), _of_the_watching(job, past, status, now))
    return "\n\n".join("\n".join(_written(*line) for line in part) for part in parts)


def _of_the_job(job: Job) -> Iterator[_Line]:
    known = job.details or Details()
    yield "job", job.spelling
    yield "service", f"{SERVICE_WORDS[job.service]} ({job.service.value})"
    yield "name", known.name
    yield "renamed to", job.alias
    yield "type", known.type
    yield "iTwin", known.itwin


def _of_the_service(job: Job) -> Iterator[_Line]:
    seen, known = job.progress or Progress(None), job.details or Details()
    yield "progress", None if seen.percentage is None else repr(seen.percentage)
    yield "state", _quoted(seen.state)
    yield "step", _quoted(seen.step)
    yield "job's state", _quoted(known.state)
    yield "outcome", job.outcome.value if job.outcome else None
    for name in ("created", "submitted", "started", "ended"):
        yield name, _time(getattr(known, name))
    for name in ("engines", "units", "cost"):
        yield name, getattr(known, name)
    yield "errors", len(known.errors) if job.details else None
    yield "warnings", len(known.warnings) if job.details else None


def _of_the_watching(job: Job, past: Past, status: Status, now: float) -> Iterator[_Line]:
    yield "now", _time(now)
    yield "added", _time(job.added)
    yield "checked", _time(job.checked)
    yield "changed", _time(job.changed)
    yield "next check", _time(job.next_check)
    yield "observations", past.observations
    missing = sum(gap.until - gap.since for gap in past.gaps)
    yield "gaps", f"{len(past.gaps)}, {missing:.0f} s in all" if past.gaps else 0
    if gap := open_gap(job, now):
        yield "no reply for", f"{gap.until - gap.since:.0f} s"
    trouble = job.trouble or status.trouble
    yield "trouble", f"{trouble.title}: {trouble.message}" if trouble else None
    yield "reply", (trouble.code or None) if trouble else None
    yield "signed in", None if status.signed_in is None else _yes(status.signed_in)
    yield "unreachable", _time(status.unreachable_since)
    yield "paused until", _time(status.limited_until)
    yield "muted", _yes(job.muted)


def _written(label: str, value: str | float | None) -> str:
    said = UNKNOWN if value is None else one_line(str(value))
    return f"{label + ':':{_LABEL_WIDTH}} {said}"


def _quoted(word: str | None) -> str | None:
    """Return the word in quotes: a trailing space would matter."""
    return None if word is None else f'"{word}"'


def _yes(true: bool) -> str:
    return "yes" if true else "no"


def _time(at: float | None) -> str | None:
    try:
        return iso(at)
    except (ValueError, OverflowError, OSError):  # from a file edited by hand
        return repr(at)
