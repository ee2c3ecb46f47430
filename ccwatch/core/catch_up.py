"""Catching up: which jobs are still unchecked since a start, a sleep or a sign-in."""

from collections.abc import Iterable

from ccwatch.core.job import JobId


class CatchUp:
    """A round of queries that finds out what changed meanwhile; over once every job is done."""

    def __init__(self) -> None:
        self._waiting: set[JobId] = set()

    def begin(self, jobs: Iterable[JobId]) -> bool:
        """Add jobs to the round; return whether a round is in progress."""
        self._waiting.update(jobs)
        return bool(self._waiting)

    def done(self, job: JobId) -> bool:
        """Remove a job from the round; return whether that completed it."""
        if job not in self._waiting:
            return False
        self._waiting.remove(job)
        return not self._waiting

    def abandon(self) -> bool:
        """Cancel the round; return whether there was one."""
        ended = bool(self._waiting)
        self._waiting.clear()
        return ended
