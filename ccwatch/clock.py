"""The only module that reads the time; all others take a Clock."""

import sys
import time
from typing import Protocol


class Clock(Protocol):
    """Time as an argument: for timestamps, for scheduling and for waiting."""

    def now(self) -> float:
        """Return UTC seconds since the epoch, for timestamps."""

    def steady(self) -> float:
        """Return seconds that never jump and include a computer's sleep, for scheduling."""

    async def sleep(self, seconds: float) -> None:
        """Wait for that many seconds."""


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
        import asyncio  # only after the tray icon is shown: it is slow to import

        await asyncio.sleep(seconds / self.speed)


# The clock of each system that includes the computer's sleep. On Linux CLOCK_MONOTONIC stops during
# sleep, and so does time.monotonic() on macOS.
if sys.platform == "win32":

    def _steady() -> float:
        return time.monotonic()

elif sys.platform == "linux":

    def _steady() -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)

else:

    def _steady() -> float:
        return time.clock_gettime(time.CLOCK_MONOTONIC)
