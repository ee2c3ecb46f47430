"""The watcher: per job wait, ask, parse, advance, publish. One scheduler, no timer per job.

It knows neither Qt nor the network: the client, the clock and the callable that takes the
events are arguments. The rules are those of the service's documentation and of the core:
`schedule` says when, `budget` whether, `transition` what a reply means.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from math import inf

from ccwatch.clock import Clock
from ccwatch.core.budget import FEWEST_AT_ONCE, Budget
from ccwatch.core.due_queue import Agenda
from ccwatch.core.errors import (
    BadReply,
    RateLimited,
    ServerFault,
    ServiceError,
    SignInNeeded,
    Unauthorised,
    Unreachable,
)
from ccwatch.core.events import (
    Added,
    CameBack,
    CatchingUp,
    CaughtUp,
    Event,
    JobEvent,
    Limited,
    LookedAt,
    Muted,
    QueryFailed,
    Removed,
    Renamed,
    Scheduled,
    SignedIn,
    SignInWanted,
    Stretched,
    WentUnreachable,
)
from ccwatch.core.job import Job, JobId, Service
from ccwatch.core.job_refs import JobRef
from ccwatch.core.jobs import Status, job_after, job_after_all
from ccwatch.core.language import tr
from ccwatch.core.reachability import GRACE_AFTER_WAKE, Reachability
from ccwatch.core.schedule import SCHEDULE, next_wait, pause, put_off, spread
from ccwatch.core.slots import SLOW_AFTER, Slots, next_start
from ccwatch.watching.nap import Nap
from ccwatch.watching.renewal import Renewal
from ccwatch.watching.turn import Answer, Client, HeldBack, Turn, Watch

SLEPT_AFTER = 30.0
LONGEST_REST = 60.0
STRETCHED_AFTER = 5.0


class Watcher:
    """Asks for every job on the documented schedule and publishes what happens.

    `at_once` queries hold a slot; `core.slots` says how many more are under way. The client has
    a thread for each of them, so the moment a query is started is the moment that it is sent.
    """

    def __init__(
        self,
        client: Client,
        clock: Clock,
        publish: Callable[[Event], None],
        budget: Budget,
        at_once: int = FEWEST_AT_ONCE,
    ) -> None:
        self._client = client
        self._clock = clock
        self._publish = publish
        self._budget = budget
        self._slots = Slots(at_once)
        self._watches: dict[JobId, Watch] = {}
        self._removed: dict[JobId, float] = {}
        self._agenda = Agenda()
        self._under_way: set[asyncio.Task[None]] = set()
        self._nap = Nap(clock)
        self._reachability = Reachability()
        self._signed_out = self._told_signed_out = False
        self._renewal = Renewal(client.renew, clock, self._is_held)
        self._stretched = False
        self._online = True
        self._woke_at = -inf
        self._to_catch_up: set[JobId] = set()

    def resume(self, jobs: Iterable[Job], told: Status | None = None) -> None:
        """Take up jobs that were watched before; those not ended are asked for at once.

        `told` is what an earlier run has told of the account and the service.
        """
        now, steady = self._clock.now(), self._clock.steady()
        if told and told.unreachable_since is not None:
            self._reachability.resume(steady - max(now - told.unreachable_since, 0.0))
        self._told_signed_out = told is not None and told.signed_in is False
        jobs = tuple(jobs)
        if told and (pause_left := told.pause_left(now)):
            self._agenda.hold(steady + pause_left, len(jobs))
        for job in jobs:
            # How long it was still before is for the wall clock to say, which may have been set.
            watch = self._watches[job.id] = Watch(job, steady)
            if job.watched:
                self._plan(watch, steady)
        self._catch_up(self._on_watch())

    def add(self, ref: JobRef, alias: str | None = None) -> bool:
        """Watch one more job and ask for it at once; False when it is watched already.

        One that was just removed is not asked for under 15 s since its last query either.
        """
        if ref.id in self._watches:
            return False
        service = ref.service or Service.MODELING
        added = Added(ref.id, self._clock.now(), service, alias, ref.listed_as)
        job = job_after(None, added)
        assert job is not None
        left = self._removed.pop(ref.id, None)
        watch = self._watches[ref.id] = Watch(job, self._clock.steady(), left)
        self._publish(added)
        self._plan(watch, self._earliest(watch))
        return True

    def edit(self, event: Renamed | Muted | LookedAt | Removed) -> None:
        """Publish what the user did with a job; unknown jobs are left alone."""
        if (watch := self._watches.get(event.job)) is None:
            return
        if isinstance(event, Removed):
            del self._watches[event.job]
            if watch.sent is not None:
                self._removed[event.job] = watch.sent
            self._agenda.drop(event.job)
            self._publish(event)
            self._caught_up(event.job)
        else:
            self._tell(watch, (event,))

    def check_now(self, job: JobId) -> None:
        """Ask for the job as soon as 15 s have gone by since its last query."""
        if watch := self._watches.get(job):
            self._plan(watch, self._earliest(watch), sooner=True)

    def signed_in(self) -> None:
        """Go on: every job on watch is asked for, through the budget."""
        self._signed_out = self._told_signed_out = False
        self._renewal.forget_failure()
        self._publish(SignedIn(self._clock.now()))
        for watch in self._on_watch():
            self._plan(watch, self._earliest(watch), sooner=True)
        self._catch_up(self._on_watch())
        self._nap.end()

    def signed_out(self, reason: str) -> None:
        """Hold all watching, and say so once, until signed in."""
        if self._signed_out:
            return
        self._signed_out = True
        self._publish(SignInWanted(self._clock.now(), reason))
        for watch in self._on_watch():
            self._tell(watch, (Scheduled(watch.job.id, self._clock.now(), None),))
        for job in tuple(self._to_catch_up):
            self._caught_up(job)

    def woke(self) -> None:
        """The computer slept: what is overdue follows one by one, and troubles are forgiven.

        For a while the network is waited for, where the system says that there is none yet.
        """
        now = self._woke_at = self._clock.steady()
        self._reachability.woke(now)
        overdue = self._agenda.before(now)
        for index, job in enumerate(overdue):
            self._plan(self._watches[job], now + index * spread(len(overdue)))
        self._catch_up(self._watches[job] for job in overdue)
        self._nap.end()

    def network_changed(self, online: bool) -> None:
        """Take what the system says of the network; after waking up it is waited for."""
        self._online = online
        self._nap.end()

    def limit(self, per_minute: int, per_hour: int, at_once: int) -> None:
        """Take other limits for the requests, from now on."""
        self._budget.limit(per_minute, per_hour)
        self._slots.at_once = at_once
        self._nap.end()

    def is_asking(self) -> bool:
        """Return whether queries are under way, or due within a second."""
        due = self._agenda.next_due()
        return bool(self._under_way) or (due is not None and due <= self._clock.steady() + 1)

    def used_this_hour(self) -> int:
        """Return how many requests went out within the last hour."""
        return self._budget.used_this_hour(self._clock.steady())

    async def run(self) -> None:
        """Watch until cancelled."""
        try:
            while True:
                until = self._start_due()
                if until is None and self._under_way:
                    # A turn may take minutes; looked at in between, it is not mistaken for a sleep.
                    until = self._clock.steady() + LONGEST_REST
                await self._nap.take(until)
                if until is not None and self._slept_since(until):
                    self.woke()
        finally:
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    def _slept_since(self, time: float) -> bool:
        """Return whether the computer must have slept since then, and nobody has said so."""
        return self._clock.steady() - max(time, self._woke_at) > SLEPT_AFTER

    def _start_due(self) -> float | None:
        """Start what is due; return when to look again, None: when something happens."""
        while not self._signed_out:
            now = self._clock.steady()
            free, due, slow = next_start(self._agenda, self._slots, now)
            if free == inf:
                return None
            network = -inf if self._online else self._woke_at + GRACE_AFTER_WAKE
            ready = max(free, self._agenda.held_until, network)
            if ready <= now:
                ready = self._budget.ready_at(now)
                self._tell_stretched(ready - due if ready > now else None)
            if ready > now:
                return ready
            self._start(self._watches[self._agenda.take(slow=slow)], now)
        return None

    def _start(self, watch: Watch, now: float) -> None:
        self._budget.spend(now)
        watch.sent, watch.busy = now, True
        watch.queries += 1
        task = asyncio.ensure_future(self._turn(watch))
        self._under_way.add(task)
        self._slots.start(task, now, slow=watch.slow)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._slots.end(task)
        due = self._agenda.next_due()
        if self._nap.until is None or (due is not None and due < self._nap.until):
            self._nap.end()
        if not task.cancelled() and (error := task.exception()):
            context = {"message": "a query broke", "exception": error, "task": task}
            task.get_loop().call_exception_handler(context)

    async def _turn(self, watch: Watch) -> None:
        """One query of one job, with what it leads to, and the plan for the next."""
        later = False
        # The computer may have slept since the turn was begun: the request goes out now.
        started = watch.sent = self._clock.steady()
        asked_to_wait: float | None = None
        try:
            turn = (self._call, self._tell, self._spend, self._has)
            await Turn(watch, self._client, self._clock, *turn).ask()
        except HeldBack:
            later = True
        except SignInNeeded as error:
            later = True
            self.signed_out(error.message)
        except RateLimited as error:
            later = True
            self._limited(error, next_wait(watch.queries))
            self._failed(watch, error)
        except ServiceError as error:
            later = isinstance(error, Unreachable)
            asked_to_wait = error.retry_after
            self._failed(watch, error)
        finally:
            now = self._clock.steady()
            watch.busy, watch.slow = False, now - started > SLOW_AFTER
            if watch.job.watched and watch.sent is not None:
                due = watch.sent + next_wait(watch.queries)
                self._plan(watch, put_off(due, now, asked_to_wait))
            if not later:
                self._caught_up(watch.job.id)

    async def _call(
        self, ask: Callable[[Service, JobId], Awaitable[Answer]], watch: Watch
    ) -> Answer:
        """Send a request that is paid for; after a 401 renew and send it once more."""
        renewals = self._renewal.count
        try:
            return await self._answer(ask, watch.job)
        except Unauthorised:
            renewed = await self._renewal.since(renewals)
        if not renewed or not self._has(watch):
            raise HeldBack
        self._spend()
        watch.sent = self._clock.steady()
        try:
            return await self._answer(ask, watch.job)
        except Unauthorised:
            raise SignInNeeded(tr("Signed out by the service.")) from None

    async def _answer(self, ask: Callable[[Service, JobId], Awaitable[Answer]], job: Job) -> Answer:
        """Send a request; any answer that makes sense, refusals too, says it is reachable."""
        if self._is_held():
            raise HeldBack
        try:
            answer = await ask(job.service, job.spelling)
        except (Unreachable, ServerFault, BadReply):
            raise
        except ServiceError:
            self._reached()
            raise
        self._reached()
        if self._told_signed_out:
            # An earlier run said that a sign-in is needed; this one was let in without.
            self._told_signed_out = False
            self._publish(SignedIn(self._clock.now()))
        return answer

    def _has(self, watch: Watch) -> bool:
        """Return whether the job is still on watch, and this is its watch."""
        return self._watches.get(watch.job.id) is watch

    def _is_held(self) -> bool:
        return self._signed_out or self._clock.steady() < self._agenda.held_until

    def _spend(self) -> None:
        """Pay for a further request of the same turn, or leave it to the next turn."""
        now = self._clock.steady()
        if self._is_held() or self._budget.ready_at(now) > now:
            raise HeldBack
        self._budget.spend(now)

    def _tell(self, watch: Watch, events: Iterable[JobEvent], after: Job | None = None) -> None:
        """Publish events of a job that is still watched; `after` is the job with them."""
        if not self._has(watch):
            return
        events = tuple(events)
        after = after or job_after_all(watch.job, events)
        assert after is not None
        watch.job = after
        for event in events:
            self._publish(event)  # type: ignore[arg-type]

    def _plan(self, watch: Watch, due: float, *, sooner: bool = False) -> None:
        """Plan the next query, not within a pause that the service asked for.

        `sooner` leaves a job where it stands when that is no later: it keeps its place.
        """
        if watch.busy or not self._has(watch):
            return
        place = self._agenda.hasten if sooner else self._agenda.plan
        due = place(watch.job.id, due, slow=watch.slow)
        now, steady = self._clock.now(), self._clock.steady()
        shown = None if self._signed_out else now + max(due - steady, 0.0)
        self._tell(watch, (Scheduled(watch.job.id, now, shown),))
        self._nap.end()

    def _earliest(self, watch: Watch) -> float:
        """Return when the job may be asked for at the earliest, by hand or after a sign-in."""
        now = self._clock.steady()
        return now if watch.sent is None else max(now, watch.sent + SCHEDULE[0])

    def _catch_up(self, watches: Iterable[Watch]) -> None:
        """Say that a round begins which finds out what changed meanwhile."""
        self._to_catch_up.update(watch.job.id for watch in watches)
        if self._to_catch_up:
            self._publish(CatchingUp(self._clock.now()))

    def _caught_up(self, job: JobId) -> None:
        """Say that the round is over when this was the last job of it."""
        if job in self._to_catch_up:
            self._to_catch_up.remove(job)
            if not self._to_catch_up:
                self._publish(CaughtUp(self._clock.now()))

    def _on_watch(self) -> list[Watch]:
        return [watch for watch in self._watches.values() if watch.job.watched]

    def _limited(self, error: RateLimited, interval: float) -> None:
        now, steady = self._clock.now(), self._clock.steady()
        seconds = pause(error.retry_after, interval)
        if steady + seconds <= self._agenda.held_until:
            return
        waiting = self._agenda.hold(steady + seconds, len(self._under_way))
        self._publish(Limited(now, now + seconds, error.trouble))
        for job in waiting:
            self._plan(self._watches[job], steady)

    def _failed(self, watch: Watch, error: ServiceError) -> None:
        now, steady = self._clock.now(), self._clock.steady()
        self._tell(watch, (QueryFailed(watch.job.id, now, error.trouble, error.for_good),))
        if not isinstance(error, Unreachable | ServerFault | BadReply):
            return
        since = self._reachability.failed(steady)
        if since is not None:
            self._publish(WentUnreachable(now, now - (steady - since), error.trouble))

    def _reached(self) -> None:
        since = self._reachability.answered()
        if since is not None:
            now = self._clock.now()
            self._publish(CameBack(now, now - (self._clock.steady() - since)))

    def _tell_stretched(self, behind: float | None) -> None:
        stretched = behind is not None and behind > STRETCHED_AFTER
        if stretched != self._stretched:
            self._stretched = stretched
            self._publish(Stretched(self._clock.now(), behind if stretched else None))
