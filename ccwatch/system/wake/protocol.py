"""Wake-from-sleep signal: the protocol of all systems."""

from collections.abc import Callable
from typing import Protocol

Woke = Callable[[], None]


class NoSignal(Exception):
    """The system gives no signal; the text says why."""


class WakeSignal(Protocol):
    """One system's implementation."""

    name: str

    async def start(self, woke: Woke) -> None:
        """Call `woke` after each sleep from now on; raises NoSignal."""

    def close(self) -> None:
        """Stop calling it."""
