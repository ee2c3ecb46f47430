"""One query of one job: its progress, and the job itself where that has more to say.

It decides nothing of its own: `transition` says what an answer means.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from ccwatch.clock import Clock
from ccwatch.core.errors import BadReply, JobMissing, RateLimited, ServiceError
from ccwatch.core.events import (
    Described,
    JobEvent,
    Moved,
    Reopened,
    Started,
    StateChanged,
    StepChanged,
)
from ccwatch.core.job import OUTCOMES, Details, Job, JobId, Progress, Service
from ccwatch.core.jobs import job_after_all
from ccwatch.core.language import tr
from ccwatch.core.transition import (
    MOST_TRIES,
    advance,
    closed,
    is_try,
    seeks_outcome,
    unread,
    wants_details,
)

CHANGES = (Started, Moved, StepChanged, StateChanged, Reopened)
Answer = TypeVar("Answer")


class Client(Protocol):
    """What the watcher asks of the network."""

    async def progress(self, service: Service, job: JobId) -> Progress:
        """Return the progress of a job; raises ServiceError or SignInNeeded."""

    async def details(self, service: Service, job: JobId) -> Details:
        """Return the job itself; raises ServiceError or SignInNeeded."""

    async def renew(self) -> None:
        """Get a new access token without the user; raises SignInNeeded or ServiceError."""


class HeldBack(Exception):
    """A second question of the same turn must wait for the job's next turn."""


@dataclass(slots=True, eq=False)
class Watch:
    """A job on watch; `sent` is the steady time of its last query, `queries` its place.

    `changed` is the steady time of the last change, or of the start of the watching; `tries`
    counts the queries that sought the outcome and could not read it.
    """

    job: Job
    changed: float
    sent: float | None = None
    queries: int = 0
    tries: int = 0
    busy: bool = False
    slow: bool = False


class Call(Protocol):
    """Sends a request that is paid for."""

    async def __call__(
        self, ask: Callable[[Service, JobId], Awaitable[Answer]], watch: Watch
    ) -> Answer:
        """Return the answer; raises ServiceError, SignInNeeded or HeldBack."""


class Tell(Protocol):
    """Publishes events of a job that is still on watch."""

    def __call__(self, watch: Watch, events: Iterable[JobEvent], after: Job | None = None) -> None:
        """Publish the events; `after` is the job with them."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One query of one job, with what it leads to.

    `spend` pays for a further request, or raises HeldBack; `has` says whether the job is still
    on watch.
    """

    watch: Watch
    client: Client
    clock: Clock
    call: Call
    tell: Tell
    spend: Callable[[], None]
    has: Callable[[Watch], bool]

    async def ask(self) -> None:
        """Ask and tell what happened; raises ServiceError, SignInNeeded or HeldBack."""
        watch = self.watch
        missing = False
        events: tuple[JobEvent, ...] = ()
        try:
            seen = await self.call(self.client.progress, watch)
        except JobMissing:
            missing = True
        except BadReply:
            if not await self._finds_the_end():
                raise
            return
        else:
            still = self.clock.steady() - watch.changed
            after, events = advance(watch.job, seen, self.clock.now(), still)
            if any(isinstance(event, CHANGES) for event in events):
                watch.changed = self.clock.steady()
            if _restarts(events):
                watch.queries = 1
            self.tell(watch, events, after)
            if not seeks_outcome(watch.job):
                watch.tries = 0
        if self.has(watch) and (missing or wants_details(watch.job, events)):
            await self._ask_for_the_job(missing=missing)

    async def _ask_for_the_job(self, *, missing: bool) -> None:
        """Ask for the job itself; only when its end depends on it does a failure count."""
        watch = self.watch
        decisive = missing or seeks_outcome(watch.job)
        self.spend()
        try:
            details = await self.call(self.client.details, watch)
        except JobMissing:
            if decisive and watch.job.watched:
                after, events = closed(watch.job, self.clock.now())
                self.tell(watch, events, after)
        except RateLimited:
            raise
        except ServiceError as error:
            counts = is_try(watch.job, error, missing=missing)
            if decisive and not (counts and self._gives_up(error)):
                raise
        else:
            self._describe(details)
            if is_try(watch.job, details, missing=missing):
                self._gives_up(BadReply(tr("The job itself does not say how it ended.")))

    async def _finds_the_end(self) -> bool:
        """Return whether the job itself says that it ended, where progress cannot be read."""
        watch = self.watch
        if not (self.has(watch) and watch.job.watched):
            return False
        try:
            self.spend()
            details = await self.call(self.client.details, watch)
        except RateLimited:
            raise
        except (HeldBack, ServiceError):
            return False
        if details.phase in OUTCOMES:
            self._describe(details)
        return not watch.job.watched

    def _describe(self, details: Details) -> None:
        watch, now = self.watch, self.clock.now()
        after, events = advance(watch.job, details, now)
        if not events:  # the same again, which is an answer all the same
            events = (Described(watch.job.id, now, details),)
            after = job_after_all(watch.job, events) or watch.job
        self.tell(watch, events, after)

    def _gives_up(self, why: ServiceError) -> bool:
        """Count a try to read how the job ended; return whether it was the last one."""
        watch = self.watch
        watch.tries += 1
        if watch.tries < MOST_TRIES or not watch.job.watched:
            return False
        watch.tries = 0
        after, events = unread(watch.job, why, self.clock.now())
        self.tell(watch, events, after)
        return True


def _restarts(events: Iterable[JobEvent]) -> bool:
    """Return whether the sequence begins again: the percentage changed, from a known one."""
    return any(
        isinstance(event, Reopened) or (isinstance(event, Moved) and event.was is not None)
        for event in events
    )
