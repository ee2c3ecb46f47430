"""The table: what was known and what was seen make what is known next, and what is told.

Rules of this file
 1. `advance` is the only place that decides what a reply means. It returns events; the
    reducer in `jobs` makes the new job from them, so nobody can disagree with the history.
 2. Progress never ends a job by itself: `Over` does not say how it ended, and a state that
    does carries no reasons. The end is told from the job itself (`Details`), or by
    `closed` when the job itself is not to be had.
 3. The first sight of a job is no change: it moves (from unknown) but does not start, and
    its step is not a new step.
 4. The percentage is compared exactly, in both directions. What a reply lacks (percentage,
    state or step) is no news: the last known one stays.
 5. An ended job that is seen active again is told as reopened, never an error.
 6. An ended job that is seen as ended once more enters no step: nothing is told after an end.
 7. A state that nobody knows is kept to the letter and watched on.
"""

from collections.abc import Iterator
from dataclasses import replace

from ccwatch.core.events import (
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
from ccwatch.core.job import ENDED, OUTCOMES, Details, Job, Outcome, Phase, Progress
from ccwatch.core.jobs import job_after, job_after_all
from ccwatch.core.stall import is_stalled

_RUNNING = (Phase.ACTIVE, Phase.ENDING)
_ENDS = (Phase.SUCCEEDED, Phase.FAILED, Phase.CANCELLED, Phase.UNAVAILABLE)

StateEvent = type[Started] | type[StateChanged] | type[Reopened]
TABLE: dict[tuple[Phase, Phase], StateEvent] = {
    (Phase.QUEUED, Phase.ACTIVE): Started,
    **{(was, Phase.ACTIVE): StateChanged for was in (Phase.UNKNOWN, Phase.ENDING, Phase.OVER)},
    **{(was, Phase.QUEUED): StateChanged for was in (Phase.UNKNOWN, *_RUNNING, Phase.OVER)},
    **{(was, Phase.ENDING): StateChanged for was in (Phase.UNKNOWN, Phase.QUEUED, Phase.ACTIVE)},
    **{(was, Phase.UNKNOWN): StateChanged for was in (Phase.QUEUED, *_RUNNING, Phase.OVER)},
    **{(was, seen): Reopened for was in _ENDS for seen in (Phase.QUEUED, *_RUNNING)},
}


def advance(
    job: Job, seen: Progress | Details, now: float, still: float | None = None
) -> tuple[Job, tuple[JobEvent, ...]]:
    """Return the job after what was seen at `now` (UTC seconds), and what happened.

    `still` is for how many seconds of a steady clock nothing has changed; without it the last
    change is taken by the same clock as `now`, which somebody may have set since.
    """
    if isinstance(seen, Details):
        events = tuple(_from_details(job, seen, now))
    else:
        if still is None:
            still = now - (now if job.changed is None else job.changed)
        events = tuple(_from_progress(job, seen, now, still))
    return _watched(job_after_all(job, events)), events


def closed(job: Job, now: float) -> tuple[Job, tuple[JobEvent, ...]]:
    """Return the job after the service said that it has no such job, and what happened.

    A state seen in progress may still say how it ended; otherwise that is not known any more.
    """
    told = job.progress.phase if job.progress else Phase.UNKNOWN
    outcome = OUTCOMES.get(told, Outcome.UNAVAILABLE)
    events = (Ended(job.id, now, outcome, percentage=job.percentage),)
    return _watched(job_after_all(job, events)), events


def wants_details(job: Job, events: tuple[JobEvent, ...] = ()) -> bool:
    """Return whether the job itself is to be asked for, after these events.

    Once to know its name, again when it started or entered a step, and for its outcome.
    """
    if job.outcome is not None:
        return False
    news = any(isinstance(event, Started | StepChanged | Reopened) for event in events)
    return job.details is None or news or seeks_outcome(job)


def seeks_outcome(job: Job) -> bool:
    """Return whether progress says that the job ended, and how it ended is not known yet."""
    return job.outcome is None and job.progress is not None and job.progress.phase in ENDED


def _from_progress(job: Job, seen: Progress, now: float, still: float) -> Iterator[JobEvent]:
    seen = _completed(seen, job)
    event: JobEvent = Seen(job.id, now, seen)
    yield event
    after = _watched(job_after(job, event))
    news = tuple(_changes(job, after, seen, now))
    yield from news
    if not news and not job.stalled and is_stalled(after, still):
        yield Stalled(job.id, now, now - still)


def _completed(seen: Progress, job: Job) -> Progress:
    known = job.progress or seen
    percentage = known.percentage if seen.percentage is None else seen.percentage
    # An ended job may have been active in the last progress: that does not reopen it.
    state = seen.state or (known.state if job.watched else None)
    return Progress(percentage, state, seen.step or known.step)


def _changes(job: Job, after: Job, seen: Progress, now: float) -> Iterator[JobEvent]:
    first = job.progress is None and job.details is None
    was = Phase.OVER if seeks_outcome(job) else replace(job, stalled=False).phase
    phase = seen.phase if job.outcome else replace(after, stalled=False).phase
    if not first:
        match TABLE.get((was, phase)):
            case type() as kind if kind is StateChanged:
                yield StateChanged(job.id, now, seen, job.state)
            case type() as kind:
                yield kind(job.id, now, seen)  # type: ignore[call-arg]
            case None if was is phase is Phase.UNKNOWN and _differ(job.state, seen.state):
                yield StateChanged(job.id, now, seen, job.state)
    over = job.outcome is not None and phase in ENDED
    if job.progress and after.step and after.step != job.step and not over:
        yield StepChanged(job.id, now, seen, job.step)
    if seen.percentage is not None and seen.percentage != job.percentage:
        yield Moved(job.id, now, seen, job.percentage)


def _from_details(job: Job, seen: Details, now: float) -> Iterator[JobEvent]:
    if seen != job.details:
        yield Described(job.id, now, seen)
    outcome = OUTCOMES.get(seen.phase)
    if outcome is not None and job.outcome is None:
        yield Ended(job.id, now, outcome, seen.ended, job.percentage, seen.errors)


def _differ(word: str | None, other: str | None) -> bool:
    return (word or "").lower() != (other or "").lower()


def _watched(job: Job | None) -> Job:
    assert job is not None, "only a removal ends in no job"
    return job
