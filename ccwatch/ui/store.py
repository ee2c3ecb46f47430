"""The store: the one mutable state of the desktop program."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal

from ccwatch.core.events import Event, JobEvent
from ccwatch.core.job import Job, JobId
from ccwatch.core.jobs import Status, job_after, status_after


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

    def job(self, job: JobId) -> Job | None:
        """Return the job as it is known now."""
        return self._jobs.get(job)

    def apply(self, event: Event) -> None:
        """Fold the event in and tell everybody."""
        if isinstance(event, JobEvent):
            after = job_after(self._jobs.get(event.job), event)
            if after is None:
                self._jobs.pop(event.job, None)
            else:
                self._jobs[event.job] = after
        else:
            self.status = status_after(self.status, event)
        self.happened.emit(event)
