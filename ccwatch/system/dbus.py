"""Linux: a connection to a message bus that leaks nothing if it fails halfway.

https://dbus.freedesktop.org/doc/dbus-specification.html
"""

import asyncio
import sys
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.asyncio import DBusConnection


async def connected(name: Literal["SESSION", "SYSTEM"]) -> "DBusConnection":
    """Return an authenticated connection; raises whatever prevents it."""
    if sys.platform == "win32":
        raise OSError("Windows has no message bus")
    from jeepney.auth import BEGIN, Authenticator
    from jeepney.bus import get_bus
    from jeepney.bus_messages import message_bus
    from jeepney.io.asyncio import DBusConnection

    reader, writer = await asyncio.open_unix_connection(get_bus(name))
    try:
        authenticator = Authenticator()
        for line in authenticator:
            writer.write(line)
            authenticator.feed(await reader.readuntil(b"\r\n"))
        writer.write(BEGIN)
        bus = DBusConnection(reader, writer)
        (bus.unique_name,) = await asked(bus, message_bus.Hello())
    except BaseException:  # also when cancelled; jeepney's own connect function leaks the socket
        writer.transport.abort()
        raise
    return bus


async def asked(bus: "DBusConnection", call: "Message") -> tuple[Any, ...]:
    """Return the bus's reply, skipping earlier messages. Raises DBusErrorResponse."""
    from jeepney import HeaderFields
    from jeepney.wrappers import unwrap_msg

    serial = next(bus.outgoing_serial)
    await bus.send(call, serial=serial)
    while True:
        message = await bus.receive()
        if message.header.fields.get(HeaderFields.reply_serial) == serial:
            answer: tuple[Any, ...] = unwrap_msg(message)
            return answer
