"""The transition table: from what is known and what was observed to a job's events.

Rules of this file
 1. `advance` is the only place that decides what a reply means. It returns events; the
    reducer in `jobs` makes the new job from them, so job and history always agree.
 2. Progress never ends a job by itself: `Over` does not say how it ended, and a final state
    in progress has no reasons. The end comes from the job itself (`Details`), or from
    `closed` when the job itself is not available, or from `unread` when it cannot be read.
 3. The first observation of a job is not a change: it moves (from unknown) but does not start,
    and its step is not a new step.
 4. The percentage is compared exactly, in both directions. What a reply lacks (percentage,
    state or step) is not a change: the last known one stays.
 5. An ended job that is active again is reopened, which is never an error.
 6. An ended job that is reported as ended again enters no step: nothing follows an end.
 7. An unknown state keeps its spelling, and the job is still watched.
 8. The outcome is sought while progress says that the job is over, or is missing. A query counts
    as a failed try when the service answers about the job itself, but not how it ended: a reply
    that is too long, broken or no job, a 5xx, a refusal, an unknown state. No connection, a
    time-out, a 401 and a 429 are faults on the way and never count; nor does a job that the
    service itself still calls queued, active or ending.
 9. The fourth failed try (`MOST_TRIES`) ends the job: with the state in progress, else as
    UNREADABLE, with the reason. The watcher counts the tries, from 0 in each run.
10. Missing progress is weaker evidence than `Over`. For a waiting job it means nothing, so no
    try counts; for a job that was never found only a completely unreadable reply counts.
11. UNREADABLE and UNAVAILABLE are not the job's own outcome: a manual query may still find it.
"""

from collections.abc import Iterator
from dataclasses import replace

from ccwatch.core.errors import BadReply, ServiceError, Unreachable
from ccwatch.core.events import (
    AnyJobEvent,
    Described,
    Ended,
    JobEvent,
    Moved,
    Reopened,
    Seen,
    Stalled,
    Started,
    StateChanged,
    StepChanged,
)
from ccwatch.core.job import ENDED, OUTCOMES, Details, Job, Outcome, Phase, Progress, Remark
from ccwatch.core.jobs import job_after, job_after_all
from ccwatch.core.language import tr
from ccwatch.core.stall import is_stalled

_RUNNING = (Phase.ACTIVE, Phase.ENDING)
_ENDS = (Phase.SUCCEEDED, Phase.FAILED, Phase.CANCELLED, Phase.UNAVAILABLE, Phase.UNREADABLE)
_OPEN = (None, Outcome.UNAVAILABLE, Outcome.UNREADABLE)
_GOING_ON = (Phase.QUEUED, *_RUNNING)
MOST_TRIES = 4

StateEvent = type[Started] | type[StateChanged] | type[Reopened]
TABLE: dict[tuple[Phase, Phase], StateEvent] = {
    (Phase.QUEUED, Phase.ACTIVE): Started,
    **{(was, Phase.ACTIVE): StateChanged for was in (Phase.UNKNOWN, Phase.ENDING, Phase.OVER)},
    **{(was, Phase.QUEUED): StateChanged for was in (Phase.UNKNOWN, *_RUNNING, Phase.OVER)},
    **{(was, Phase.ENDING): StateChanged for was in (Phase.UNKNOWN, Phase.QUEUED, Phase.ACTIVE)},
    **{
        (was, Phase.UNKNOWN): StateChanged
        for was in (Phase.QUEUED, *_RUNNING, Phase.OVER, Phase.UNKNOWN)
    },
    **{(was, seen): Reopened for was in _ENDS for seen in (Phase.QUEUED, *_RUNNING)},
}


def advance(
    job: Job, seen: Progress | Details, now: float, still: float | None = None
) -> tuple[Job, tuple[AnyJobEvent, ...]]:
    """Return the job after an observation at `now` (UTC seconds), and its events.

    `still` is how many seconds of a steady clock nothing has changed; without it the time of the
    last change is compared with `now`, although the clock may have been set since.
    """
    if isinstance(seen, Details):
        events = tuple(_from_details(job, seen, now))
    else:
        if still is None:
            still = now - (now if job.changed is None else job.changed)
        events = tuple(_from_progress(job, seen, now, still))
    return _existing(job_after_all(job, events)), events


def ended_unavailable(job: Job, now: float) -> tuple[Job, tuple[AnyJobEvent, ...]]:
    """Return the job after the service said that it does not have it, and its events.

    A state seen in progress may still say how it ended; otherwise the outcome is lost.
    """
    outcome = _outcome_in_progress(job) or Outcome.UNAVAILABLE
    events = (Ended(job.id, now, outcome, percentage=job.percentage, found=job.found),)
    return _existing(job_after_all(job, events)), events


def ended_unreadable(
    job: Job, why: ServiceError, now: float
) -> tuple[Job, tuple[AnyJobEvent, ...]]:
    """Return the job after the last try to read how it ended, and its events."""
    outcome = _outcome_in_progress(job) or Outcome.UNREADABLE
    reasons: tuple[Remark, ...] = ()
    if outcome is Outcome.UNREADABLE:
        reasons = (Remark(why.code, why.title, why.message),)
    elif outcome is Outcome.FAILED:
        words = tr("The errors could not be read: {reason}", reason=why.message)
        reasons = (Remark(why.code, why.title, words),)
    ended = job.details.ended if job.details else None
    events = (Ended(job.id, now, outcome, ended, job.percentage, reasons),)
    return _existing(job_after_all(job, events)), events


def is_try(job: Job, found: Details | ServiceError, *, missing: bool) -> bool:
    """Return whether an answer about the job itself counts as a try to read how it ended.

    `missing`: the service has no progress for it.
    """
    over = seeks_outcome(job)
    if isinstance(found, Details):
        ended = missing and (found.phase is Phase.OVER or found.ended is not None)
        return (over or ended) and found.phase not in _GOING_ON
    if over or not missing or isinstance(found, Unreachable):
        return over and not isinstance(found, Unreachable)
    return job.phase is not Phase.QUEUED if job.found else isinstance(found, BadReply)


def wants_details(job: Job, events: tuple[JobEvent, ...] = ()) -> bool:
    """Return whether to query the job itself after these events.

    Once for its name, again when it started or entered a step, and for its outcome.
    """
    if job.outcome is not None:
        return job.outcome in _OPEN
    news = any(isinstance(event, Started | StepChanged | Reopened) for event in events)
    return job.details is None or news or seeks_outcome(job)


def seeks_outcome(job: Job) -> bool:
    """Return whether progress says that the job ended while its outcome is still unknown."""
    return job.outcome is None and job.progress is not None and job.progress.phase in ENDED


def _from_progress(job: Job, seen: Progress, now: float, still: float) -> Iterator[AnyJobEvent]:
    seen = _completed(seen, job)
    event: AnyJobEvent = Seen(job.id, now, seen)
    yield event
    after = _existing(job_after(job, event))
    news = tuple(_changes(job, after, seen, now))
    yield from news
    if not news and not job.stalled and is_stalled(after, still):
        yield Stalled(job.id, now, now - still)


def _completed(seen: Progress, job: Job) -> Progress:
    known = job.progress or seen
    percentage = known.percentage if seen.percentage is None else seen.percentage
    # The last progress of an ended job may have been active: that does not reopen it.
    state = seen.state or (known.state if job.unfinished else None)
    return Progress(percentage, state, seen.step or known.step)


def _changes(job: Job, after: Job, seen: Progress, now: float) -> Iterator[AnyJobEvent]:
    first = job.progress is None and job.details is None
    was = Phase.OVER if seeks_outcome(job) else replace(job, stalled=False).phase
    phase = seen.phase if job.outcome else replace(after, stalled=False).phase
    if not first:
        yield from _changes_of_state(job, was, phase, seen, now)
    over = job.outcome is not None and phase in ENDED
    if job.progress and after.step and after.step != job.step and not over:
        yield StepChanged(job.id, now, seen, job.step)
    if seen.percentage is not None and seen.percentage != job.percentage:
        yield Moved(job.id, now, seen, job.percentage)


def _changes_of_state(
    job: Job, was: Phase, phase: Phase, seen: Progress, now: float
) -> Iterator[AnyJobEvent]:
    kind = TABLE.get((was, phase))
    if kind is None:
        return
    if not issubclass(kind, StateChanged):
        yield kind(job.id, now, seen)
    elif was is not phase or _differ(job.state, seen.state):
        yield StateChanged(job.id, now, seen, job.state)


def _from_details(job: Job, seen: Details, now: float) -> Iterator[AnyJobEvent]:
    if seen != job.details:
        yield Described(job.id, now, seen)
    outcome = OUTCOMES.get(seen.phase)
    if outcome is not None and job.outcome in _OPEN:
        yield Ended(job.id, now, outcome, seen.ended, job.percentage, seen.errors)


def _outcome_in_progress(job: Job) -> Outcome | None:
    return OUTCOMES.get(job.progress.phase) if job.progress else None


def _differ(word: str | None, other: str | None) -> bool:
    return (word or "").lower() != (other or "").lower()


def _existing(job: Job | None) -> Job:
    assert job is not None, "only a removal ends in no job"
    return job
