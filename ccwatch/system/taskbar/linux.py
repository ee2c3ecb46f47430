"""Linux: launchers and docks that support the signal of Ubuntu's Unity (KDE, Ubuntu, …).

https://wiki.ubuntu.com/Unity/LauncherAPI#Low_level_DBus_API:_com.canonical.Unity.LauncherEntry
"""

import asyncio
import logging
from typing import TYPE_CHECKING

from ccwatch.core.badge import NOTHING, Badge, Mood
from ccwatch.system.dbus import connected
from ccwatch.system.identity import DESKTOP_ENTRY

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.asyncio import DBusConnection

PATIENCE = 5.0
APPLICATION = f"application://{DESKTOP_ENTRY}.desktop"
PATH = "/ccwatch"
INTERFACE = "com.canonical.Unity.LauncherEntry"
_log = logging.getLogger(__name__)


class LauncherEntry:
    """Sends the signal; launchers forget it when the sender leaves the bus."""

    def __init__(self) -> None:
        self._bus: DBusConnection | None = None
        self._sending: asyncio.Task[None] | None = None
        self._wanted = self._sent = NOTHING
        self._hopeless = False

    def show(self, badge: Badge) -> None:
        """Show the badge once the bus is connected; called in a running loop."""
        self._wanted = badge
        if self._sending is None and not self._hopeless:
            self._sending = asyncio.get_running_loop().create_task(self._send())

    def close(self) -> None:
        """Disconnect from the bus."""
        if self._sending is not None:
            self._sending.cancel()
        self._leave()

    async def _send(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while self._wanted != self._sent:
                    self._bus = self._bus or await connected("SESSION")
                    self._sent = self._wanted
                    await self._bus.send(_signal(self._sent))
        except Exception as error:  # no bus, or no access to it
            _log.info("progress is not shown on the launcher: %s", type(error).__name__)
            self._leave()
        finally:
            self._sending = None

    def _leave(self) -> None:
        self._hopeless = True
        if self._bus is not None:
            self._bus.writer.transport.abort()
            self._bus = None


def _signal(badge: Badge) -> "Message":
    from jeepney import DBusAddress, new_signal

    shown = {
        "progress": ("d", (badge.percentage or 0) / 100),
        "progress-visible": ("b", badge.percentage is not None),
        "count": ("x", badge.jobs),
        "count-visible": ("b", badge.jobs > 0),
        "urgent": ("b", badge.mood is Mood.WRONG),
    }
    sender = DBusAddress(PATH, interface=INTERFACE)
    return new_signal(sender, "Update", "sa{sv}", (APPLICATION, shown))
