"""A sleep until a given time that can be interrupted."""

import asyncio

from ccwatch.clock import Clock


class Nap:
    """Sleeps on a clock; times are in its steady seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rest: asyncio.Task[object] | None = None

    async def take(self, until: float | None) -> None:
        """Sleep until then, or until woken; None: only until woken."""
        seconds = None if until is None else max(until - self._clock.steady(), 0.0)
        rest = self._clock.sleep(seconds) if seconds is not None else asyncio.Event().wait()
        self._rest = asyncio.ensure_future(rest)
        try:
            await asyncio.wait({self._rest})
        finally:
            self._rest.cancel()

    def end(self) -> None:
        """Wake up, if sleeping."""
        if self._rest is not None:
            self._rest.cancel()
