"""One turn of one job: queries its progress, and the job itself where needed.

After a 401 the access token is renewed once. `core.transition` decides what a reply means.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from ccwatch.clock import Clock
from ccwatch.core.errors import (
    BadReply,
    JobMissing,
    RateLimited,
    Refused,
    ServerFault,
    ServiceError,
    SignInNeeded,
    Unauthorised,
    WrongAddress,
)
from ccwatch.core.events import (
    AnyJobEvent,
    Described,
    Moved,
    Reopened,
    ServiceFound,
    Started,
    StateChanged,
    StepChanged,
    WaitsLong,
)
from ccwatch.core.job import OUTCOMES, Details, JobId, Progress, Service
from ccwatch.core.language import tr
from ccwatch.core.queue_time import is_unusual
from ccwatch.core.transition import (
    MOST_TRIES,
    advance,
    ended_unavailable,
    ended_unreadable,
    is_try,
    seeks_outcome,
    wants_details,
)
from ccwatch.watching.protocol import JobClient
from ccwatch.watching.renew_once import Renewal
from ccwatch.watching.request_gate import Gate
from ccwatch.watching.service_reporter import NO_ANSWER, ServiceReporter
from ccwatch.watching.watched_jobs import Watch, WatchedJobs

CHANGES = (Started, Moved, StepChanged, StateChanged, Reopened)
Result = TypeVar("Result", Progress, Details)


class HeldBack(Exception):
    """A request must wait for the job's next turn."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One query of a job and its follow-ups; the budget already counts its first request."""

    client: JobClient
    clock: Clock
    gate: Gate
    renewal: Renewal
    service: ServiceReporter
    jobs: WatchedJobs
    watch: Watch

    async def ask(self) -> None:
        """Query and publish what happened; raises ServiceError, SignInNeeded or HeldBack."""
        watch = self.watch
        missing = False
        events: tuple[AnyJobEvent, ...] = ()
        try:
            seen = await self._send(self.client.progress)
        except JobMissing:
            missing = True
        except (Refused, WrongAddress):
            if not await self._finds_its_service():
                raise
            return
        except BadReply:
            if not await self._finds_the_end():
                raise
            return
        else:
            still = self.clock.steady() - watch.changed
            _, events = advance(watch.job, seen, self.clock.now(), still)
            if any(isinstance(event, CHANGES) for event in events):
                watch.changed = self.clock.steady()
            if _restarts(events):
                watch.queries = 1
            self.jobs.publish(watch, *events)
            if not seeks_outcome(watch.job):
                watch.tries = 0
        if self.jobs.has(watch) and (missing or wants_details(watch.job, events)):
            await self._ask_for_the_job(missing=missing)
        self._reports_a_long_wait()

    def _reports_a_long_wait(self) -> None:
        """Publish once that the job waits unusually long for an engine."""
        watch, now, steady = self.watch, self.clock.now(), self.clock.steady()
        wait = watch.waits(now, steady)
        if wait is None or watch.job.waits_long:
            return
        usual = self.jobs.usual_wait(watch.job, steady)
        if is_unusual(wait, usual):
            low, high = (usual.low, usual.high) if usual else (None, None)
            self.jobs.publish(watch, WaitsLong(watch.job.id, now, wait, low, high))

    async def _ask_for_the_job(self, *, missing: bool) -> None:
        """Query the job itself; a failure counts only if the job's end depends on it."""
        watch = self.watch
        decisive = missing or seeks_outcome(watch.job)
        self._spend_on_details()
        try:
            details = await self._send(self.client.details)
        except JobMissing:
            if decisive and watch.job.unfinished and not await self._finds_its_service():
                _, events = ended_unavailable(watch.job, self.clock.now())
                self.jobs.publish(watch, *events)
        except RateLimited:
            raise
        except ServiceError as error:
            counts = is_try(watch.job, error, missing=missing)
            if decisive and not (counts and self._gives_up(error)):
                raise
        else:
            self._describe(details)
            if is_try(watch.job, details, missing=missing):
                self._gives_up(BadReply(tr("The job does not say how it ended.")))

    async def _finds_the_end(self) -> bool:
        """Return whether the job itself says that it ended, when progress cannot be read."""
        watch = self.watch
        if not (self.jobs.has(watch) and watch.job.unfinished):
            return False
        try:
            self._spend_on_details()
            details = await self._send(self.client.details)
        except RateLimited:
            raise
        except (HeldBack, ServiceError):
            return False
        if details.phase in OUTCOMES:
            self._describe(details)
        return not watch.job.unfinished

    async def _finds_its_service(self) -> bool:
        """Return whether another service has a job that its own one never had.

        Each of the others is asked once. One that refuses does not have the job for this account.
        """
        watch = self.watch
        if watch.job.found or not self.jobs.has(watch):
            return False
        for service in Service:
            if service is not watch.job.service and service not in watch.sought:
                watch.sought[service] = await self._asked(service)
        found = {service: details for service, details in watch.sought.items() if details}
        if not found:
            return False
        service, *others = found
        event = ServiceFound(watch.job.id, self.clock.now(), service, tuple(others))
        self.jobs.publish(watch, event)
        self._describe(found[service])
        return True

    async def _asked(self, service: Service) -> Details | None:
        """Return the job from a service that may not be its own; None if it is not there.

        Nor is it after several answers that cannot be read.
        """
        self._spend()
        try:
            found = await self._send_once(lambda _, job: self.client.details(service, job))
        except (JobMissing, Refused, Unauthorised, WrongAddress):
            return None  # a token for older applications is valid for their service only
        except (BadReply, ServerFault):
            self.watch.tries += 1
            if self.watch.tries < MOST_TRIES:
                raise
            return None
        if service.has_messages:
            self.gate.budget.spend(self.clock.steady())
        return found

    def _describe(self, details: Details) -> None:
        watch, now = self.watch, self.clock.now()
        _, events = advance(watch.job, details, now)
        # An unchanged answer is still an answer.
        self.jobs.publish(watch, *(events or (Described(watch.job.id, now, details),)))

    def _gives_up(self, why: ServiceError) -> bool:
        """Count a try to read how the job ended; return whether it was the last one."""
        watch = self.watch
        watch.tries += 1
        if watch.tries < MOST_TRIES or not watch.job.unfinished:
            return False
        _, events = ended_unreadable(watch.job, why, self.clock.now())
        self.jobs.publish(watch, *events)
        return True

    async def _send(self, ask: Callable[[Service, JobId], Awaitable[Result]]) -> Result:
        """Send a request that the budget already counts; after a 401, renew and send it again."""
        renewals = self.renewal.count
        try:
            return await self._send_once(ask)
        except Unauthorised:
            renewed = await self.renewal.since(renewals)
        if not renewed or not self.jobs.has(self.watch):
            raise HeldBack
        self._spend()
        self.watch.sent = self.clock.steady()
        try:
            return await self._send_once(ask)
        except Unauthorised:
            raise SignInNeeded(tr("Signed out by the service.")) from None

    async def _send_once(self, ask: Callable[[Service, JobId], Awaitable[Result]]) -> Result:
        if self.gate.is_held(self.clock.steady()):
            raise HeldBack
        try:
            result = await ask(self.watch.job.service, self.watch.job.spelling)
        except ServiceError as error:
            if not isinstance(error, NO_ANSWER):
                self.service.answered()
            raise
        self.service.answered()
        self.service.let_in()
        return result

    def _spend_on_details(self) -> None:
        """Count the request for the job itself, and one for its messages if they come apart."""
        self._spend()
        if self.watch.job.service.has_messages:
            self._spend()

    def _spend(self) -> None:
        """Count another request of this turn in the budget, or leave it to the next turn."""
        now = self.clock.steady()
        if not self.gate.is_open(now):
            raise HeldBack
        self.gate.budget.spend(now)


def _restarts(events: Iterable[AnyJobEvent]) -> bool:
    """Return whether the backoff restarts: the percentage changed, from a known one."""
    return any(
        isinstance(event, Reopened) or (isinstance(event, Moved) and event.was is not None)
        for event in events
    )
