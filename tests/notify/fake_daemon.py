"""A notification daemon on a bus of the test's own, played by the test. Needs dbus-fast."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import NamedTuple

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus
from dbus_fast.signature import Variant

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
_ABOUT = """<node><interface name="org.freedesktop.Notifications">
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/></method>
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="as" direction="in"/><arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
<arg type="u" direction="out"/></method>
<signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
<signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
{properties}</interface>{others}</node>"""
_PROPERTY = '<property name="{}" type="b" access="read"/>'


class Asked(NamedTuple):
    """A notification as requested from the daemon."""

    program: str
    icon: str
    title: str
    body: str
    actions: dict[str, str]
    urgency: int
    entry: str


class FakeDaemon:
    """Records the notifications requested; the test decides what the user does with them."""

    def __init__(self, bus: MessageBus, capabilities: list[str]) -> None:
        self._bus = bus
        self._capabilities = capabilities
        self.asked: list[Asked] = []
        self.answers = self.answers_questions = True
        self.quiet: dict[tuple[str, str], object] = {}  # by interface and property
        bus.add_message_handler(self._handle)

    def _handle(self, message: Message) -> Message | bool | None:
        if message.message_type is not MessageType.METHOD_CALL:
            return None
        match message.member:
            case "Introspect":
                return Message.new_method_return(message, "s", [self._about()])
            case "Get" if not self.answers_questions:
                return True
            case "Get" if (value := self.quiet.get(tuple(message.body))) is not None:
                kind = "b" if isinstance(value, bool) else "s"
                return Message.new_method_return(message, "v", [Variant(kind, value)])
            case "Get":
                return Message.new_error(message, "org.fake.NoSuchProperty", "There is none.")
            case "GetCapabilities":
                return Message.new_method_return(message, "as", [self._capabilities])
            case "GetServerInformation":
                return Message.new_method_return(message, "ssss", ["fake", "tests", "1", "1.2"])
            case "Notify" if self.answers:
                program, _, icon, title, body, actions, hints, _ = message.body
                offered = dict(zip(actions[::2], actions[1::2], strict=True))
                urgency = hints["urgency"].value
                entry = hints["desktop-entry"].value
                self.asked.append(Asked(program, icon, title, body, offered, urgency, entry))
                return Message.new_method_return(message, "u", [len(self.asked)])
        return True

    def _about(self) -> str:
        declared = {interface: _PROPERTY.format(name) for interface, name in self.quiet}
        own = declared.pop(NAME, "")
        others = (f'<interface name="{it}">{declared[it]}</interface>' for it in declared)
        return _ABOUT.replace("{properties}", own).replace("{others}", "".join(others))

    async def announce_token(self, number: int, token: str) -> None:
        """Send a token for the click on a notification, as before the click; mako declares none."""
        signal = Message.new_signal(PATH, NAME, "ActivationToken", "us", [number, token])
        await self._bus.send(signal)

    async def choose(self, number: int, title: str) -> None:
        """Click the button with that title; "" is the notification itself."""
        offered = self.asked[number - 1].actions
        (key,) = (key for key, shown in offered.items() if shown == title)
        await self._bus.send(Message.new_signal(PATH, NAME, "ActionInvoked", "us", [number, key]))


@contextlib.asynccontextmanager
async def daemon_on(address: str, *capabilities: str) -> AsyncIterator[FakeDaemon]:
    """Run a daemon on the bus for the duration of the block."""
    bus = await MessageBus(bus_address=address).connect()
    try:
        daemon = FakeDaemon(bus, list(capabilities))
        await bus.request_name(NAME)
        yield daemon
    finally:
        bus.disconnect()
        await asyncio.sleep(0)
