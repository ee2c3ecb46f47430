"""A fake family of services that list the user's jobs, in virtual time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from ccwatch.core.errors import JobMissing, ServiceError
from ccwatch.core.job import Details, JobId, Progress, Service
from ccwatch.core.service_replies import Listed, ListedPage
from tests.virtual_time import EPOCH

PAGE = 100


@dataclass
class OwnJob:
    """A job of the user: when it is submitted, starts and ends, in seconds of the loop.

    In version 1 it may be created earlier, and then it is no unfinished job until it is submitted.
    """

    id: JobId
    service: Service
    submitted: float
    seconds: float
    queue: float = 60.0
    end: str = "success"
    created: float | None = None

    @property
    def made(self) -> float:
        return self.submitted if self.created is None else self.created

    @property
    def started(self) -> float:
        return self.submitted + self.queue

    @property
    def ended(self) -> float:
        return self.started + self.seconds

    def progress(self, now: float) -> Progress:
        far = min(max((now - self.started) / self.seconds, 0.0), 1.0)
        return Progress(float(int(far * 20) * 5), self.state(now), None)

    def state(self, now: float) -> str:
        return self.end if now >= self.ended else "Active"

    def details(self, now: float) -> Details:
        return Details(
            name=f"Job {self.id}",
            type="Full",
            state=self.state(now),
            created=EPOCH + self.made,
            submitted=EPOCH + self.submitted,
            started=EPOCH + self.started if now >= self.started else None,
            ended=EPOCH + self.ended if now >= self.ended else None,
            id=self.id,
        )


@dataclass
class ListingService:
    """Answers for six services; `fault` may return an error for a service's list at a time.

    `lists` are the times of the first pages by service, `pages` counts all pages, `asked` the
    other requests.
    """

    jobs: list[OwnJob] = field(default_factory=list)
    fault: Callable[[Service, float, str], ServiceError | None] = lambda *_: None
    lists: dict[Service, list[float]] = field(
        default_factory=lambda: {service: [] for service in Service}
    )
    pages: int = 0
    asked: int = 0
    renewals: int = 0
    reply_seconds: float = 0.1
    missed: list[tuple[JobId, Service]] = field(default_factory=list)

    async def jobs_page(
        self, service: Service, link: str, created_since: float | None
    ) -> ListedPage:
        now = self._now()
        self.pages += 1
        if not link:
            self.lists[service].append(now)
        await asyncio.sleep(0.2)
        if error := self.fault(service, now, link):
            raise error
        found = [job for job in self.jobs if job.service is service and job.submitted <= now]
        found = [
            job
            for job in found
            if job.state(now) == "Active"
            or (created_since is not None and EPOCH + job.made >= created_since)
        ]
        first = int(link or 0)
        page = islice(found, first, first + PAGE)
        following = str(first + PAGE) if len(found) > first + PAGE else None
        return ListedPage(
            tuple(Listed(job.id, job.details(now), service) for job in page), following
        )

    async def progress(self, service: Service, job: JobId) -> Progress:
        return (await self._found(service, job)).progress(self._now())

    async def details(self, service: Service, job: JobId) -> Details:
        return (await self._found(service, job)).details(self._now())

    async def renew(self) -> None:
        self.renewals += 1

    async def _found(self, service: Service, job: JobId) -> OwnJob:
        self.asked += 1
        await asyncio.sleep(self.reply_seconds)
        known = self.by_id().get((job, service))
        if known is None:
            self.missed.append((job, service))
            raise JobMissing("Requested job is not available.")
        return known

    def by_id(self) -> dict[tuple[JobId, Service], OwnJob]:
        if len(self._index) != len(self.jobs):
            self._index = {(job.id, job.service): job for job in self.jobs}
        return self._index

    _index: dict[tuple[JobId, Service], OwnJob] = field(default_factory=dict)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
