"""Linux: launchers and docks that follow the signal which Ubuntu's Unity began (KDE, Ubuntu, …).

https://wiki.ubuntu.com/Unity/LauncherAPI#Low_level_DBus_API:_com.canonical.Unity.LauncherEntry
"""

import asyncio
import logging
from typing import TYPE_CHECKING

from ccwatch.core.badge import NOTHING, Badge, Mood

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

PATIENCE = 5.0
APPLICATION = "application://ccwatch.desktop"
PATH = "/ccwatch"
INTERFACE = "com.canonical.Unity.LauncherEntry"
_log = logging.getLogger(__name__)


class LauncherEntry:
    """Sends the signal; launchers forget it when the sender leaves the bus."""

    def __init__(self) -> None:
        self._bus: MessageBus | None = None
        self._sending: asyncio.Task[None] | None = None
        self._wanted = self._sent = NOTHING
        self._hopeless = False

    def show(self, badge: Badge) -> None:
        """Show this, as soon as the bus takes it; called in a running loop."""
        self._wanted = badge
        if self._sending is None and not self._hopeless:
            self._sending = asyncio.get_running_loop().create_task(self._send())

    def close(self) -> None:
        """Leave the bus."""
        if self._sending is not None:
            self._sending.cancel()
        self._leave()

    async def _send(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while self._wanted != self._sent:
                    bus = self._bus or await self._connected()
                    self._sent = self._wanted
                    await bus.send(_signal(self._sent))
        except Exception as error:  # no bus, or one that does not let us in
            _log.info("progress is not shown on the launcher: %s", type(error).__name__)
            self._leave()
        finally:
            self._sending = None

    async def _connected(self) -> "MessageBus":
        from dbus_fast.aio import MessageBus

        self._bus = MessageBus()
        return await self._bus.connect()

    def _leave(self) -> None:
        self._hopeless = True
        if self._bus is not None:
            self._bus.disconnect()
            self._bus = None


def _signal(badge: Badge) -> "Message":
    from dbus_fast import Message, Variant

    shown = {
        "progress": Variant("d", (badge.percentage or 0) / 100),
        "progress-visible": Variant("b", badge.percentage is not None),
        "count": Variant("x", badge.jobs),
        "count-visible": Variant("b", badge.jobs > 0),
        "urgent": Variant("b", badge.mood is Mood.WRONG),
    }
    return Message.new_signal(PATH, INTERFACE, "Update", "sa{sv}", [APPLICATION, shown])
