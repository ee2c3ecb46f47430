"""Follows the user's own jobs: lists them on a schedule of its own, and watches the new ones.

`core.list_schedule` says when; the requests pass the same gate as the watcher's. A service without
a list is left out until the next sign-in, or until the user asks for the lists.

Jobs that were submitted and ended between two lists are found as well, also while the program was
off: what was asked for when is remembered beyond a run. After that, a sleep or a sign-in they are
reported together with what else happened meanwhile.
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
from ccwatch.core.my_jobs import (
    LastList,
    MyJobs,
    created_since,
    has_ended,
    is_news,
    is_not_offered,
    next_last,
    taken_up,
    was_submitted,
)
from ccwatch.core.service_replies import Listed
from ccwatch.watching.job_lists import Lists
from ccwatch.watching.nap import Nap
from ccwatch.watching.watcher import Watcher

LONGEST_NAP = 300.0
WANTS_A_LIST = (CameBack, CatchingUp, Ended)
Refused = Mapping[Service, ServiceError]
LastLists = Mapping[Service, LastList]


@dataclass(slots=True)
class _Known:
    """What a service has listed: the submitted jobs, and those of them that had not ended.

    `last` is its last complete list; `away`: that was in an earlier run, or before a sleep or a
    sign-in. A job that is new in the first list is announced unless that list is `quiet`.
    """

    submitted: set[JobId] = field(default_factory=set)
    unfinished: set[JobId] = field(default_factory=set)
    last: LastList | None = None
    quiet: bool = False
    away: bool = False


class ListWatcher:
    """Lists the user's jobs while `follow` is on, and adds those that are new to the watcher.

    `removed` returns those of the given jobs that the user removed: they do not come back.
    `not_offered` gets the services that turned out to have no list, once. `listed` is called after
    each round, with whether the user has no unfinished job in any service. `remember` gets each
    service's last complete list, for `resume` in the next run; it is called after the jobs of these
    lists were published.
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
        remember: Callable[[LastLists], object] = lambda _: None,
    ) -> None:
        self._lists = lists
        self._watcher = watcher
        self._clock = clock
        self._removed = removed
        self._not_offered = not_offered
        self._listed = listed
        self._remember = remember
        self._follows = False
        self._schedule = ListSchedule()
        self._known = {service: _Known() for service in Service}
        self._refused: dict[Service, ServiceError] = {}
        self._nap = Nap(clock)

    def resume(self, lists: LastLists) -> None:
        """Continue from what an earlier run remembered."""
        for service, last in taken_up(lists, self._clock.now()).items():
            self._known[service] = _Known(last=last, away=True)

    def follow(self, on: bool, *, quietly: bool = False) -> None:
        """Begin or stop; `quietly` adds what is listed first without announcing it.

        Where an earlier run followed, what is new since then is announced. A user who stops does
        not want to hear later of what happens meanwhile, so what was known is forgotten.
        """
        if not on:
            if self._last():
                self._remember({})
            self._known = {service: _Known() for service in Service}
        elif not self._follows:
            for service, known in self._known.items():
                self._known[service] = known if known.away else _Known(quiet=quietly)
        self._follows = on
        self._want(by_hand=True)

    def refresh(self) -> None:
        """List at once, in all services, because the user asks for it."""
        self._refused.clear()
        self._want(by_hand=True)

    def woke(self) -> None:
        """List at once, because the computer slept."""
        self._was_away()
        self._want()

    def hear(self, event: Event) -> None:
        """List at once after an event that may have changed the lists."""
        if isinstance(event, SignedIn):
            self.refresh()
        elif isinstance(event, WANTS_A_LIST):
            if isinstance(event, CatchingUp):
                self._was_away()
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

    def _was_away(self) -> None:
        for known in self._known.values():
            known.away = known.last is not None

    def _want(self, *, by_hand: bool = False) -> None:
        self._schedule = self._schedule.wanted_at(self._clock.steady(), by_hand=by_hand)
        self._nap.end()

    async def _list_all(self, now: float) -> None:
        services = [service for service in Service if service not in self._refused]
        away = [service for service in services if self._known[service].away]
        reporter, before = self._watcher.line.reporter, self._last()
        if away:
            reporter.catching_up(away)
        self._schedule, began = self._schedule.begun(now), self._clock.now()
        refused: dict[Service, ServiceError] = {}
        changed, idle = False, True
        try:
            async for service, found in self._lists.each(services, self._created_since):
                if not self._follows:
                    continue
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
            for service in away:
                reporter.caught_up(service)
            if self._follows and self._last() != before:
                self._remember(self._last())
        if refused:
            self._refused |= refused
            self._not_offered(refused)
        self._listed(idle)

    def _created_since(self, service: Service) -> float | None:
        """Return since when jobs were created that are asked for although they have ended.

        Without an earlier list, to know those that have just ended, which are no news.
        """
        last = self._known[service].last
        return created_since(service, last.asked if last else self._clock.now())

    def _last(self) -> dict[Service, LastList]:
        """Return each service's last complete list."""
        return {service: known.last for service, known in self._known.items() if known.last}

    async def _take(self, service: Service, found: MyJobs, asked: float) -> bool:
        """Watch the new jobs of a list asked for at `asked`; return whether it has changed."""
        known = self._known[service]
        jobs = [job for job in found.jobs if was_submitted(job)]
        listed = [job for job in jobs if job.id not in known.submitted]
        new = [job for job in listed if is_news(job, known.last)]
        await self._watch(new, announced=not known.quiet, together=known.away)
        # One that ended before the user followed would be new if it were active again.
        old = {job.id for job in listed} - {job.id for job in new}
        submitted = {job.id for job in jobs} - old
        unfinished = {job.id for job in jobs if not has_ended(job)}
        if not found.complete:
            submitted |= known.submitted
            unfinished |= known.unfinished
        self._known[service] = _Known(
            submitted,
            unfinished,
            next_last(known.last, asked, jobs) if found.complete else known.last,
            known.quiet and not found.complete,
            known.away and not found.complete,
        )
        return bool(new) or unfinished != known.unfinished

    async def _watch(self, new: list[Listed], *, announced: bool, together: bool) -> None:
        """Watch these jobs; `together` reports them with what else happened meanwhile."""
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
            if together:
                self._watcher.line.reporter.catching_up_too(job.id)
            if announced:
                self._watcher.edit(Appeared(job.id, now))
