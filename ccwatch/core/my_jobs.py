"""The user's own jobs, collected page by page.

The list ends at a page without a next link. If it loops, brings nothing new for several pages, or
is very long, collecting stops there and the list counts as incomplete. A few empty pages in a row
are not a fault: a service that filters page by page sends them.
"""

from dataclasses import dataclass

from ccwatch.core.errors import CcwatchError
from ccwatch.core.job import JobId
from ccwatch.core.language import number, tr
from ccwatch.core.service_replies import Listed, ListedPage

MOST_PAGES = 50
MOST_IDLE_PAGES = 5


@dataclass(frozen=True, slots=True)
class MyJobs:
    """The jobs, without duplicates; `incomplete` says why some may be missing, "" if none are."""

    jobs: tuple[Listed, ...]
    incomplete: str = ""


class Gathering:
    """Collects the pages; `next` is the link to the next page, None at the end."""

    def __init__(self, first: str) -> None:
        self.next: str | None = first
        self._asked: set[str] = set()
        self._jobs: dict[JobId, Listed] = {}
        self._idle = 0
        self._incomplete = ""

    @property
    def result(self) -> MyJobs:
        """The jobs collected so far."""
        return MyJobs(tuple(self._jobs.values()), self._incomplete)

    def take(self, page: ListedPage) -> None:
        """Add the page at `next`."""
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
            self._stop(tr("The job list repeats itself."))
        elif len(self._asked) >= MOST_PAGES:
            taken = number(len(self._jobs))
            self._stop(tr("Only the first {number} were used.", number=taken))

    def fail(self, fault: CcwatchError) -> None:
        """Keep the jobs collected so far; raises the fault if there are none."""
        if not self._asked:
            raise fault
        self._stop(fault.message)

    def _stop(self, why: str) -> None:
        self.next, self._incomplete = None, why
