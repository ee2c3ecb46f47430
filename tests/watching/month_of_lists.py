"""A month of a user whose jobs are submitted elsewhere, in virtual time, and what it cost.

`schedule_calls_for` counts the requests from the contract alone: it knows when jobs are submitted
and end, and when lists and checks were sent, but nothing of the program's own schedules.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ccwatch.core.budget import Budget
from ccwatch.core.events import Added, Ended, Event
from ccwatch.core.job import JobId, Progress, Service
from ccwatch.core.service_replies import ListedPage
from ccwatch.watching.job_lists import Lists
from ccwatch.watching.list_watcher import ListWatcher
from ccwatch.watching.watcher import Watcher
from tests.virtual_time import EPOCH, VirtualClock, run_virtual
from tests.watching.listing_service import ListingService, OwnJob

DAY = 86_400.0
HOUR = 3600.0
LIST_WAITS = (300.0, 600.0, 1200.0, 1800.0)
CHECK_WAITS = (15.0, 30.0, 60.0, 120.0)
# Replies take time: a list of six services 1.2 s, a check 0.1 s.
UNDER_WAY = 2.0


def jobs_of_a_month(count: int, days: float, seed: int) -> list[OwnJob]:
    """Return jobs of all services: in bursts on working days, some chained, some at night."""
    chance = random.Random(seed)
    jobs: list[OwnJob] = []
    while len(jobs) < count:
        at = chance.uniform(0, days * DAY - 12 * HOUR)
        if chance.random() < 0.8:
            at = at // DAY * DAY + chance.uniform(8, 18) * HOUR
        service = chance.choice(list(Service))
        for _ in range(min(chance.choice([1, 1, 1, 2, 4]), count - len(jobs))):
            if at > days * DAY - HOUR:
                break
            seconds = min(chance.lognormvariate(7.5, 1.2), 2 * DAY)
            job = OwnJob(
                JobId(f"job-{len(jobs):05}"), service, at, seconds, chance.uniform(10, 1200)
            )
            jobs.append(job)
            at = job.ended + chance.uniform(5, 90) if chance.random() < 0.7 else at
    return jobs


@dataclass
class Recorded(ListingService):
    """The services, with the time of each check and whether it had a new percentage."""

    checks: dict[JobId, list[tuple[float, float | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    rounds: list[tuple[float, bool]] = field(default_factory=list)
    before: dict[Service, set[JobId]] = field(default_factory=dict)

    async def jobs_page(
        self, service: Service, link: str, created_since: float | None
    ) -> ListedPage:
        now = asyncio.get_running_loop().time()
        if not link and service is Service.MODELING:
            self.rounds.append((now, False))
        page = await super().jobs_page(service, link, created_since)
        running = {job.id for job in page.jobs if job.details.state == "Active"}
        ended_since = {job.id for job in page.jobs} - running - self.seen
        if running != self.before.get(service, set()) or ended_since:
            self.rounds[-1] = (self.rounds[-1][0], True)
        self.seen |= {job.id for job in page.jobs}
        self.before[service] = running
        return page

    async def progress(self, service: Service, job: JobId) -> Progress:
        now = asyncio.get_running_loop().time()
        progress = await super().progress(service, job)
        self.checks[job].append((now, progress.percentage))
        return progress

    seen: set[JobId] = field(default_factory=set)


@dataclass(frozen=True)
class Month:
    """What a month cost and brought; delays are in seconds."""

    jobs: int
    seen: int
    wrong_service: int
    ended: int
    lists: int
    lists_called_for: int
    checks: int
    checks_called_for: int
    latest_while_moving: float
    latest_at_rest: float

    @property
    def ratio(self) -> float:
        """The requests for each one that the schedules call for."""
        return (self.lists + self.checks) / (self.lists_called_for + self.checks_called_for)


def month(count: int, days: float, seed: int) -> Month:
    """Follow that many jobs for that many days."""
    service = Recorded(jobs_of_a_month(count, days, seed))
    events: list[Event] = []
    ends: list[float] = []

    async def main() -> None:
        clock = VirtualClock()

        def publish(event: Event) -> None:
            if isinstance(event, Added | Ended):
                events.append(event)
            if isinstance(event, Ended):
                ends.append(clock.steady())
            lists.hear(event)

        async def removed(_: Sequence[JobId]) -> Collection[JobId]:
            return ()

        watcher = Watcher(service, clock, publish, Budget())
        lists = ListWatcher(
            Lists(service, watcher.line), watcher, clock, removed=removed, not_offered=_nothing
        )
        lists.follow(True)
        tasks = [asyncio.ensure_future(part.run()) for part in (watcher, lists)]
        await asyncio.sleep(days * DAY)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    run_virtual(main())
    added = {event.job: event for event in events if isinstance(event, Added)}
    right = {job.id: job for job in service.jobs}
    # The job itself is asked for when it starts, and for how it ended.
    started = sum(at.at - EPOCH < right[job].started for job, at in added.items())
    moving, resting = [0.0], [0.0]
    rounds = service.rounds
    for job in service.jobs:
        if job.id in added:
            late = added[job.id].at - EPOCH - job.submitted
            last = max((it for it in rounds if it[0] <= job.submitted), default=(0.0, True))
            (moving if last[1] else resting).append(late)
    return Month(
        jobs=len(service.jobs),
        seen=len(added),
        wrong_service=sum(it.service is not right[it.job].service for it in added.values()),
        ended=len(ends),
        lists=service.pages,
        lists_called_for=6 * _lists_called_for(rounds, sorted(ends), days * DAY),
        checks=service.asked,
        checks_called_for=sum(map(_checks_called_for, service.checks.values()))
        + started
        + len(ends),
        latest_while_moving=max(moving),
        latest_at_rest=max(resting),
    )


def _nothing(_: object) -> None:
    raise AssertionError("every service offers its list")


def _lists_called_for(rounds: list[tuple[float, bool]], ends: list[float], until: float) -> int:
    """Return how many lists the contract calls for, given which of them brought a change.

    The next follows after the wait, or after an end, but not within a minute of the last one.
    """
    now, still, called = 0.0, 0, 0
    changes = iter(rounds)
    while now < until:
        called += 1
        began, changed = next(changes, (now, False))
        still = 0 if changed else still + 1
        due = began + LIST_WAITS[min(still, 3)]
        wanted = next((end for end in ends if end > began + 1e-6), until)
        now = min(due, max(wanted, began + 60.0))
    return called


def _checks_called_for(checks: list[tuple[float, float | None]]) -> int:
    """Return how many checks of a job the contract calls for between its first and its last."""
    called, place, now = 1, 1, checks[0][0]
    last = checks[-1][0]
    for (_, before), (_, after) in pairwise(checks):
        now += CHECK_WAITS[min(place, 4) - 1]
        if now > last + UNDER_WAY:
            break
        called += 1
        place = 1 if after != before else place + 1
    return called
