"""Renews the access token after a 401, once for all queries that wait for it."""

import asyncio
from collections.abc import Awaitable, Callable
from math import inf

from ccwatch.clock import Clock
from ccwatch.core.errors import ServiceError
from ccwatch.core.schedule import put_off
from ccwatch.watching.request_gate import Gate

AGAIN_SECONDS = 5.0


class Renewal:
    """Counts renewals; a failed attempt counts for all who waited, and for those soon after.

    `renew` gets a new access token or raises ServiceError or SignInNeeded.
    """

    def __init__(self, renew: Callable[[], Awaitable[None]], clock: Clock, gate: Gate) -> None:
        self.count = 0
        self._renew = renew
        self._clock = clock
        self._gate = gate
        self._lock = asyncio.Lock()
        self._fault: ServiceError | None = None
        self._again_at = -inf

    def forget_failure(self) -> None:
        """Allow the next attempt at once, because the user signed in."""
        self._fault = None

    async def since(self, count: int) -> bool:
        """Renew, unless the counter has moved on from `count`; False if the gate is held."""
        async with self._lock:
            if self._gate.is_held(self._clock.steady()):
                return False
            if count == self.count:
                await self._attempt()
            return True

    async def _attempt(self) -> None:
        if self._fault and self._clock.steady() < self._again_at:
            raise self._fault.with_traceback(None)
        self._fault = None
        try:
            await self._renew()
        except ServiceError as error:
            now = self._clock.steady()
            self._again_at = put_off(now + AGAIN_SECONDS, now, error.retry_after)
            self._fault = error
            raise
        self.count += 1
