"""The store: the one mutable state of the desktop program."""

from collections.abc import Iterable, Mapping, Set
from types import MappingProxyType
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from ccwatch.core.estimate import Prior, Range, Rest, range_at, rest_of
from ccwatch.core.events import Ended, Event, JobEvent, Removed
from ccwatch.core.job import Details, Job, JobId, Point
from ccwatch.core.jobs import Status, job_after, status_after
from ccwatch.core.priors import priors_from
from ccwatch.core.survey import Survey, time_left_of
from ccwatch.core.surveys import LINKING, Surveys
from ccwatch.core.tally import tally_of


class _Kept(NamedTuple):
    """A cached estimate and the values it was computed from."""

    course: tuple[Point, ...]
    details: Details | None
    prior: Prior | None
    rest: Rest | None

    def is_of(self, job: Job, prior: Prior | None) -> bool:
        """Return whether it was computed from these values."""
        same = self.course is job.course and self.details is job.details
        return same and self.prior is prior


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
        self.touched: Set[JobId] = frozenset()
        self.restore(jobs, status or Status())

    def restore(self, jobs: Iterable[Job], status: Status) -> None:
        """Start with the state of an earlier run, before anything is shown."""
        self._jobs.clear()
        self._jobs.update((job.id, job) for job in jobs)
        self.surveys = Surveys(self._jobs.values())
        self.status = status
        self.tally = tally_of(self._jobs.values())
        self._priors = priors_from(self._jobs.values())

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
        prior = self._priors.prior_for(job)
        kept = self._rests.get(job.id)
        if kept is None or not kept.is_of(job, prior):
            kept = _Kept(job.course, job.details, prior, rest_of(job, prior))
            self._rests[job.id] = kept
        return range_at(job, now, kept.rest)

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
                    self._priors = self._priors.after(after)
        else:
            self.status = status_after(self.status, event)
        self.happened.emit(event)

    def _follow(self, event: JobEvent, after: Job | None) -> None:
        """Note which jobs the event concerns, and which surveys there are after it."""
        self.touched = {event.job}
        if isinstance(event, LINKING):
            before = self.surveys.related(event.job)
            if self.surveys.follow(event, after):
                self.touched |= before | self.surveys.related(event.job)
