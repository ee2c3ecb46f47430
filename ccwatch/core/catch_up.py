"""Catching up: which jobs still have to be asked for since a start, a sleep or a sign-in."""

from collections.abc import Iterable

from ccwatch.core.job import JobId


class CatchUp:
    """A round of queries that finds out what changed meanwhile; over when each job is done."""

    def __init__(self) -> None:
        self._waiting: set[JobId] = set()

    def begin(self, jobs: Iterable[JobId]) -> bool:
        """Add the jobs to the round; return whether there is one."""
        self._waiting.update(jobs)
        return bool(self._waiting)

    def done(self, job: JobId) -> bool:
        """Take the job out of the round; return whether that ended it."""
        if job not in self._waiting:
            return False
        self._waiting.remove(job)
        return not self._waiting

    def abandon(self) -> bool:
        """Take all jobs out of the round; return whether that ended one."""
        ended = bool(self._waiting)
        self._waiting.clear()
        return ended
