"""Follows the user's own jobs: lists them on a schedule of its own, and watches the new ones.

`core.list_schedule` says when; the requests pass the same gate as the watcher's. A service without
a list is left out until the next sign-in, or until the user asks for the lists.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ccwatch.clock import Clock
from ccwatch.core.errors import ServiceError, SignInNeeded
from ccwatch.core.events import (
    Appeared,
    CameBack,
    CatchingUp,
    Described,
    Ended,
    Event,
    SignedIn,
)
from ccwatch.core.job import JobId, Service
from ccwatch.core.job_refs import JobRef
from ccwatch.core.list_schedule import ListSchedule
from ccwatch.core.my_jobs import CLOCKS_APART, MyJobs, has_ended, is_not_offered, was_submitted
from ccwatch.core.service_replies import Listed
from ccwatch.watching.job_lists import Lists
from ccwatch.watching.nap import Nap
from ccwatch.watching.watcher import Watcher

LONGEST_NAP = 300.0
WANTS_A_LIST = (CameBack, CatchingUp, Ended)
Refused = Mapping[Service, ServiceError]


@dataclass(slots=True)
class _Known:
    """What a service has listed: the submitted jobs, and those of them that had not ended.

    `asked` is when its last complete list was asked for, in UTC seconds. A job that is new in the
    first list is announced unless that list is `quiet`.
    """

    submitted: set[JobId] = field(default_factory=set)
    unfinished: set[JobId] = field(default_factory=set)
    asked: float | None = None
    quiet: bool = False


class ListWatcher:
    """Lists the user's jobs while `follow` is on, and adds those that are new to the watcher.

    `removed` returns those of the given jobs that the user removed: they do not come back.
    `not_offered` gets the services that turned out to have no list, once. `listed` is called after
    each round, with whether the user has no unfinished job in any service.
    """

    def __init__(
        self,
        lists: Lists,
        watcher: Watcher,
        clock: Clock,
        *,
        removed: Callable[[Sequence[JobId]], Awaitable[Collection[JobId]]],
        not_offered: Callable[[Refused], None],
        listed: Callable[[bool], None] = lambda _: None,
    ) -> None:
        self._lists = lists
        self._watcher = watcher
        self._clock = clock
        self._removed = removed
        self._not_offered = not_offered
        self._listed = listed
        self._follows = False
        self._schedule = ListSchedule()
        self._known = {service: _Known() for service in Service}
        self._refused: dict[Service, ServiceError] = {}
        self._nap = Nap(clock)

    def follow(self, on: bool, *, quietly: bool = False) -> None:
        """Begin or stop; `quietly` adds what is listed first without announcing it."""
        if on and not self._follows:
            for known in self._known.values():
                known.quiet = quietly
        self._follows = on
        self._want(by_hand=True)

    def refresh(self) -> None:
        """List at once, in all services, because the user asks for it."""
        self._refused.clear()
        self._want(by_hand=True)

    def woke(self) -> None:
        """List at once, because the computer slept."""
        self._want()

    def hear(self, event: Event) -> None:
        """List at once after an event that may have changed the lists."""
        if isinstance(event, SignedIn):
            self.refresh()
        elif isinstance(event, WANTS_A_LIST):
            self._want()

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            now = self._clock.steady()
            due = self._due()
            if due is None or due > now:
                await self._nap.take(due if due is None else min(due, now + LONGEST_NAP))
            else:
                await self._list_all(now)

    def _due(self) -> float | None:
        gate = self._watcher.line.gate
        if not self._follows or gate.signed_out:
            return None
        return max(self._schedule.due, gate.held_until())

    def _want(self, *, by_hand: bool = False) -> None:
        self._schedule = self._schedule.wanted_at(self._clock.steady(), by_hand=by_hand)
        self._nap.end()

    async def _list_all(self, now: float) -> None:
        self._schedule, began = self._schedule.begun(now), self._clock.now()
        services = [service for service in Service if service not in self._refused]
        refused: dict[Service, ServiceError] = {}
        changed, idle = False, True
        try:
            async for service, found in self._lists.each(services, self._created_since):
                if isinstance(found, MyJobs):
                    changed |= await self._take(service, found, began)
                    idle &= found.complete and not self._known[service].unfinished
                elif is_not_offered(found):
                    refused[service] = found
                else:
                    idle = False
        except SignInNeeded:
            idle = False
        finally:
            self._schedule = self._schedule.ended(changed=changed)
        if refused:
            self._refused |= refused
            self._not_offered(refused)
        self._listed(idle)

    def _created_since(self, service: Service) -> float | None:
        """Also ask for jobs that began and ended since the last complete list."""
        asked = self._known[service].asked
        return None if asked is None else asked - CLOCKS_APART

    async def _take(self, service: Service, found: MyJobs, asked: float) -> bool:
        """Watch the new jobs of a list asked for at `asked`; return whether it has changed."""
        known = self._known[service]
        jobs = [job for job in found.jobs if was_submitted(job)]
        new = [job for job in jobs if job.id not in known.submitted]
        await self._watch(new, announced=not known.quiet)
        submitted = {job.id for job in jobs}
        unfinished = {job.id for job in jobs if not has_ended(job)}
        if not found.complete:
            submitted |= known.submitted
            unfinished |= known.unfinished
        self._known[service] = _Known(
            submitted,
            unfinished,
            asked if found.complete else known.asked,
            known.quiet and not found.complete,
        )
        return bool(new) or unfinished != known.unfinished

    async def _watch(self, new: list[Listed], *, announced: bool) -> None:
        removed = await self._removed([job.id for job in new]) if new else ()
        for job in new:
            if job.id in removed:
                continue
            ref = JobRef(job.id, job.service, JobId(job.details.id or job.id))
            if not self._watcher.add(ref):
                continue
            now, details = self._clock.now(), job.details
            if has_ended(job):
                # Only the job itself says how it ended, with the reasons.
                details = replace(details, state=None, ended=None)
            self._watcher.edit(Described(job.id, now, details))
            if announced:
                self._watcher.edit(Appeared(job.id, now))
