"""Finds jobs in any text: IDs, and links that contain one."""

import re
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import parse_qsl, unquote, urlsplit

from ccwatch.core.errors import JobRefused
from ccwatch.core.job import GUID, JobId, Service, is_job_id, job_key
from ccwatch.core.language import number, tr
from ccwatch.core.plain_text import one_line

MOST_JOBS = 10_000
MOST_REFUSED = 100
LONGEST_QUOTE = 60
_GUID = re.compile(rf"\b{GUID}\b", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;\"'<>|]+")
_AROUND = "()[]{}.:!?"
# Characters that word processors and web pages put into IDs: other hyphens, invisible ones.
_TYPESET = str.maketrans(
    {"\u2010": "-", "\u2011": "-", **dict.fromkeys("\u00ad\u200b\u2060\ufeff")}
)
_JOB_WORDS = ("job", "jobs")
_JOB_FIELDS = ("jobid", "job", "id")


@dataclass(frozen=True, slots=True)
class JobRef:
    """A job named in a text; the service is known only if the text contains it.

    `listed_as` is the ID as spelled in the service's list, if it comes from there.
    """

    id: JobId
    service: Service | None = None
    listed_as: JobId | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """The jobs found in a text, without duplicates, and the parts not understood."""

    jobs: tuple[JobRef, ...]
    refused: tuple[str, ...]


def read_job(text: str) -> JobRef:
    """Return the one job that an ID or a link names; raises JobRefused."""
    text = text.translate(_TYPESET).strip()
    found = _from_link(text) if "://" in text else _from_word(text)
    if found is None:
        raise JobRefused(tr("“{text}” contains no job ID.", text=one_line(text, LONGEST_QUOTE)))
    return found


def read_jobs(text: str) -> Intake:
    """Return all jobs that a text of any number of lines names, without duplicates.

    In a line with links or GUIDs all other words are ignored as prose. Among several words on a
    line, one without a digit is ignored as well.
    """
    jobs: dict[JobId, JobRef] = {}
    refused: dict[str, None] = {}
    for line in text.translate(_TYPESET).splitlines():
        words = [word for part in _BETWEEN.split(line) if (word := part.strip(_AROUND))]
        clear = [word for word in words if "://" in word or _GUID.search(word)]
        for word in clear or words:
            prose = not clear and len(words) > 1 and not any(map(str.isdigit, word))
            try:
                found = _strict(word) if prose else read_job(word)
            except JobRefused as error:
                if len(refused) < MOST_REFUSED:
                    refused[error.message] = None
                continue
            jobs[found.id] = found if found.service else jobs.get(found.id, found)
            if len(jobs) >= MOST_JOBS:
                only = tr("Only the first {number} were used.", number=number(MOST_JOBS))
                return Intake(tuple(jobs.values()), (*refused, only))
    return Intake(tuple(jobs.values()), tuple(refused))


def _strict(word: str) -> JobRef:
    text = one_line(word, LONGEST_QUOTE)
    raise JobRefused(tr("“{text}” does not look like a job ID.", text=text))


def _from_word(text: str) -> JobRef | None:
    if job := _id_in(text):
        return JobRef(job)
    guid = _GUID.search(unquote(text))
    return JobRef(job_key(guid.group())) if guid else None


def _id_in(text: str) -> JobId | None:
    key = job_key(unquote(text))
    return key if is_job_id(key) else None


def _from_link(text: str) -> JobRef | None:
    try:
        link = urlsplit(text)
    except ValueError:
        return None
    if link.scheme == "ccwatch":
        job = _id_in(link.path.strip("/")) if link.netloc.lower() == "job" else None
        return JobRef(job) if job else None
    if link.scheme not in ("http", "https"):
        return None
    segments = [unquote(segment) for segment in f"{link.path}/{link.fragment}".split("/")]
    service = next((Service(word) for word in segments if word in set(Service)), None)
    for word, following in pairwise(segments):
        if word.lower() in _JOB_WORDS and (job := _id_in(following)):
            return JobRef(job, service)
    fields = {key.lower(): value for key, value in parse_qsl(link.query)}
    for key in _JOB_FIELDS:
        if job := _id_in(fields.get(key, "")):
            return JobRef(job, service)
    guids = _GUID.findall(unquote(text))
    return JobRef(job_key(guids[-1]), service) if guids else None
