"""Wake-from-sleep signal: this system's way, and how it is followed."""

import logging
import sys

from ccwatch.system.wake.protocol import NoSignal, WakeSignal, Woke

_log = logging.getLogger(__name__)


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
