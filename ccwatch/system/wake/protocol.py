"""Wake-from-sleep signal: what each system's way offers."""

from collections.abc import Callable
from typing import Protocol

Woke = Callable[[], None]


class NoSignal(Exception):
    """The system does not tell; the text says why."""


class WakeSignal(Protocol):
    """One way to hear that the computer woke up."""

    name: str

    async def start(self, woke: Woke) -> None:
        """Call `woke` after each sleep from now on; raises NoSignal."""

    def close(self) -> None:
        """Call it no more."""
