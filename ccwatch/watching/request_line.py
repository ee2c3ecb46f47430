"""The line to the service, for requests that belong to no job's turn."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from math import inf
from typing import TypeVar

from ccwatch.clock import Clock
from ccwatch.core.errors import (
    OutcomeUnknown,
    RateLimited,
    ServiceError,
    SignInNeeded,
    Unauthorised,
)
from ccwatch.core.language import tr
from ccwatch.core.schedule import SCHEDULE
from ccwatch.watching.renew_once import Renewal
from ccwatch.watching.request_gate import Gate
from ccwatch.watching.service_reporter import NO_ANSWER, ServiceReporter

LONGEST_NAP = 60.0
# In seconds: how long a user waits for the reply to a request.
USER_PATIENCE = 75.0
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Line:
    """Sends requests through the same gate as the watcher's, and reports what they met.

    `pause(error, interval)` holds all requests after a 429; `signed_out(reason)` holds them until
    a sign-in.
    """

    clock: Clock
    gate: Gate
    renewal: Renewal
    reporter: ServiceReporter
    pause: Callable[[RateLimited, float], None]
    signed_out: Callable[[str], None]

    async def request(
        self, ask: Callable[[], Awaitable[Result]], renewals: int, patience: float = inf
    ) -> Result:
        """Send a request as soon as the gate opens; after a 401, renew the token and send it again.

        The token is renewed only if it was not since the counter was at `renewals`. Raises
        ServiceError or SignInNeeded, and a ServiceError at once if the gate opens in more than
        `patience` seconds.
        """
        await self._wait_for_the_gate(patience)
        try:
            return await self._send_once(ask)
        except Unauthorised:
            await self.renewal.since(renewals)
        await self._wait_for_the_gate(patience)
        return await self._send_once(ask)

    async def _wait_for_the_gate(self, patience: float) -> None:
        """Wait until a request may be sent, and count it in the budget."""
        while (wait := self.gate.opens_at(now := self.clock.steady()) - now) > 0:
            if self.gate.signed_out:
                raise SignInNeeded(tr("You are not signed in."))
            if wait > patience:
                raise _used_up(wait)
            await self.clock.sleep(min(wait, LONGEST_NAP))
        self.gate.budget.spend(now)

    async def _send_once(self, ask: Callable[[], Awaitable[Result]]) -> Result:
        try:
            result = await ask()
        except SignInNeeded as error:
            self.signed_out(error.message)
            raise
        except ServiceError as error:
            if isinstance(error, NO_ANSWER):
                self.reporter.failed(error)
            elif not isinstance(error, OutcomeUnknown):
                self.reporter.answered()
            if isinstance(error, RateLimited):
                self.pause(error, SCHEDULE[-1])
            raise
        self.reporter.answered()
        self.reporter.let_in()
        return result


def _used_up(wait: float) -> ServiceError:
    fault = ServiceError(
        tr("The hourly request limit is used up."),
        title=tr(RateLimited.title),
        advice=tr("Try again in {seconds} s.", seconds=int(wait)),
    )
    fault.retry_after = wait
    return fault
