"""The one place that asks what time it is; everything else is given a Clock."""

import sys
import time
from typing import Protocol


class Clock(Protocol):
    """Time as an argument: to tell, to schedule by, and to wait."""

    def now(self) -> float:
        """Return UTC seconds since the epoch: for what is told."""

    def steady(self) -> float:
        """Return seconds that never jump and count a computer's sleep: for the schedule."""

    async def sleep(self, seconds: float) -> None:
        """Wait that long."""


class SystemClock:
    """The computer's clocks; `speed` other than 1 is a time-lapse that starts now."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self._epoch = time.time()
        self._start = _steady()

    def now(self) -> float:
        """Return UTC seconds since the epoch."""
        if self.speed == 1.0:
            return time.time()
        return self._epoch + self.steady()

    def steady(self) -> float:
        """Return seconds since this clock was made, a computer's sleep included."""
        return (_steady() - self._start) * self.speed

    async def sleep(self, seconds: float) -> None:
        """Wait that many seconds of this clock."""
        import asyncio  # not before the tray is there: it takes long

        await asyncio.sleep(seconds / self.speed)


# Each system's clock that goes on while the computer sleeps. Linux stops CLOCK_MONOTONIC then,
# and time.monotonic() of macOS stops too.
if sys.platform == "win32":

    def _steady() -> float:
        return time.monotonic()

elif sys.platform == "linux":

    def _steady() -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)

else:

    def _steady() -> float:
        return time.clock_gettime(time.CLOCK_MONOTONIC)
