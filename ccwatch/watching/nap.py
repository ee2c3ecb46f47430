"""A rest until a time, which can be cut short."""

import asyncio

from ccwatch.clock import Clock


class Nap:
    """Rests on a clock; times are those of its steady seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rest: asyncio.Task[object] | None = None

    async def take(self, until: float | None) -> None:
        """Rest until then, or until woken; None is for ever."""
        seconds = None if until is None else max(until - self._clock.steady(), 0.0)
        rest = self._clock.sleep(seconds) if seconds is not None else asyncio.Event().wait()
        self._rest = asyncio.ensure_future(rest)
        try:
            await asyncio.wait({self._rest})
        finally:
            self._rest.cancel()

    def end(self) -> None:
        """Wake up, if resting."""
        if self._rest is not None:
            self._rest.cancel()
