"""Virtual time: a loop whose clock jumps to the next scheduled call."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

from ccwatch.core.events import Event

Result = TypeVar("Result")
EPOCH = 1_790_000_000.0


class _Idle(selectors.DefaultSelector):
    """Waits for no file; instead of waiting for time, advances it."""

    loop: "VirtualLoop"

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("nothing will ever happen: no call is scheduled")
        self.loop.virtual += timeout
        self.loop.woken += timeout > 0
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop in which sleeping takes no real time; `woken` counts its wake-ups."""

    def __init__(self) -> None:
        self.virtual = 0.0
        self.woken = 0
        selector = _Idle()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self.virtual


class VirtualClock:
    """A Clock on the running loop's virtual time; `slip` shifts only the wall clock."""

    def __init__(self) -> None:
        self.slip = 0.0
        self.slept = 0.0

    def now(self) -> float:
        return EPOCH + self.steady() + self.slip

    def steady(self) -> float:
        return asyncio.get_running_loop().time() + self.slept

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def run_virtual(main: Coroutine[Any, Any, Result], *, begins: float = 0.0) -> Result:
    """Run to the end in virtual time, which begins at that second, and close the loop."""

    def loop() -> VirtualLoop:
        made = VirtualLoop()
        made.virtual = begins
        return made

    with asyncio.Runner(loop_factory=loop) as runner:
        return runner.run(main)


def kinds(events: list[Event]) -> list[str]:
    """Return the names of the events' classes."""
    return [type(event).__name__ for event in events]
