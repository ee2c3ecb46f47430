"""Which job is due next: a queue of due times in which each job stands once."""

import heapq
from itertools import count
from math import inf

from ccwatch.core.job import JobId
from ccwatch.core.schedule import spread


class Agenda:
    """Due times of one steady clock, in seconds; the earliest comes first.

    Nothing stands before `held_until`: what would, gets one of the slots behind it.
    """

    def __init__(self) -> None:
        self.held_until = 0.0
        self._next_slot = 0.0
        self._slot_gap = 0.0
        self._due: dict[JobId, float] = {}
        self._queue: list[tuple[float, int, JobId]] = []
        self._order = count()

    def plan(self, job: JobId, due: float) -> float:
        """Put the job at `due`, instead of where it stood; return the time it got."""
        if due < self.held_until:
            due, self._next_slot = self._next_slot, self._next_slot + self._slot_gap
        self._due[job] = due
        heapq.heappush(self._queue, (due, next(self._order), job))
        return due

    def hasten(self, job: JobId, due: float) -> float:
        """Put the job at `due` unless it stands no later; return the time it got.

        Within a pause it keeps the slot it has: asking for it again does not cost its place.
        """
        wanted = due if due >= self.held_until else self._next_slot
        standing = self._due.get(job, inf)
        return standing if standing <= wanted else self.plan(job, due)

    def drop(self, job: JobId) -> None:
        """Take the job out; it need not be in."""
        self._due.pop(job, None)

    def next_due(self) -> float | None:
        """Return the earliest due time, None when nothing is planned."""
        # Replanned and dropped jobs leave stale entries, which go when they come to the head.
        while self._queue and self._due.get(self._queue[0][2]) != self._queue[0][0]:
            heapq.heappop(self._queue)
        return self._queue[0][0] if self._queue else None

    def take(self) -> JobId:
        """Take out and return the job with the earliest due time; there must be one."""
        if self.next_due() is None:
            raise LookupError("nothing is planned")
        job = heapq.heappop(self._queue)[2]
        del self._due[job]
        return job

    def hold(self, until: float, more: int = 0) -> list[JobId]:
        """Hold all until then; return the jobs to plan anew, the longest due first.

        `more` is how many jobs that are not in the queue will want a slot as well.
        """
        late = self.before(until)
        self.held_until = self._next_slot = until
        self._slot_gap = spread(len(late) + more)
        return late

    def before(self, time: float) -> list[JobId]:
        """Return the jobs due before that time, the longest due first."""
        early = sorted((due, job) for job, due in self._due.items() if due < time)
        return [job for _, job in early]
