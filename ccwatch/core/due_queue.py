"""Which job is due next: a queue with one due time per job."""

import heapq
from itertools import count
from math import inf

from ccwatch.core.job import JobId
from ccwatch.core.schedule import spread


class DueQueue:
    """Due times in seconds of one steady clock, earliest first.

    Slow jobs have a separate queue, so that they never delay the others. Nothing is due before
    `held_until`: an earlier time gets one of the slots after it.
    """

    def __init__(self) -> None:
        self.held_until = 0.0
        self._next_slot = 0.0
        self._slot_gap = 0.0
        self._due: dict[JobId, tuple[float, bool]] = {}
        self._queues: dict[bool, list[tuple[float, int, JobId]]] = {False: [], True: []}
        self._order = count()

    def plan(self, job: JobId, due: float, *, slow: bool = False) -> float:
        """Set the job's due time, replacing any earlier one; return the time it got."""
        if due < self.held_until:
            due, self._next_slot = self._next_slot, self._next_slot + self._slot_gap
        self._due[job] = due, slow
        heapq.heappush(self._queues[slow], (due, next(self._order), job))
        return due

    def hasten(self, job: JobId, due: float, *, slow: bool = False) -> float:
        """Set the job's due time unless it is already due by then; return the time it got.

        During a pause the job keeps its slot: asking for it again does not cost its place.
        """
        wanted = due if due >= self.held_until else self._next_slot
        current, _ = self._due.get(job, (inf, slow))
        return current if current <= wanted else self.plan(job, due, slow=slow)

    def drop(self, job: JobId) -> None:
        """Remove the job, if present."""
        self._due.pop(job, None)

    def next_due(self) -> float | None:
        """Return the earliest due time, or None when nothing is planned."""
        found = (self.next_due_of(slow) for slow in self._queues)
        return min((due for due in found if due is not None), default=None)

    def next_due_of(self, slow: bool) -> float | None:
        """Return the earliest due time of the slow jobs, or of the others."""
        queue = self._queues[slow]
        # Rescheduled and removed jobs leave stale entries, discarded when they reach the front.
        while queue and self._due.get(queue[0][2]) != (queue[0][0], slow):
            heapq.heappop(queue)
        return queue[0][0] if queue else None

    def take(self, *, slow: bool = False) -> JobId:
        """Remove and return the job with the earliest due time; the queue must not be empty."""
        if self.next_due_of(slow) is None:
            raise LookupError("nothing is planned")
        job = heapq.heappop(self._queues[slow])[2]
        del self._due[job]
        return job

    def hold(self, until: float, more: int = 0) -> list[JobId]:
        """Hold all jobs until then; return the jobs to reschedule, the longest due first.

        `more` is the number of jobs outside the queue that will need a slot as well.
        """
        late = self.before(until)
        self.held_until = self._next_slot = until
        self._slot_gap = spread(len(late) + more)
        return late

    def before(self, time: float) -> list[JobId]:
        """Return the jobs due before that time, the longest due first."""
        early = sorted((due, job) for job, (due, _) in self._due.items() if due < time)
        return [job for _, job in early]
