"""Linux: logind says over the system bus when it prepares for sleep, and when that is over.

https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html
"""

import asyncio
from typing import TYPE_CHECKING

from ccwatch.power.waking import NoSignal, Woke

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

PATIENCE = 5.0
SERVICE = "org.freedesktop.login1"
PATH = "/org/freedesktop/login1"
INTERFACE = "org.freedesktop.login1.Manager"
MEMBER = "PrepareForSleep"
_BUS = "org.freedesktop.DBus"


class Logind:
    """Listens to logind's signal, and to nobody else's of that name."""

    name = "logind"

    def __init__(self) -> None:
        self._bus: MessageBus | None = None
        self._sender = ""

    async def start(self, woke: Woke) -> None:
        """Call `woke` after each sleep; raises NoSignal without a bus or logind on it."""
        try:
            await asyncio.wait_for(self._connect(woke), PATIENCE)
        except NoSignal:
            self.close()
            raise
        except Exception as error:  # no bus, or one that does not let us in
            self.close()
            raise NoSignal(f"no system bus ({type(error).__name__})") from None

    def close(self) -> None:
        """Leave the bus."""
        if self._bus is not None:
            self._bus.disconnect()
            self._bus = None

    async def _connect(self, woke: Woke) -> None:
        from dbus_fast import BusType
        from dbus_fast.aio import MessageBus

        self._bus = MessageBus(bus_type=BusType.SYSTEM)
        await self._bus.connect()
        self._sender = await self._asked("GetNameOwner", SERVICE)

        def heard(message: "Message") -> None:
            if self._is_end_of_sleep(message):
                woke()

        self._bus.add_message_handler(heard)
        rule = f"type='signal',sender='{SERVICE}',interface='{INTERFACE}',member='{MEMBER}'"
        await self._asked("AddMatch", rule)

    async def _asked(self, member: str, argument: str) -> str:
        """Return the bus's own answer, "" for none; raises NoSignal."""
        from dbus_fast import Message, MessageType

        assert self._bus is not None
        path = "/org/freedesktop/DBus"
        call = Message(_BUS, path, _BUS, member, signature="s", body=[argument])
        reply = await self._bus.call(call)
        if reply is None or reply.message_type is not MessageType.METHOD_RETURN:
            raise NoSignal("there is no logind")
        return str(reply.body[0]) if reply.body else ""

    def _is_end_of_sleep(self, message: "Message") -> bool:
        signal = (message.path, message.interface, message.member)
        own = message.sender == self._sender and signal == (PATH, INTERFACE, MEMBER)
        return own and message.body == [False]
