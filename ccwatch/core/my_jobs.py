"""The user's own jobs, listed by each service page by page.

The list ends at a page without a next link. If it loops, brings nothing new for several pages, or
is very long, collecting stops there and the list counts as incomplete. A few empty pages in a row
are not a fault: a service that filters page by page sends them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ccwatch.core.errors import CcwatchError, ServiceError, Unauthorised
from ccwatch.core.job import ENDED, JobId, Service, phase_of
from ccwatch.core.job_words import SERVICE_WORDS
from ccwatch.core.language import number, sentences, tr
from ccwatch.core.service_replies import Listed, ListedPage

FIRST_PAGE = ""
MOST_PAGES = 50
MOST_IDLE_PAGES = 5
DAY = 86_400.0
LOOKED_BACK = 30 * DAY
# A list can be asked for jobs by when they were created, not by when they ended.
LONGEST_JOB = 30 * DAY
# How far the service's clock may be behind this computer's.
CLOCKS_APART = 600.0
# How long before it is submitted a job may be created, where that is not the same.
CREATED_BEFORE = DAY


@dataclass(frozen=True, slots=True)
class MyJobs:
    """The jobs, without duplicates; `incomplete` says why some may be missing, "" if none are."""

    jobs: tuple[Listed, ...]
    incomplete: str = ""

    @property
    def complete(self) -> bool:
        """Whether the list has all jobs."""
        return not self.incomplete


def was_submitted(job: Listed) -> bool:
    """Return whether a listed job was submitted: in version 1 it can be created long before."""
    return (job.details.state or "").casefold() != "unsubmitted"


def has_ended(job: Listed) -> bool:
    """Return whether a listed job has ended."""
    return phase_of(job.details.state) in ENDED


class LastList(NamedTuple):
    """A service's last complete list: when it was asked for.

    `before` is the latest end in the first one: the user did not follow then. Both are UTC seconds.
    """

    asked: float
    before: float = 0.0


def created_since(service: Service, asked: float) -> float:
    """Return since when jobs were created that a list asked for at `asked` may not have; UTC s."""
    return asked - CLOCKS_APART - (0.0 if service.submits_at_once else CREATED_BEFORE)


def is_news(job: Listed, last: LastList | None) -> bool:
    """Return whether a job that was not listed before is to be watched.

    If it has ended, only if that was after the last list; the first one brings none.
    """
    if not has_ended(job):
        return True
    if last is None:
        return False
    ended = _end_of(job)
    return ended is None or (ended >= last.asked - CLOCKS_APART and ended > last.before)


def next_last(last: LastList | None, asked: float, jobs: Iterable[Listed]) -> LastList:
    """Return what to remember after a complete list with these jobs; `asked` is in UTC seconds."""
    if last is not None:
        return last._replace(asked=asked)
    ends = (_end_of(job) for job in jobs if has_ended(job))
    return LastList(asked, max((end for end in ends if end is not None), default=0.0))


def _end_of(job: Listed) -> float | None:
    return job.details.created if job.details.ended is None else job.details.ended


def taken_up(lists: Mapping[Service, LastList], now: float) -> dict[Service, LastList]:
    """Return each service's last list, as far as it counts at a start.

    What ended more than 30 days ago is not looked up, nor does a time count that is yet to come:
    the clock was set back.
    """
    return {
        service: last._replace(asked=max(last.asked, now - LOOKED_BACK))
        for service, last in lists.items()
        if last.asked <= now
    }


def not_offered(services: Iterable[Service]) -> str:
    """Return the sentence that these services do not list the user's jobs, "" for none."""
    names = ", ".join(SERVICE_WORDS[service] for service in services)
    return tr("Not available for your account: {services}.", services=names) if names else ""


def listed_since(now: float) -> float:
    """Return since when jobs were created that may be worth a look; both in UTC seconds."""
    return now - LOOKED_BACK - LONGEST_JOB


def worth_a_look(jobs: Iterable[Listed], now: float) -> tuple[Listed, ...]:
    """Return the jobs that have not ended, or not more than 30 days ago; newest first."""

    def is_recent(job: Listed) -> bool:
        ended = job.details.ended or job.details.started or job.details.created
        return ended is None or ended >= now - LOOKED_BACK

    kept = [job for job in jobs if not has_ended(job) or is_recent(job)]
    return tuple(sorted(kept, key=lambda job: -(job.details.created or 0.0)))


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


@dataclass(frozen=True, slots=True)
class AllMyJobs:
    """What the services listed, and the errors of those that did not."""

    lists: dict[Service, MyJobs] = field(default_factory=dict)
    faults: dict[Service, ServiceError] = field(default_factory=dict)

    @property
    def jobs(self) -> tuple[Listed, ...]:
        """The jobs of all services; one that several list is the first one's."""
        found: dict[JobId, Listed] = {}
        for listed in self.lists.values():
            for job in listed.jobs:
                found.setdefault(job.id, job)
        return tuple(found.values())

    @property
    def whole(self) -> bool:
        """Whether all services that offer a list have sent all of it."""
        failed = [fault for fault in self.faults.values() if not is_not_offered(fault)]
        return not failed and all(found.complete for found in self.lists.values())

    @property
    def incomplete(self) -> str:
        """Why jobs may be missing, "" if none are."""
        refused = [service for service in self.faults if is_not_offered(self.faults[service])]
        reasons = {
            **{service: found.incomplete for service, found in self.lists.items()},
            **{service: fault.message for service, fault in self.faults.items()},
        }
        said = [
            tr("{service}: {reason}", service=SERVICE_WORDS[service], reason=reason)
            for service, reason in reasons.items()
            if reason and service not in refused
        ]
        return sentences(*said, not_offered(refused))

    def take(self, service: Service, found: MyJobs | ServiceError) -> None:
        """Add what a service answered."""
        if isinstance(found, MyJobs):
            self.lists[service] = found
        else:
            self.faults[service] = found


def is_not_offered(fault: ServiceError) -> bool:
    """Return whether a service will never list this account's jobs, as far as can be known.

    A token for older applications is valid for their service only.
    """
    return fault.for_good or isinstance(fault, Unauthorised)
