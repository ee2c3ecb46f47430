"""Wake-from-sleep signal: the choice for this system, and how it is started."""

import logging
import sys

from ccwatch.system.wake.protocol import NoSignal, WakeSignal, Woke

_log = logging.getLogger(__name__)


def signal_of_this_system() -> WakeSignal:
    """Return the implementation for this system."""
    if sys.platform == "win32":
        from ccwatch.system.wake.windows import PowerBroadcast

        return PowerBroadcast()
    if sys.platform == "darwin":
        from ccwatch.system.wake.macos import Workspace

        return Workspace()
    from ccwatch.system.wake.logind import Logind

    return Logind()


async def follow_waking(signal: WakeSignal, woke: Woke) -> bool:
    """Start the signal; return whether there is one. Without it only the clock shows a sleep."""
    try:
        await signal.start(woke)
    except NoSignal as reason:
        _log.info("waking up is noticed by the clock alone: %s", reason)
        return False
    except Exception:  # systems fail in different ways
        _log.exception("%s broke", signal.name)
        return False
    _log.info("%s tells of waking up", signal.name)
    return True
