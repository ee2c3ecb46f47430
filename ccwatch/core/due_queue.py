"""Which job is due next: a queue of due times in which each job stands once."""

import heapq
from itertools import count
from math import inf

from ccwatch.core.job import JobId
from ccwatch.core.schedule import spread


class DueQueue:
    """Due times of one steady clock, in seconds; the earliest comes first.

    Slow jobs have a queue of their own, so that none of them is in the way of the others.
    Nothing stands before `held_until`: what would, gets one of the slots behind it.
    """

    def __init__(self) -> None:
        self.held_until = 0.0
        self._next_slot = 0.0
        self._slot_gap = 0.0
        self._due: dict[JobId, tuple[float, bool]] = {}
        self._queues: dict[bool, list[tuple[float, int, JobId]]] = {False: [], True: []}
        self._order = count()

    def plan(self, job: JobId, due: float, *, slow: bool = False) -> float:
        """Put the job at `due`, instead of where it stood; return the time it got."""
        if due < self.held_until:
            due, self._next_slot = self._next_slot, self._next_slot + self._slot_gap
        self._due[job] = due, slow
        heapq.heappush(self._queues[slow], (due, next(self._order), job))
        return due

    def hasten(self, job: JobId, due: float, *, slow: bool = False) -> float:
        """Put the job at `due` unless it stands no later; return the time it got.

        Within a pause it keeps the slot it has: asking for it again does not cost its place.
        """
        wanted = due if due >= self.held_until else self._next_slot
        standing, _ = self._due.get(job, (inf, slow))
        return standing if standing <= wanted else self.plan(job, due, slow=slow)

    def drop(self, job: JobId) -> None:
        """Take the job out; it need not be in."""
        self._due.pop(job, None)

    def next_due(self) -> float | None:
        """Return the earliest due time, None when nothing is planned."""
        found = (self.next_due_of(slow) for slow in self._queues)
        return min((due for due in found if due is not None), default=None)

    def next_due_of(self, slow: bool) -> float | None:
        """Return the earliest due time of the slow jobs, or of the others."""
        queue = self._queues[slow]
        # Replanned and dropped jobs leave stale entries, which go when they come to the head.
        while queue and self._due.get(queue[0][2]) != (queue[0][0], slow):
            heapq.heappop(queue)
        return queue[0][0] if queue else None

    def take(self, *, slow: bool = False) -> JobId:
        """Take out and return the job with the earliest due time; there must be one."""
        if self.next_due_of(slow) is None:
            raise LookupError("nothing is planned")
        job = heapq.heappop(self._queues[slow])[2]
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
        early = sorted((due, job) for job, (due, _) in self._due.items() if due < time)
        return [job for _, job in early]
