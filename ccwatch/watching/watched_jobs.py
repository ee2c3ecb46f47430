"""The watched jobs in their current state, and the events published for them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ccwatch.core.estimate import Range
from ccwatch.core.events import AnyJobEvent, Event
from ccwatch.core.job import Details, Job, JobId, Phase, Service
from ccwatch.core.jobs import job_after_all
from ccwatch.core.queue_time import UsualWaits
from ccwatch.core.schedule import SCHEDULE


@dataclass(slots=True, eq=False)
class Watch:
    """A watched job.

    `sent` is the steady time of its last query, `queries` its position in the backoff. `changed` is
    the steady time of the last change, or of the start of watching; `tries` counts the queries that
    sought the outcome and could not read it. `sought` has the other services that were asked for a
    job which its own one does not have, and what each answered. `queued` is how long the job had
    waited when that was first known, and the steady time then.
    """

    job: Job
    changed: float
    sent: float | None = None
    queries: int = 0
    tries: int = 0
    busy: bool = False
    slow: bool = False
    sought: dict[Service, Details | None] = field(default_factory=dict)
    queued: tuple[float, float] | None = None

    def waits(self, now: float, steady: float) -> float | None:
        """Return how many seconds the job has waited; None if it does not, or that is unknown.

        After the first time, only the steady clock counts: the wall clock may have been set.
        """
        wait = self.job.queued_seconds(now)
        if wait is None or self.job.phase is not Phase.QUEUED:
            self.queued = None
            return None
        waited, since = self.queued = self.queued or (wait, steady)
        return waited + steady - since

    def may_be_asked_at(self, now: float) -> float:
        """Return the earliest time for a query, by hand or after a sign-in."""
        return now if self.sent is None else max(now, self.sent + SCHEDULE[0])


class WatchedJobs:
    """The watched jobs; an event changes the job before it is published."""

    def __init__(self, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self._watches: dict[JobId, Watch] = {}
        self._last_sent: dict[JobId, float] = {}
        self._usual = UsualWaits()

    def add(self, job: Job, now: float) -> Watch:
        """Watch the job; one that was just removed keeps the time of its last query."""
        watch = Watch(job, now, self._last_sent.pop(job.id, None))
        self._watches[job.id] = watch
        return watch

    def remove(self, job: JobId) -> None:
        """Stop watching the job; it must be watched."""
        sent = self._watches.pop(job).sent
        if sent is not None:
            self._last_sent[job] = sent

    def get(self, job: JobId) -> Watch | None:
        """Return the watch of the job, or None."""
        return self._watches.get(job)

    def __getitem__(self, job: JobId) -> Watch:
        return self._watches[job]

    def has(self, watch: Watch) -> bool:
        """Return whether the job is still watched, by this watch."""
        return self._watches.get(watch.job.id) is watch

    def all(self) -> list[Job]:
        """Return all jobs, ended or not."""
        return [watch.job for watch in self._watches.values()]

    def not_ended(self) -> list[Watch]:
        """Return the watches of the jobs that have not ended."""
        return [watch for watch in self._watches.values() if watch.job.unfinished]

    def usual_wait(self, job: Job, steady: float) -> Range | None:
        """Return how many seconds jobs like this one usually wait; None if unknown."""
        return self._usual.of(job, (watch.job for watch in self._watches.values()), steady)

    def publish(self, watch: Watch, *events: AnyJobEvent) -> None:
        """Publish events of a job, if it is still watched."""
        if not self.has(watch):
            return
        after = job_after_all(watch.job, events)
        assert after is not None
        watch.job = after
        for event in events:
            self._publish(event)
