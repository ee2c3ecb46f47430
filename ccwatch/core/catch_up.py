"""Catching up: which jobs and lists are still unchecked since a start, a sleep or a sign-in."""

from collections.abc import Iterable

from ccwatch.core.job import JobId, Service

Unchecked = JobId | Service


class CatchUp:
    """A round of queries that finds out what changed meanwhile; over once all are done.

    It has the jobs that are known, and the services whose lists may have more.
    """

    def __init__(self) -> None:
        self._waiting: set[Unchecked] = set()

    def begin(self, these: Iterable[Unchecked]) -> bool:
        """Add jobs or lists to the round; return whether a round is in progress."""
        self._waiting.update(these)
        return bool(self._waiting)

    def join(self, job: JobId) -> None:
        """Add a job to the round in progress, if there is one."""
        if self._waiting:
            self._waiting.add(job)

    def done(self, this: Unchecked) -> bool:
        """Remove a job or a list from the round; return whether that completed it."""
        if this not in self._waiting:
            return False
        self._waiting.remove(this)
        return not self._waiting

    def abandon(self) -> bool:
        """Cancel the round; return whether there was one."""
        ended = bool(self._waiting)
        self._waiting.clear()
        return ended
