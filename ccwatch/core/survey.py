"""A survey as one thing, for the list: how far it is, what runs now, and what is left of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ccwatch.core.estimate import Range, TimeLeft
from ccwatch.core.job import Details, Job, JobId, Outcome, Progress
from ccwatch.core.survey_course import survey_name, to_come

# No ID of a job begins like this.
_KEY = "survey:"


@dataclass(frozen=True, slots=True)
class Survey(Job):
    """The jobs of a survey as one job, whose state is that of `current`: the job that runs now.

    Its percentage is that of the whole. `steps` is the number of jobs, with those that usually
    follow; `awaits_next`: all known ones have ended, and the next one is not known yet.
    """

    jobs: tuple[Job, ...] = ()
    steps: int = 0
    awaits_next: bool = False

    @property
    def current(self) -> Job:
        """The job that runs now, else the one that ended last."""
        return self.jobs[self.step_number - 1]

    @property
    def step_number(self) -> int:
        """The number of that job among all, from 1."""
        running = (number for number, job in enumerate(self.jobs, 1) if job.unfinished)
        return next(running, len(self.jobs))


def survey_key(first: JobId) -> JobId:
    """Return the ID of a survey's row, which is none of a job."""
    return JobId(_KEY + first)


def as_one(jobs: Sequence[Job]) -> Survey:
    """Return the survey of these jobs, in their order."""
    first, last = jobs[0], jobs[-1]
    steps = len(jobs) + to_come(last)
    current = next((job for job in jobs if job.unfinished), last)
    awaits_next = current.outcome is Outcome.SUCCEEDED and steps > len(jobs)
    outcome = None if awaits_next else current.outcome
    known, begun = current.details or Details(), first.details or Details()
    state = "queued" if awaits_next else current.state
    return Survey(
        survey_key(first.id),
        first.service,
        min(job.added for job in jobs),
        survey_name(jobs),
        all(job.muted for job in jobs),
        Progress(_percentage(jobs, steps), state, current.step),
        Details(
            created=begun.created,
            submitted=known.submitted,
            started=begun.started if outcome else known.started,
            errors=known.errors,
        ),
        outcome,
        checked=current.checked,
        changed=current.changed,
        ended=current.ended if outcome else None,
        stalled=current.stalled or (awaits_next and current.abandoned),
        unseen=any(job.unseen for job in jobs),
        next_check=current.next_check,
        trouble=current.trouble,
        jobs=tuple(jobs),
        steps=steps,
        awaits_next=awaits_next,
    )


def time_left_of(survey: Survey, now: float, time_left: TimeLeft) -> Range | None:
    """Return the seconds to the end of the last known job; None if any part is unknown."""
    ranges = [time_left(job, now) for job in survey.jobs if job.unfinished]
    known = [each for each in ranges if each is not None]
    if not known or len(known) < len(ranges):
        return None
    low, high = (sum(each[end] for each in known) for end in (0, 1))
    return Range(low, high, max(each.late for each in known))


def _percentage(jobs: Sequence[Job], steps: int) -> float | None:
    """Return how far the whole is; each job counts the same."""
    parts = [100.0 if job.outcome is Outcome.SUCCEEDED else job.percentage for job in jobs]
    known = [min(max(part, 0.0), 100.0) for part in parts if part is not None]
    return sum(known) / steps if known else None
