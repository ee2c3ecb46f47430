"""Who tells that the computer woke up: a protocol, and the one that this system has."""

import logging
import sys
from collections.abc import Callable
from typing import Protocol

Woke = Callable[[], None]
_log = logging.getLogger(__name__)


class NoSignal(Exception):
    """The system does not tell; the text says why."""


class WakeSignal(Protocol):
    """One way to hear that the computer woke up."""

    name: str

    async def start(self, woke: Woke) -> None:
        """Call `woke` after each sleep from now on; raises NoSignal."""

    def close(self) -> None:
        """Call it no more."""


def signal_of_this_system() -> WakeSignal:
    """Return the way of this system."""
    if sys.platform == "win32":
        from ccwatch.system.wake.windows import PowerBroadcast

        return PowerBroadcast()
    if sys.platform == "darwin":
        from ccwatch.system.wake.macos import Workspace

        return Workspace()
    from ccwatch.system.wake.logind import Logind

    return Logind()


async def follow_waking(signal: WakeSignal, woke: Woke) -> bool:
    """Start the signal; return whether there is one. Without it only the clock tells."""
    try:
        await signal.start(woke)
    except NoSignal as reason:
        _log.info("waking up is noticed by the clock alone: %s", reason)
        return False
    except Exception:  # no two systems fail alike
        _log.exception("%s broke", signal.name)
        return False
    _log.info("%s tells of waking up", signal.name)
    return True
