"""The caller's own jobs, gathered page by page.

A list ends where a page names no next one. One that leads back to itself, brings nothing new for
several pages, or is very long is left there, and said to be incomplete. A few empty pages in a row
are no fault: a service that filters page by page sends them.
"""

from dataclasses import dataclass

from ccwatch.core.errors import CcwatchError
from ccwatch.core.job import JobId
from ccwatch.core.language import number, tr
from ccwatch.core.parse import JobsPage, Listed

MOST_PAGES = 50
MOST_IDLE_PAGES = 5


@dataclass(frozen=True, slots=True)
class JobList:
    """The jobs that came, each once; `incomplete` says why they may not be all, "" if they are."""

    jobs: tuple[Listed, ...]
    incomplete: str = ""


class Gathering:
    """Takes the pages; `next` is the link to ask for, None when there is nothing to ask for."""

    def __init__(self, first: str) -> None:
        self.next: str | None = first
        self._asked: set[str] = set()
        self._jobs: dict[JobId, Listed] = {}
        self._idle = 0
        self._incomplete = ""

    @property
    def result(self) -> JobList:
        """What has come so far."""
        return JobList(tuple(self._jobs.values()), self._incomplete)

    def take(self, page: JobsPage) -> None:
        """Take the page that `next` led to."""
        assert self.next is not None, "nothing was asked for"
        self._asked.add(self.next)
        known = len(self._jobs)
        for job in page.jobs:
            self._jobs.setdefault(job.id, job)
        self._idle = 0 if len(self._jobs) > known else self._idle + 1
        self.next = page.next
        if page.next is None:
            return
        if page.next in self._asked or self._idle >= MOST_IDLE_PAGES:
            self._stop(tr("The service's list repeats itself."))
        elif len(self._asked) >= MOST_PAGES:
            taken = number(len(self._jobs))
            self._stop(tr("Only the first {number} were taken.", number=taken))

    def fail(self, fault: CcwatchError) -> None:
        """Keep what has come; raises the fault when nothing has."""
        if not self._asked:
            raise fault
        self._stop(fault.message)

    def _stop(self, why: str) -> None:
        self.next, self._incomplete = None, why
