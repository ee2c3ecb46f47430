"""The events; each is a value with the time it was observed (UTC seconds)."""

from dataclasses import dataclass

from ccwatch.core.job import Details, JobId, Outcome, Progress, Remark, Service, Trouble


@dataclass(frozen=True, slots=True)
class JobEvent:
    """An event of one job."""

    job: JobId
    at: float


@dataclass(frozen=True, slots=True)
class Added(JobEvent):
    """The user added the job."""

    service: Service
    alias: str | None = None
    listed_as: JobId | None = None


@dataclass(frozen=True, slots=True)
class Appeared(JobEvent):
    """A service lists the job as the user's own, for the first time."""


@dataclass(frozen=True, slots=True)
class Removed(JobEvent):
    """The user removed the job."""


@dataclass(frozen=True, slots=True)
class Renamed(JobEvent):
    """The user named the job; None restores the service's name."""

    alias: str | None


@dataclass(frozen=True, slots=True)
class Muted(JobEvent):
    """The user muted or unmuted the job's notifications."""

    muted: bool


@dataclass(frozen=True, slots=True)
class LookedAt(JobEvent):
    """The user viewed a job with a new failure."""


@dataclass(frozen=True, slots=True)
class CancelAccepted(JobEvent):
    """The service accepted the user's request to cancel the job, which has not ended yet."""


@dataclass(frozen=True, slots=True)
class Scheduled(JobEvent):
    """When the next query of the job is due; None: not while signed out, or no more."""

    due: float | None


@dataclass(frozen=True, slots=True)
class Seen(JobEvent):
    """The service answered a progress query, changed or not."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class Described(JobEvent):
    """The service answered about the job itself, with something new."""

    details: Details


@dataclass(frozen=True, slots=True)
class QueryFailed(JobEvent):
    """A query failed; what is known stays.

    `for_good` means that the service will always refuse this query.
    """

    trouble: Trouble
    for_good: bool = False


@dataclass(frozen=True, slots=True)
class Started(JobEvent):
    """The job left the queue."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class Moved(JobEvent):
    """The percentage changed, in either direction."""

    progress: Progress
    was: float | None


@dataclass(frozen=True, slots=True)
class StepChanged(JobEvent):
    """The job entered another step."""

    progress: Progress
    was: str | None


@dataclass(frozen=True, slots=True)
class StateChanged(JobEvent):
    """The service's state word changed, other than by a start or an end."""

    progress: Progress
    was: str | None


@dataclass(frozen=True, slots=True)
class Stalled(JobEvent):
    """Nothing has changed for much longer than the job's own pace explains."""

    since: float


@dataclass(frozen=True, slots=True)
class WaitsLong(JobEvent):
    """The job has waited for an engine for `wait` seconds, which is unusually long.

    Jobs like it usually wait `low` to `high` seconds, None if that is not known.
    """

    wait: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class NotContinued(JobEvent):
    """The job ended well at `since`, but the next one of its survey was not submitted."""

    since: float


@dataclass(frozen=True, slots=True)
class Reopened(JobEvent):
    """A job that had ended is active again."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class Ended(JobEvent):
    """The job ended; `ended` is the service's time, if it gave one.

    `reasons` are those of a failure, or why the outcome is unknown. `found` is False for a job that
    the service never had.
    """

    outcome: Outcome
    ended: float | None = None
    percentage: float | None = None
    reasons: tuple[Remark, ...] = ()
    found: bool = True


@dataclass(frozen=True, slots=True)
class ServiceFound(JobEvent):
    """The job is not one of the service that was assumed, but of this one.

    `others` have a job with the same ID, which is not watched.
    """

    service: Service
    others: tuple[Service, ...] = ()


@dataclass(frozen=True, slots=True)
class SignInWanted:
    """There is no valid sign-in: all watching pauses."""

    at: float
    reason: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A valid sign-in: watching resumes. The user's identity is not recorded."""

    at: float


@dataclass(frozen=True, slots=True)
class WentUnreachable:
    """The service has been unreachable since then, for long enough to report it."""

    at: float
    since: float
    trouble: Trouble


@dataclass(frozen=True, slots=True)
class CameBack:
    """The service answers again after it was reported unreachable since then."""

    at: float
    since: float


@dataclass(frozen=True, slots=True)
class Limited:
    """The service asked for a pause: no request is sent before `until`."""

    at: float
    until: float
    trouble: Trouble


@dataclass(frozen=True, slots=True)
class Stretched:
    """The request budget is too small for the jobs; None: it is sufficient again.

    `behind` is how late the longest overdue query is, in seconds.
    """

    at: float
    behind: float | None


@dataclass(frozen=True, slots=True)
class CatchingUp:
    """After a start or a sleep: every job is about to be checked for changes."""

    at: float


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """Every job has been checked since then, or could not be."""

    at: float


AnyJobEvent = (
    Added
    | Appeared
    | Removed
    | Renamed
    | Muted
    | LookedAt
    | CancelAccepted
    | Scheduled
    | Seen
    | Described
    | QueryFailed
    | Started
    | Moved
    | StepChanged
    | StateChanged
    | Stalled
    | WaitsLong
    | NotContinued
    | Reopened
    | Ended
    | ServiceFound
)
ServiceEvent = (
    SignInWanted
    | SignedIn
    | WentUnreachable
    | CameBack
    | Limited
    | Stretched
    | CatchingUp
    | CaughtUp
)
Event = AnyJobEvent | ServiceEvent
