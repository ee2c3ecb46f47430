"""desktop-notifier's backend for Linux, with what it leaves out.

That is the name of the desktop entry, by which a desktop finds the program's settings and icon,
the token by which a click lets the window come forward, and whether "Do not disturb" is on.

https://specifications.freedesktop.org/notification-spec/latest/
"""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, cast

from dbus_fast import Message, MessageType
from dbus_fast.aio.proxy_object import ProxyInterface
from dbus_fast.signature import Variant
from desktop_notifier import Icon
from desktop_notifier.backends.dbus import DBusDesktopNotifier, get_hints_signature

from ccwatch.system.activation import activation
from ccwatch.system.identity import DESKTOP_ENTRY

_NAME, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_DUNST = "org.dunstproject.cmd0"
# Where daemons say that notifications are not shown: Plasma, which shows urgent ones, and dunst.
_INHIBITED, _PAUSED = (_NAME, "Inhibited"), (_DUNST, "paused")
_TOKEN = "ActivationToken"
_HINTS = 6  # the hints' place among the arguments of Notify
_MOST_TOKENS = 100
Notify = Callable[..., Awaitable[int]]


class FreedesktopNotifier(DBusDesktopNotifier):
    """Adds the hint `desktop-entry`, and carries out each click with its token."""

    def __init__(self, app_name: str, app_icon: Icon) -> None:
        super().__init__(app_name, app_icon)
        self._tokens: dict[int, str] = {}

    async def _init_dbus(self) -> ProxyInterface:
        interface: Any = await super()._init_dbus()
        self.bus.add_message_handler(self._look_for_token)
        if get_hints_signature(interface) in self.supported_hint_signatures:
            interface.call_notify = _with_entry(interface.call_notify)
        return cast("ProxyInterface", interface)

    async def holds_back(self, *, urgent: bool) -> bool:
        """Return whether "Do not disturb" is on, as far as the daemon tells."""
        for interface, name in (_PAUSED,) if urgent else (_INHIBITED, _PAUSED):
            if self._declares(interface, name) and await self._property(interface, name) is True:
                return True
        return False

    def _declares(self, interface: str, name: str) -> bool:
        declared = self.proxy_object.introspection.interfaces
        return any(
            each.name == interface and any(it.name == name for it in each.properties)
            for each in declared
        )

    async def _property(self, interface: str, name: str) -> object:
        reply = await self.bus.call(
            Message(
                destination=_NAME,
                path=_PATH,
                interface="org.freedesktop.DBus.Properties",
                member="Get",
                signature="ss",
                body=[interface, name],
            )
        )
        answered = reply is not None and reply.message_type is MessageType.METHOD_RETURN
        return reply.body[0].value if answered and reply.signature == "v" else None

    def _look_for_token(self, message: Message) -> None:
        """Keep a token for the click that follows; other programs' clicks are announced too.

        A handler of the interface would miss it: not every daemon that sends it declares it.
        """
        is_token = message.message_type is MessageType.SIGNAL and message.member == _TOKEN
        if not is_token or message.signature != "us":
            return
        nid, token = message.body
        if nid in self._platform_to_interface_notification_identifier:
            self._tokens[nid] = token
        while len(self._tokens) > _MOST_TOKENS:
            del self._tokens[next(iter(self._tokens))]

    def _on_action(self, nid: int, action_key: str) -> None:
        with activation(self._tokens.pop(nid, "")):
            super()._on_action(nid, action_key)


def _with_entry(notify: Notify) -> Notify:
    """Return the call of Notify with the hint added, in the type of the others."""

    @wraps(notify)
    async def call(*arguments: Any) -> int:
        hints = arguments[_HINTS]
        plain = any(isinstance(value, str) for value in hints.values())
        entry = DESKTOP_ENTRY if plain else Variant("s", DESKTOP_ENTRY)
        hints = {**hints, "desktop-entry": entry}
        return await notify(*arguments[:_HINTS], hints, *arguments[_HINTS + 1 :])

    return call
