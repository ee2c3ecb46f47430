"""Which job is due next: a queue of due times in which each job stands once."""

import heapq
from itertools import count

from ccwatch.core.job import JobId


class Agenda:
    """Due times of one steady clock, in seconds; the earliest comes first."""

    def __init__(self) -> None:
        self._due: dict[JobId, float] = {}
        self._queue: list[tuple[float, int, JobId]] = []
        self._order = count()

    def plan(self, job: JobId, due: float) -> None:
        """Put the job at `due`, instead of where it stood."""
        self._due[job] = due
        heapq.heappush(self._queue, (due, next(self._order), job))

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

    def before(self, time: float) -> list[JobId]:
        """Return the jobs due before that time, the earliest first."""
        early = sorted((due, job) for job, due in self._due.items() if due < time)
        return [job for _, job in early]
