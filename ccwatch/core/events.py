"""What can happen; each event is a value with the time it was seen (UTC seconds)."""

from dataclasses import dataclass

from ccwatch.core.job import Details, JobId, Outcome, Progress, Remark, Service, Trouble


@dataclass(frozen=True, slots=True)
class JobEvent:
    """Something that concerns one job."""

    job: JobId
    at: float


@dataclass(frozen=True, slots=True)
class Added(JobEvent):
    """The user wants this job watched."""

    service: Service
    alias: str | None = None
    listed_as: JobId | None = None


@dataclass(frozen=True, slots=True)
class Removed(JobEvent):
    """The user no longer wants this job watched."""


@dataclass(frozen=True, slots=True)
class Renamed(JobEvent):
    """The user gave the job a name; None returns to the service's own."""

    alias: str | None


@dataclass(frozen=True, slots=True)
class Muted(JobEvent):
    """The user wants notices of this job no more, or again."""

    muted: bool


@dataclass(frozen=True, slots=True)
class LookedAt(JobEvent):
    """The user looked at a job whose failure was news."""


@dataclass(frozen=True, slots=True)
class Scheduled(JobEvent):
    """The next query of the job is due then; None: there is none."""

    due: float | None


@dataclass(frozen=True, slots=True)
class Seen(JobEvent):
    """The service answered about progress, changed or not."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class Described(JobEvent):
    """The service answered about the job itself, with something new."""

    details: Details


@dataclass(frozen=True, slots=True)
class QueryFailed(JobEvent):
    """A query brought nothing; what is known stays.

    `for_good` says that the service will refuse the same question every time.
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
    """The service has another word for the job's state, and it is no start or end."""

    progress: Progress
    was: str | None


@dataclass(frozen=True, slots=True)
class Stalled(JobEvent):
    """Nothing has changed for much longer than this job's own pace."""

    since: float


@dataclass(frozen=True, slots=True)
class Reopened(JobEvent):
    """A job that had ended is active again."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class Ended(JobEvent):
    """The job came to an end; `ended` is the service's time, when it gave one.

    `reasons` are those of a failure, or why the outcome is not known. `found` is False for a
    job that the service never had.
    """

    outcome: Outcome
    ended: float | None = None
    percentage: float | None = None
    reasons: tuple[Remark, ...] = ()
    found: bool = True


@dataclass(frozen=True, slots=True)
class SignInWanted:
    """No valid sign-in: all watching holds."""

    at: float
    reason: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A valid sign-in: watching goes on. Who that is stays out of the record."""

    at: float


@dataclass(frozen=True, slots=True)
class WentUnreachable:
    """The service has not been reached since then, long enough to tell."""

    at: float
    since: float
    trouble: Trouble


@dataclass(frozen=True, slots=True)
class CameBack:
    """The service answers again after it was told unreachable since then."""

    at: float
    since: float


@dataclass(frozen=True, slots=True)
class Limited:
    """The service asked for a pause: no request goes out before `until`."""

    at: float
    until: float
    trouble: Trouble


@dataclass(frozen=True, slots=True)
class Stretched:
    """The request budget is too small for the jobs; None: it is enough again.

    `behind` is how late the longest overdue query is, in seconds.
    """

    at: float
    behind: float | None


@dataclass(frozen=True, slots=True)
class CatchingUp:
    """After a start or a sleep: what changed meanwhile is about to be found out."""

    at: float


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """Every job was asked for since then, or could not be."""

    at: float


AnyJobEvent = (
    Added
    | Removed
    | Renamed
    | Muted
    | LookedAt
    | Scheduled
    | Seen
    | Described
    | QueryFailed
    | Started
    | Moved
    | StepChanged
    | StateChanged
    | Stalled
    | Reopened
    | Ended
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
