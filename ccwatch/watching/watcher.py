"""The watcher: one scheduler for all jobs, without a timer per job.

It depends on neither Qt nor the network: the client, the clock and the event handler are arguments.
`core.schedule` says when a job is due, `gate` whether a request may be sent, `turn` sends it, and
`core.transition` says what a reply means.
"""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from math import inf

from ccwatch.clock import Clock
from ccwatch.core.budget import FEWEST_AT_ONCE, Budget
from ccwatch.core.due_queue import DueQueue
from ccwatch.core.errors import RateLimited, ServiceError, SignInNeeded, Unreachable
from ccwatch.core.events import (
    Added,
    Appeared,
    CancelAccepted,
    Described,
    Event,
    LookedAt,
    Muted,
    QueryFailed,
    Removed,
    Renamed,
    Scheduled,
)
from ccwatch.core.job import Job, JobId, Service
from ccwatch.core.job_refs import JobRef
from ccwatch.core.jobs import Status, job_after
from ccwatch.core.schedule import next_wait, pause, put_off, spread
from ccwatch.core.slots import SLOW_AFTER, Slots, next_start
from ccwatch.watching.nap import Nap
from ccwatch.watching.next_jobs import NextJobs
from ccwatch.watching.protocol import JobClient
from ccwatch.watching.renew_once import Renewal
from ccwatch.watching.request_gate import Gate
from ccwatch.watching.request_line import Line
from ccwatch.watching.service_reporter import ServiceReporter
from ccwatch.watching.turn import HeldBack, Turn
from ccwatch.watching.watched_jobs import Watch, WatchedJobs

SLEPT_AFTER = 30.0
LONGEST_REST = 60.0


class Watcher:
    """Queries every job on the documented schedule and publishes what happens.

    `at_once` queries hold a slot; `core.slots` says how many more may be running. The client has a
    thread for each of them, so a query is sent the moment it is started.
    """

    def __init__(
        self,
        client: JobClient,
        clock: Clock,
        publish: Callable[[Event], None],
        budget: Budget,
        at_once: int = FEWEST_AT_ONCE,
    ) -> None:
        self._clock = clock
        self._publish = publish
        self._gate = Gate(budget)
        self._renewal = Renewal(client.renew, clock, self._gate)
        self._service = ServiceReporter(clock, publish)
        self._jobs = WatchedJobs(publish)
        self.next_jobs = NextJobs(self._jobs, clock)
        self._turn_of = partial(
            Turn, client, clock, self._gate, self._renewal, self._service, self._jobs
        )
        self.line = Line(
            clock, self._gate, self._renewal, self._service, self.pause, self.signed_out
        )
        self._slots = Slots(at_once)
        self._queue = DueQueue()
        self._under_way: set[asyncio.Task[None]] = set()
        self._nap, self._woke_at = Nap(clock), -inf

    def resume(self, jobs: Iterable[Job], status: Status | None = None) -> None:
        """Resume watching jobs from an earlier run; those that have not ended are queried at once.

        `status` is what an earlier run published about the account and the service.
        """
        steady = self._clock.steady()
        jobs = tuple(jobs)
        if status:
            self._service.resume(status)
            if seconds := status.pause_left(self._clock.now()):
                self._gate.pause(steady + seconds)
                self._queue.hold(steady + seconds, len(jobs))
        for job in jobs:
            # Only the wall clock, which may have been set since, knows the time of the last change.
            watch = self._jobs.add(job, steady)
            if job.unfinished:
                self._plan(watch, steady)
        self._catch_up(self._jobs.not_ended())

    def add(self, ref: JobRef, alias: str | None = None) -> bool:
        """Watch one more job and query it at once; False if it is watched already.

        For one that was just removed, at least 15 s must have passed since its last query.
        """
        if self._jobs.get(ref.id):
            return False
        service = ref.service or Service.MODELING
        added = Added(ref.id, self._clock.now(), service, alias, ref.listed_as)
        job = job_after(None, added)
        assert job is not None
        watch = self._jobs.add(job, self._clock.steady())
        self._publish(added)
        self._plan_soon(watch)
        return True

    def edit(
        self,
        event: Renamed | Muted | LookedAt | CancelAccepted | Removed | Described | Appeared,
    ) -> None:
        """Publish a user's change to a job, or its place in a list; unknown jobs are ignored."""
        if (watch := self._jobs.get(event.job)) is None:
            return
        if isinstance(event, Removed):
            self._jobs.remove(event.job)
            self._queue.drop(event.job)
            self._publish(event)
            self._service.caught_up(event.job)
        else:
            self._jobs.publish(watch, event)

    def check_now(self, job: JobId) -> None:
        """Query the job as soon as 15 s have passed since its last query."""
        if watch := self._jobs.get(job):
            self._plan_soon(watch)

    def signed_in(self) -> None:
        """Resume: every watched job is queried, within the budget."""
        self._gate.signed_out = False
        self._renewal.forget_failure()
        self._service.signed_in()
        for watch in self._jobs.not_ended():
            self._plan_soon(watch)
        self._catch_up(self._jobs.not_ended())
        self._nap.end()

    def signed_out(self, reason: str) -> None:
        """Hold all watching until a sign-in, and publish that once."""
        if self._gate.signed_out:
            return
        self._gate.signed_out = True
        self._service.signed_out(reason)
        for watch in self._jobs.not_ended():
            self._jobs.publish(watch, Scheduled(watch.job.id, self._clock.now(), None))
        self._service.stop_catching_up()

    def woke(self) -> None:
        """Handle waking from sleep: overdue queries follow one by one, and failures are ignored."""
        now = self._woke_at = self._clock.steady()
        self._gate.woke(now)
        self._service.woke()
        overdue = [self._jobs[job] for job in self._queue.before(now)]
        for index, watch in enumerate(overdue):
            self._plan(watch, now + index * spread(len(overdue)))
        self._catch_up(overdue)
        self._nap.end()

    def network_changed(self, online: bool) -> None:
        """Handle a change of the network; after waking up, queries wait for it."""
        self._gate.online = online
        self._nap.end()

    def limit(self, per_minute: int, per_hour: int, at_once: int) -> None:
        """Change the request limits."""
        self._gate.budget.limit(per_minute, per_hour)
        self._slots.at_once = at_once
        self._nap.end()

    def pause(self, error: RateLimited, interval: float) -> None:
        """Hold all requests as the service asks, and spread out those due in the meantime.

        `interval` is how long, in seconds, if it does not say.
        """
        steady = self._clock.steady()
        seconds = pause(error.retry_after, interval)
        if self._gate.pause(steady + seconds):
            waiting = self._queue.hold(steady + seconds, len(self._under_way))
            self._service.paused(seconds, error)
            for watch in [self._jobs[job] for job in waiting]:
                self._plan(watch, steady)

    def is_asking(self) -> bool:
        """Return whether queries are running, or due within a second."""
        due = self._queue.next_due()
        return bool(self._under_way) or (due is not None and due <= self._clock.steady() + 1)

    def used_this_hour(self) -> int:
        """Return the number of requests sent in the last hour."""
        return self._gate.budget.used_this_hour(self._clock.steady())

    async def run(self) -> None:
        """Watch until cancelled."""
        try:
            while True:
                until = self._start_due()
                if until is None and self._under_way:
                    # A turn may take minutes; waking in between keeps it from being mistaken for a
                    # sleep.
                    until = self._clock.steady() + LONGEST_REST
                await self._nap.take(until)
                if until is not None and self._slept_since(until):
                    self.woke()
        finally:
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    def _slept_since(self, time: float) -> bool:
        """Return whether the computer must have slept since then without a wake-up signal."""
        return self._clock.steady() - max(time, self._woke_at) > SLEPT_AFTER

    def _start_due(self) -> float | None:
        """Start what is due; return when to check again, None: when something happens."""
        while True:
            now = self._clock.steady()
            free, due, slow = next_start(self._queue, self._slots, now)
            ready = max(free, self._gate.held_until())
            if ready <= now:
                ready = self._gate.opens_at(now)
                self._service.behind(ready - due if ready > now else 0.0)
            if ready > now:
                return None if ready == inf else ready
            self._start(self._jobs[self._queue.take(slow=slow)], now)

    def _start(self, watch: Watch, now: float) -> None:
        self._gate.budget.spend(now)
        watch.sent, watch.busy = now, True
        watch.queries += 1
        task = asyncio.ensure_future(self._turn(watch))
        self._under_way.add(task)
        self._slots.start(task, now, slow=watch.slow)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._slots.end(task)
        self._nap.end()
        if not task.cancelled() and (error := task.exception()):
            context = {"message": "a query broke", "exception": error, "task": task}
            task.get_loop().call_exception_handler(context)

    async def _turn(self, watch: Watch) -> None:
        """Run one turn of one job, and plan its next query."""
        later = False
        # The computer may have slept since the turn was planned: the request is sent only now.
        started = watch.sent = self._clock.steady()
        asked_to_wait: float | None = None
        try:
            await self._turn_of(watch).ask()
        except HeldBack:
            later = True
        except SignInNeeded as error:
            later = True
            self.signed_out(error.message)
        except RateLimited as error:
            later = True
            self.pause(error, next_wait(watch.queries))
            self._failed(watch, error)
        except ServiceError as error:
            later = isinstance(error, Unreachable)
            asked_to_wait = error.retry_after
            self._failed(watch, error)
        finally:
            now = self._clock.steady()
            watch.busy, watch.slow = False, now - started > SLOW_AFTER
            if watch.job.unfinished and watch.sent is not None:
                due = watch.sent + next_wait(watch.queries)
                self._plan(watch, put_off(due, now, asked_to_wait))
            if not later:
                self._service.caught_up(watch.job.id)

    def _failed(self, watch: Watch, error: ServiceError) -> None:
        now = self._clock.now()
        self._jobs.publish(watch, QueryFailed(watch.job.id, now, error.trouble, error.for_good))
        self._service.failed(error)

    def _plan(self, watch: Watch, due: float, *, sooner: bool = False) -> None:
        """Plan the next query, but not within a pause that the service asked for.

        `sooner` keeps a job that is already due by then in its place.
        """
        if watch.busy or not self._jobs.has(watch):
            return
        place = self._queue.hasten if sooner else self._queue.plan
        due = place(watch.job.id, due, slow=watch.slow)
        now = self._clock.now()
        shown = None if self._gate.signed_out else now + max(due - self._clock.steady(), 0.0)
        self._jobs.publish(watch, Scheduled(watch.job.id, now, shown))
        self._nap.end()

    def _plan_soon(self, watch: Watch) -> None:
        """Plan the next query for as soon as 15 s have passed since the last one."""
        self._plan(watch, watch.may_be_asked_at(self._clock.steady()), sooner=True)

    def _catch_up(self, watches: Iterable[Watch]) -> None:
        self._service.catching_up(watch.job.id for watch in watches)
