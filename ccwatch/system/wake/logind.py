"""Linux: logind signals on the system bus before sleep and after it.

https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html
"""

import asyncio
import logging
from typing import TYPE_CHECKING

from ccwatch.system.dbus import asked, connected
from ccwatch.system.wake.protocol import NoSignal, Woke

if TYPE_CHECKING:
    from jeepney import MatchRule
    from jeepney.io.asyncio import DBusConnection

PATIENCE = 5.0
SERVICE = "org.freedesktop.login1"
PATH = "/org/freedesktop/login1"
INTERFACE = "org.freedesktop.login1.Manager"
MEMBER = "PrepareForSleep"
_log = logging.getLogger(__name__)


class Logind:
    """Listens to logind's signal, ignoring other senders of that name."""

    name = "logind"

    def __init__(self) -> None:
        self._bus: DBusConnection | None = None
        self._listening: asyncio.Task[None] | None = None

    async def start(self, woke: Woke) -> None:
        """Call `woke` after each sleep; raises NoSignal without a bus or logind on it."""
        try:
            await asyncio.wait_for(self._connect(woke), PATIENCE)
        except NoSignal:
            self.close()
            raise
        except Exception as error:  # no bus, or no access to it
            self.close()
            raise NoSignal(f"no system bus ({type(error).__name__})") from None

    def close(self) -> None:
        """Disconnect from the bus."""
        if self._listening is not None:
            self._listening.cancel()
            self._listening = None
        if self._bus is not None:
            self._bus.writer.transport.abort()
            self._bus = None

    async def _connect(self, woke: Woke) -> None:
        from jeepney import DBusErrorResponse, MatchRule, message_bus

        self._bus = bus = await connected("SYSTEM")
        try:
            (owner,) = await asked(bus, message_bus.GetNameOwner(SERVICE))
            rule = MatchRule(
                type="signal", sender=owner, path=PATH, interface=INTERFACE, member=MEMBER
            )
            await asked(bus, message_bus.AddMatch(rule))
        except DBusErrorResponse:
            raise NoSignal("there is no logind") from None
        self._listening = asyncio.create_task(self._listen(bus, rule, woke))

    async def _listen(self, bus: "DBusConnection", rule: "MatchRule", woke: Woke) -> None:
        try:
            while True:
                message = await bus.receive()
                # The bus delivers a stranger's signal, too, if it is addressed to this connection.
                if rule.matches(message) and message.body == (False,):
                    woke()
        except Exception:  # systems fail in different ways
            _log.info("%s is heard no more", self.name, exc_info=True)
            self.close()
