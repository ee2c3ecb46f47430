"""The central values: a job, its progress and its details."""

import re
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import NamedTuple, NewType

JobId = NewType("JobId", str)
# As the service writes it; `job_key` reads other spellings.
GUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
_GUID = re.compile(
    r"([0-9a-f]{8})(-?)([0-9a-f]{4})\2([0-9a-f]{4})\2([0-9a-f]{4})\2([0-9a-f]{12})", re.IGNORECASE
)
_CANONICAL = re.compile(GUID)
_AROUND_GUID = " \t\r\n(){}[]<>\"'`“”„\u2018\u2019«»"
_URN = "urn:uuid:"


def is_job_id(text: str) -> bool:
    """Return whether the text has the form of an ID: letters, digits, - and _, 1 to 128."""
    return _ID.fullmatch(text) is not None


def job_key(text: str) -> JobId:
    """Return the canonical form of a job's ID, whatever its spelling.

    A GUID may be in upper case, without dashes, in braces or quotes, or a urn:uuid:… (RFC 9562);
    its canonical form is in lower case with dashes. Any other ID is its own canonical form: its
    letter case counts. Requests use the canonical form until the service's own spelling is known:
    see `Job.spelling`.
    """
    if _CANONICAL.fullmatch(text):
        return JobId(text)
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

    @property
    def has_messages(self) -> bool:
        """Whether errors and warnings come in a reply of their own, as in version 2."""
        return self in (Service.MODELING_2, Service.ANALYSIS_2, Service.CONVERSION_2)

    @property
    def submits_at_once(self) -> bool:
        """Whether creating a job submits it, as in version 2."""
        return self.has_messages


class Phase(Enum):
    """The phase of a job, whatever its service's word for it."""

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
    """How a job ended, or why that is unknown.

    UNAVAILABLE: the service does not have the job. UNREADABLE: it says that the job is over, but
    its answers about the job do not say how.
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
CANCELLABLE = (Phase.UNKNOWN, Phase.QUEUED, Phase.ACTIVE, Phase.STALLED)


def phase_of(state: str | None) -> Phase:
    """Return the phase for a service's state word, in any letter case."""
    return PHASES.get((state or "").lower(), Phase.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Progress:
    """One progress reply; the percentage is exactly the service's, so that it can be compared."""

    percentage: float | None
    state: str | None = None
    step: str | None = None

    @property
    def phase(self) -> Phase:
        """The phase of the state; unknown states stay unknown."""
        return phase_of(self.state)


@dataclass(frozen=True, slots=True)
class Remark:
    """An error or a warning of a job, with its parameters filled in."""

    code: str
    title: str
    message: str

    @property
    def text(self) -> str:
        """The message, or the best substitute that the service gave."""
        return self.message or self.title or self.code


@dataclass(frozen=True, slots=True)
class Output:
    """A result of a job: its format, or its name in version 2, and the ID of its reality data.

    The ID may be a path in the iTwin's bucket. It is not known before the job produces it.
    """

    format: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """The job itself; times are UTC seconds since the epoch, None if not given.

    `id` is in the service's spelling. `inputs` are IDs, which another job's outputs may have.
    """

    name: str | None = None
    type: str | None = None
    state: str | None = None
    created: float | None = None
    submitted: float | None = None
    started: float | None = None
    ended: float | None = None
    quality: str | None = None
    outputs: tuple[Output, ...] = ()
    engines: float | None = None
    units: float | None = None
    cost: float | None = None
    itwin: str | None = None
    errors: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    id: str | None = None
    inputs: tuple[str, ...] = ()
    workspace: str | None = None

    @property
    def phase(self) -> Phase:
        """The phase of the state; a job that has dates, but none of its start, is queued."""
        phase = phase_of(self.state)
        waiting = self.started is None and (self.submitted or self.created) is not None
        return Phase.QUEUED if phase is Phase.ACTIVE and waiting else phase


class Point(NamedTuple):
    """One point on a job's course: time (UTC seconds), percentage and step."""

    at: float
    percentage: float
    step: str | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the last query of a job failed, in user-visible words.

    `code` is the service's or the network's own error code, for diagnostics: "HTTP 503".
    """

    title: str
    message: str
    advice: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """Everything known about a watched job; times are UTC seconds since the epoch.

    `listed_as`: the ID as spelled in the service's list, if chosen there. `waits_long`: a long wait
    was reported. `cancelling`: the service accepted the user's request to cancel the job.
    `abandoned`: it was reported that the next job of its survey was not submitted.
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
    waits_long: bool = False
    cancelling: bool = False
    abandoned: bool = False

    @property
    def spelling(self) -> JobId:
        """The ID in the service's spelling, once known: for requests and for display."""
        spelled = (self.details and self.details.id) or self.listed_as
        return JobId(spelled) if spelled and job_key(spelled) == self.id else self.id

    @property
    def name(self) -> str:
        """The user's name for it, else the service's, else its ID."""
        return self.alias or (self.details and self.details.name) or self.spelling

    @property
    def phase(self) -> Phase:
        """The phase, from everything known about the job."""
        if self.outcome is not None:
            return Phase(self.outcome.value)
        phase = Phase.STALLED if self.stalled else self._phase_of_reply()
        return Phase.ENDING if self.cancelling and phase in CANCELLABLE else phase

    def _phase_of_reply(self) -> Phase:
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
        """The last known step, None if the service names none."""
        return (self.progress.step or None) if self.progress else None

    @property
    def state(self) -> str | None:
        """The last known state, in the service's own word."""
        if self.progress and self.progress.state:
            return self.progress.state
        return self.details.state if self.details else None

    def queued_seconds(self, now: float) -> float | None:
        """Return how long it waited for an engine, or has until `now`; None if unknown."""
        known = self.details or Details()
        submitted, started = known.submitted, known.started
        if started is None and self.unfinished and self.phase is Phase.QUEUED:
            started = now
        if submitted is None or started is None or started < submitted:
            return None
        return started - submitted

    @property
    def found(self) -> bool:
        """Whether the service has ever answered about this job."""
        return self.progress is not None or self.details is not None

    @property
    def can_be_cancelled(self) -> bool:
        """Whether the service knows the job, and it neither ended nor is about to."""
        return self.found and self.phase in CANCELLABLE

    @property
    def unfinished(self) -> bool:
        """Whether there is anything left to query."""
        return self.outcome is None
