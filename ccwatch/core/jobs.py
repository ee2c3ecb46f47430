"""The reducer: applies one event to what is known."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ccwatch.core.events import (
    Added,
    CameBack,
    CancelAccepted,
    CatchingUp,
    CaughtUp,
    Described,
    Ended,
    JobEvent,
    Limited,
    LookedAt,
    Moved,
    Muted,
    NotContinued,
    QueryFailed,
    Removed,
    Renamed,
    Reopened,
    Scheduled,
    Seen,
    ServiceEvent,
    ServiceFound,
    SignedIn,
    SignInWanted,
    Stalled,
    Started,
    StateChanged,
    StepChanged,
    Stretched,
    WaitsLong,
    WentUnreachable,
)
from ccwatch.core.job import Job, Outcome, Trouble
from ccwatch.core.run import extended


@dataclass(frozen=True, slots=True)
class Status:
    """What is known about the service and the account; times are UTC seconds."""

    signed_in: bool | None = None
    sign_in_reason: str = ""
    unreachable_since: float | None = None
    limited_from: float | None = None
    limited_until: float | None = None
    behind: float | None = None
    trouble: Trouble | None = None

    def pause_left(self, now: float) -> float:
        """Return the seconds for which the service still wants no requests.

        Also 0 before the pause began, which happens when the clock was set back.
        """
        if self.limited_from is None or self.limited_until is None or now < self.limited_from:
            return 0.0
        return max(self.limited_until - now, 0.0)


def job_after(job: Job | None, event: JobEvent) -> Job | None:
    """Return the job after the event; None if it is not watched."""
    if isinstance(event, Added):
        return job or Job(
            event.job, event.service, event.at, event.alias, listed_as=event.listed_as
        )
    if job is None or isinstance(event, Removed):
        return None
    match event:
        case Renamed(alias=alias):
            return replace(job, alias=alias)
        case Muted(muted=muted):
            return replace(job, muted=muted)
        case LookedAt():
            return replace(job, unseen=False)
        case CancelAccepted():
            return replace(job, cancelling=job.unfinished, stalled=False, waits_long=False)
        case Scheduled(due=due):
            return replace(job, next_check=due)
        case Described(details=details):
            return replace(job, details=details, checked=event.at, trouble=None)
        case QueryFailed(trouble=trouble):
            return replace(job, trouble=trouble)
        case Seen(progress=progress):
            changed = event.at if job.changed is None else job.changed
            return replace(job, progress=progress, checked=event.at, changed=changed, trouble=None)
        case Started(progress=progress) | StateChanged(progress=progress):
            return replace(
                job, progress=progress, changed=event.at, stalled=False, waits_long=False
            )
        case Moved(progress=progress) | StepChanged(progress=progress):
            return replace(
                job,
                progress=progress,
                changed=event.at,
                stalled=False,
                course=extended(job.course, event.at, progress),
            )
        case Stalled():
            return replace(job, stalled=True)
        case WaitsLong():
            return replace(job, waits_long=True)
        case NotContinued():
            return replace(job, abandoned=True)
        case ServiceFound(service=service):
            return replace(job, service=service)
        case Reopened(progress=progress):
            return replace(
                job,
                progress=progress,
                outcome=None,
                ended=None,
                changed=event.at,
                unseen=False,
                cancelling=False,
                abandoned=False,
            )
        case Ended():
            return replace(
                job,
                outcome=event.outcome,
                ended=event.ended or event.at,
                stalled=False,
                waits_long=False,
                cancelling=False,
                unseen=event.outcome is Outcome.FAILED,
                trouble=None,
                next_check=None,
            )
    return job


def job_after_all(job: Job | None, events: Iterable[JobEvent]) -> Job | None:
    """Return the job after all events, in their order."""
    for event in events:
        job = job_after(job, event)
    return job


def status_after(status: Status, event: ServiceEvent) -> Status:
    """Return the status after the event."""
    match event:
        case SignInWanted(reason=reason):
            return replace(status, signed_in=False, sign_in_reason=reason)
        case SignedIn():
            return replace(status, signed_in=True, sign_in_reason="")
        case WentUnreachable(since=since, trouble=trouble):
            return replace(status, unreachable_since=since, trouble=trouble)
        case CameBack():
            return replace(status, unreachable_since=None, trouble=None)
        case Limited(at=at, until=until, trouble=trouble):
            return replace(status, limited_from=at, limited_until=until, trouble=trouble)
        case Stretched(behind=behind):
            return replace(status, behind=behind)
        case CatchingUp() | CaughtUp():
            return status
