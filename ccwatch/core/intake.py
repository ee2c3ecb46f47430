"""From any text to jobs: ids, and links that hold one."""

import re
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import parse_qsl, unquote, urlsplit

from ccwatch.core.errors import JobRefused
from ccwatch.core.job import JobId, Service

MOST_JOBS = 10_000
_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
_GUID = re.compile(r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_BETWEEN = re.compile(r"[\s,;\"'<>|]+")
_JOB_WORDS = ("job", "jobs")
_JOB_FIELDS = ("jobid", "job", "id")


@dataclass(frozen=True, slots=True)
class JobRef:
    """A job that a text names; the service only when the text tells it."""

    id: JobId
    service: Service | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """The jobs that a text names, each once, and what in it was not understood."""

    jobs: tuple[JobRef, ...]
    refused: tuple[str, ...]


def read_job(text: str) -> JobRef:
    """Return the one job that an id or a link names; raises JobRefused."""
    text = text.strip()
    found = _from_link(text) if "://" in text else _from_word(text)
    if found is None:
        shown = text if len(text) <= 60 else text[:59] + "…"
        raise JobRefused(f"“{shown}” holds no job id.")
    return found


def read_jobs(text: str) -> Intake:
    """Return all jobs that a text of any number of lines names.

    A line that holds links or GUIDs is prose around them: its other words do not count.
    Among several words on a line, one without a digit is taken for prose as well.
    """
    jobs: dict[JobRef, None] = {}
    refused: list[str] = []
    for line in text.splitlines():
        words = [word for word in _BETWEEN.split(line) if word]
        clear = [word for word in words if "://" in word or _GUID.search(word)]
        for word in clear or words:
            prose = not clear and len(words) > 1 and not any(map(str.isdigit, word))
            try:
                jobs[_strict(word) if prose else read_job(word)] = None
            except JobRefused as error:
                refused.append(error.message)
            if len(jobs) >= MOST_JOBS:
                return Intake(tuple(jobs), (*refused, f"Only the first {MOST_JOBS} were taken."))
    return Intake(tuple(jobs), tuple(refused))


def _strict(word: str) -> JobRef:
    raise JobRefused(f"“{word[:60]}” does not look like a job id.")


def _from_word(text: str) -> JobRef | None:
    if _ID.fullmatch(text):
        return JobRef(JobId(text))
    guid = _GUID.search(text)
    return JobRef(JobId(guid.group())) if guid else None


def _from_link(text: str) -> JobRef | None:
    try:
        link = urlsplit(text)
    except ValueError:
        return None
    if link.scheme == "ccwatch":
        segments = [link.netloc, *link.path.strip("/").split("/")]
        words = segments[1:] if segments[0] == "job" and len(segments) == 2 else []
        return JobRef(JobId(words[0])) if words and _ID.fullmatch(words[0]) else None
    if link.scheme not in ("http", "https"):
        return None
    segments = [unquote(segment) for segment in f"{link.path}/{link.fragment}".split("/")]
    service = next((Service(word) for word in segments if word in set(Service)), None)
    for word, following in pairwise(segments):
        if word.lower() in _JOB_WORDS and _ID.fullmatch(following):
            return JobRef(JobId(following), service)
    fields = {key.lower(): value for key, value in parse_qsl(link.query)}
    for key in _JOB_FIELDS:
        if _ID.fullmatch(fields.get(key, "")):
            return JobRef(JobId(fields[key]), service)
    guids = _GUID.findall(unquote(text))
    return JobRef(JobId(guids[-1]), service) if guids else None
