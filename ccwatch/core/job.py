"""The values that the rest of the program speaks of: a job, its progress, its details."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import NamedTuple, NewType

JobId = NewType("JobId", str)
_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
_GUID = re.compile(
    r"([0-9a-f]{8})(-?)([0-9a-f]{4})\2([0-9a-f]{4})\2([0-9a-f]{4})\2([0-9a-f]{12})", re.IGNORECASE
)
_AROUND_GUID = " \t\r\n(){}[]<>\"'`“”„\u2018\u2019«»"
_URN = "urn:uuid:"


def is_job_id(text: str) -> bool:
    """Return whether the text has the form of an id: letters, digits, - and _, 1 to 128."""
    return _ID.fullmatch(text) is not None


def job_key(text: str) -> JobId:
    """Return the one id by which a job is known here, whatever way its id is written.

    A GUID may come in capitals, without dashes, in braces or quotes, or as urn:uuid:… (RFC 9562);
    its key has small letters and dashes. Any other id is its own key: its letter case counts.
    The service is asked by the key until its own spelling is known: see `Job.spelling`.
    """
    bare = text.strip(_AROUND_GUID)
    if bare[: len(_URN)].lower() == _URN:
        bare = bare[len(_URN) :].strip(_AROUND_GUID)
    guid = _GUID.fullmatch(bare)
    return JobId("-".join(guid.group(1, 3, 4, 5, 6)).lower() if guid else text)


class Service(StrEnum):
    """The services that run jobs; the value is the first segment of their paths."""

    MODELING = "contextcapture"
    ANALYSIS = "realitydataanalysis"
    CONVERSION = "realityconversion"
    MODELING_2 = "reality-modeling"
    ANALYSIS_2 = "reality-analysis"
    CONVERSION_2 = "reality-conversion"


class Phase(Enum):
    """Where a job stands, whatever word its service has for it."""

    UNKNOWN = "unknown"
    QUEUED = "queued"
    ACTIVE = "active"
    STALLED = "stalled"
    ENDING = "ending"
    OVER = "over"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNAVAILABLE = "unavailable"
    UNREADABLE = "unreadable"


class Outcome(StrEnum):
    """How a job ended, or why that is not known.

    UNAVAILABLE: the service does not have the job; UNREADABLE: it says that the job is over,
    but its answers about the job itself do not say how.
    """

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNAVAILABLE = "unavailable"
    UNREADABLE = "unreadable"


PHASES = {
    "unsubmitted": Phase.QUEUED,
    "queued": Phase.QUEUED,
    "active": Phase.ACTIVE,
    "terminatingoncancel": Phase.ENDING,
    "terminatingonfailure": Phase.ENDING,
    "over": Phase.OVER,
    "success": Phase.SUCCEEDED,
    "failed": Phase.FAILED,
    "cancelled": Phase.CANCELLED,
}
OUTCOMES = {
    Phase.SUCCEEDED: Outcome.SUCCEEDED,
    Phase.FAILED: Outcome.FAILED,
    Phase.CANCELLED: Outcome.CANCELLED,
}
ENDED = frozenset({*OUTCOMES, Phase.OVER})


def phase_of(state: str | None) -> Phase:
    """Return the phase that a service's word for a state means, in any letter case."""
    return PHASES.get((state or "").lower(), Phase.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Progress:
    """One reply about progress; percentage as the service gave it, exactly comparable."""

    percentage: float | None
    state: str | None = None
    step: str | None = None

    @property
    def phase(self) -> Phase:
        """The phase that the state means; unknown states stay unknown."""
        return phase_of(self.state)


@dataclass(frozen=True, slots=True)
class Remark:
    """An error or a warning of a job, its parameters already filled in."""

    code: str
    title: str
    message: str

    @property
    def text(self) -> str:
        """The message, or the next best thing that the service gave."""
        return self.message or self.title or self.code


@dataclass(frozen=True, slots=True)
class Details:
    """The job itself; times are UTC seconds since the epoch, None where not given.

    `id` is as the service spells it.
    """

    name: str | None = None
    type: str | None = None
    state: str | None = None
    created: float | None = None
    submitted: float | None = None
    started: float | None = None
    ended: float | None = None
    quality: str | None = None
    outputs: tuple[str, ...] = ()
    engines: float | None = None
    units: float | None = None
    cost: float | None = None
    itwin: str | None = None
    errors: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    id: str | None = None

    @property
    def phase(self) -> Phase:
        """The phase that the state means; submitted but not yet started is queued."""
        phase = phase_of(self.state)
        waiting = self.submitted is not None and self.started is None
        return Phase.QUEUED if phase is Phase.ACTIVE and waiting else phase


class Point(NamedTuple):
    """One place on the course of a job: when (UTC seconds), how far, in which step."""

    at: float
    percentage: float
    step: str | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the last query of a job brought nothing, in words for a person.

    `code` is how the service or the network said it, for diagnostics: "HTTP 503".
    """

    title: str
    message: str
    advice: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """All that is known of a watched job; times are UTC seconds since the epoch.

    `listed_as` is the id as the service spelled it in its list, if it was chosen there.
    """

    id: JobId
    service: Service = Service.MODELING
    added: float = 0.0
    alias: str | None = None
    muted: bool = False
    progress: Progress | None = None
    details: Details | None = None
    outcome: Outcome | None = None
    checked: float | None = None
    changed: float | None = None
    ended: float | None = None
    stalled: bool = False
    unseen: bool = False
    next_check: float | None = None
    trouble: Trouble | None = None
    course: tuple[Point, ...] = ()
    listed_as: JobId | None = None

    @property
    def spelling(self) -> JobId:
        """Its id as the service spells it, once that is known: for requests, and to be shown."""
        told = (self.details and self.details.id) or self.listed_as
        return JobId(told) if told and job_key(told) == self.id else self.id

    @property
    def name(self) -> str:
        """The user's name for it, else the service's, else its id."""
        return self.alias or (self.details and self.details.name) or self.spelling

    @property
    def phase(self) -> Phase:
        """Where the job stands, from all that is known of it."""
        if self.outcome is not None:
            return Phase(self.outcome.value)
        if self.stalled:
            return Phase.STALLED
        if self.progress is None:
            return self.details.phase if self.details else Phase.UNKNOWN
        phase = self.progress.phase
        if phase is Phase.ACTIVE and not self.percentage and not self.step and self.details:
            return self.details.phase if self.details.phase is Phase.QUEUED else phase
        return phase

    @property
    def percentage(self) -> float | None:
        """The last known percentage."""
        return self.progress.percentage if self.progress else None

    @property
    def step(self) -> str | None:
        """The last known step, None when the service names none."""
        return (self.progress.step or None) if self.progress else None

    @property
    def state(self) -> str | None:
        """The last known state, in the service's own word."""
        if self.progress and self.progress.state:
            return self.progress.state
        return self.details.state if self.details else None

    @property
    def found(self) -> bool:
        """Whether the service has ever answered about it."""
        return self.progress is not None or self.details is not None

    @property
    def watched(self) -> bool:
        """Whether there is anything left to ask for."""
        return self.outcome is None


def united(jobs: Iterable[Job]) -> list[Job]:
    """Return the jobs, each once: a file of an earlier version may hold one in two spellings.

    What is known comes from the one that is still watched, else from the one that says more.
    """
    found: dict[JobId, Job] = {}
    for job in jobs:
        known = found.setdefault(job.id, job)
        if known is not job:
            best = max(known, job, key=_says)
            alias = known.alias or job.alias
            found[job.id] = replace(best, added=min(known.added, job.added), alias=alias)
    return list(found.values())


def _says(job: Job) -> tuple[bool, bool, bool]:
    gone = job.outcome is Outcome.UNAVAILABLE
    return job.watched, not gone, job.details is not None
