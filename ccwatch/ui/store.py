"""The store: the one mutable state of the desktop program."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal

from ccwatch.core.events import Event, JobEvent, Removed
from ccwatch.core.job import Job, JobId
from ccwatch.core.jobs import Status, job_after, status_after
from ccwatch.core.summary import tally_of


class JobStore(QObject):
    """Folds events into jobs and status, then says what happened.

    happened(event): after the event was folded in.
    """

    happened = Signal(object)

    def __init__(self, jobs: Iterable[Job] = (), status: Status | None = None) -> None:
        super().__init__()
        self._jobs = {job.id: job for job in jobs}
        self.jobs: Mapping[JobId, Job] = MappingProxyType(self._jobs)
        self.status = status or Status()
        self.tally = tally_of(self._jobs.values())

    def job(self, job: JobId) -> Job | None:
        """Return the job as it is known now."""
        return self._jobs.get(job)

    def apply(self, event: Event) -> None:
        """Fold the event in and tell everybody."""
        if isinstance(event, JobEvent):
            before = (
                self._jobs.pop(event.job, None)
                if isinstance(event, Removed)
                else self._jobs.get(event.job)
            )
            after = job_after(before, event)
            if before:
                self.tally.count(before, -1)
            if after:
                self.tally.count(after)
                self._jobs[event.job] = after
        else:
            self.status = status_after(self.status, event)
        self.happened.emit(event)
