"""The store: the one mutable state of the desktop program."""

from collections.abc import Iterable, Mapping, Set
from types import MappingProxyType
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from ccwatch.core.estimate import Prior, Range, Rest, left_of, rest_of
from ccwatch.core.events import Ended, Event, JobEvent, Removed
from ccwatch.core.experience import Experience, experience_from
from ccwatch.core.job import Details, Job, JobId, Point
from ccwatch.core.jobs import Status, job_after, status_after
from ccwatch.core.queue_time import UsualWaits
from ccwatch.core.survey import Survey, time_left_of
from ccwatch.core.surveys import LINKING, Surveys
from ccwatch.core.tally import tally_of


class _Kept(NamedTuple):
    """A cached estimate and the values it was computed from."""

    course: tuple[Point, ...]
    details: Details | None
    experience: Experience
    prior: Prior | None
    rest: Rest | None
    bounds: Range | None

    def is_of(self, job: Job) -> bool:
        """Return whether it was computed from the job as it is."""
        return self.course is job.course and self.details is job.details


class JobStore(QObject):
    """Applies events to jobs and status, then announces them.

    happened(event): emitted after the event was applied; `touched` then has the jobs that it
    concerns: its own, and those that may be in another survey now.
    """

    happened = Signal(object)

    def __init__(self, jobs: Iterable[Job] = (), status: Status | None = None) -> None:
        super().__init__()
        self._jobs: dict[JobId, Job] = {}
        self.jobs: Mapping[JobId, Job] = MappingProxyType(self._jobs)
        self._rests: dict[JobId, _Kept] = {}
        self._waits = UsualWaits()
        self.touched: Set[JobId] = frozenset()
        self.restore(jobs, status or Status())

    def restore(
        self, jobs: Iterable[Job], status: Status, experience: Experience | None = None
    ) -> None:
        """Start with the state of an earlier run, before anything is shown."""
        self._jobs.clear()
        self._jobs.update((job.id, job) for job in jobs)
        self._surveys: Surveys | None = None
        self.status = status
        self.tally = tally_of(self._jobs.values())
        self.experience = experience or experience_from(self._jobs.values())

    @property
    def surveys(self) -> Surveys:
        """Which jobs are one survey: indexed when first asked for, as a hidden window does not."""
        if self._surveys is None:
            self._surveys = Surveys(self._jobs.values())
        return self._surveys

    def job(self, job: JobId) -> Job | None:
        """Return the job's current state, None if it is not watched."""
        return self._jobs.get(job)

    def spelling(self, job: JobId) -> JobId:
        """Return the job's ID as the service spells it, if that is known."""
        known = self._jobs.get(job)
        return known.spelling if known else job

    def time_left(self, job: Job, now: float) -> Range | None:
        """Return the estimated seconds left, from the job's own pace and from finished jobs.

        For a survey, to the end of its last known job.

        The estimate is cached until the course changes: thousands of rows are sorted by it.
        """
        if isinstance(job, Survey):
            return time_left_of(job, now, self.time_left)
        kept = self._rests.get(job.id)
        if kept is None or kept.experience is not self.experience or not kept.is_of(job):
            kept = self._rests[job.id] = self._estimated(job, kept)
        if kept.rest is None or kept.bounds is None:
            return None
        return left_of(job, now, kept.bounds, kept.rest.due)

    def usual_wait(self, job: Job, now: float) -> Range | None:
        """Return how many seconds jobs like this one usually wait for an engine; None if unknown.

        For a survey, the job that runs now. The notification of a long wait has the same source.
        """
        job = job.current if isinstance(job, Survey) else job
        return self._waits.of(job, self._jobs.values(), now)

    def _estimated(self, job: Job, kept: _Kept | None) -> _Kept:
        """Return the estimate; if only other jobs ended, what is left of the one before."""
        experience = self.experience
        prior = experience.prior_for(job)
        same = kept is not None and kept.prior is prior and kept.is_of(job)
        rest = kept.rest if kept and same else rest_of(job, prior)
        bounds = rest and rest.bounds(experience.margins_for(job)(rest.stage))
        return _Kept(job.course, job.details, experience, prior, rest, bounds)

    def apply(self, event: Event) -> None:
        """Apply the event, then emit `happened`."""
        if isinstance(event, JobEvent):
            before = (
                self._jobs.pop(event.job, None)
                if isinstance(event, Removed)
                else self._jobs.get(event.job)
            )
            after = job_after(before, event)
            self._follow(event, after)
            if before:
                self.tally.count(before, -1)
            if after is None:
                self._rests.pop(event.job, None)
            if after:
                self.tally.count(after)
                self._jobs[event.job] = after
                if isinstance(event, Ended):
                    self.experience = self.experience.after(after)
        else:
            self.status = status_after(self.status, event)
        self.happened.emit(event)

    def _follow(self, event: JobEvent, after: Job | None) -> None:
        """Note which jobs the event concerns, and which surveys there are after it."""
        self.touched = {event.job}
        if self._surveys is not None and isinstance(event, LINKING):
            before = self._surveys.related(event.job)
            if self._surveys.follow(event, after):
                self.touched |= before | self._surveys.related(event.job)
