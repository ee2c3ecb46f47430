"""The other kind of tray, over D-Bus, as in KDE and GNOME's extension.

A watcher and host of org.kde.StatusNotifierItem in one: a test can inspect an item's picture and
tooltip, activate it, read its menu (com.canonical.dbusmenu) and click an entry.
"""

import asyncio
import re
import threading
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, Self, TypeVar

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.constants import RequestNameReply
from dbus_fast.unpack import unpack_variants

from tests.virtual_desktop import PATIENCE, wait_until

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"
Found = TypeVar("Found")


class Picture(NamedTuple):
    """One size of an item's picture; four bytes a pixel: alpha, red, green, blue."""

    width: int
    height: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a menu, with its subentries; `icon` is the content of an image file.

    `letter` is its mnemonic, "" without one.
    """

    number: int
    label: str = ""
    letter: str = ""
    enabled: bool = True
    visible: bool = True
    separator: bool = False
    icon: bytes = b""
    below: tuple["Entry", ...] = ()

    def all(self) -> Iterator["Entry"]:
        """Return this and all visible entries below it."""
        if self.visible:
            yield self
            for entry in self.below:
                yield from entry.all()


class StatusNotifierHost:
    """A tray on the bus while its `with` block lasts; shows the last item that registered."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._items: list[tuple[str, str]] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="tray host")

    def __enter__(self) -> Self:
        self._thread.start()
        self._wait(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self._wait(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def wait_for_item(self, seconds: float = PATIENCE, step: float = 0.02) -> None:
        """Return once a program has registered a tray item; check every `step` seconds."""
        wait_until(lambda: self._items, "an item in the tray", seconds, step)

    def pictures(self) -> list[Picture]:
        """Return the item's picture in all its sizes."""
        return [Picture(*row) for row in self._property("IconPixmap")]

    def tooltip(self) -> str:
        """Return the item's tooltip, title and text, as plain lines."""
        _, _, title, text = self._property("ToolTip")
        return "\n".join(filter(None, (title, text)))

    def status(self) -> str:
        """Return "Active", "Passive" or "NeedsAttention"."""
        return str(self._property("Status"))

    def activate(self) -> None:
        """Click on the item."""
        self._call(self._item()[1], ITEM, "Activate", "ii", 0, 0)

    def menu(self) -> list[Entry]:
        """Return the visible entries of the item's menu, including submenus."""
        path = self._property("Menu")
        self._call(path, MENU, "AboutToShow", "i", 0)
        _, layout = self._call(path, MENU, "GetLayout", "iias", 0, -1, [])
        return [entry for entry in _entry(layout).all() if entry.number and not entry.separator]

    def click(self, label: str) -> None:
        """Click on the entry of the menu."""
        number = next(entry.number for entry in self.menu() if entry.label == label)
        event = (number, "clicked", Variant("i", 0), 0)
        self._call(self._property("Menu"), MENU, "Event", "isvu", *event)

    def _item(self) -> tuple[str, str]:
        self.wait_for_item()
        return self._items[-1]

    def _property(self, name: str) -> Any:
        (value,) = self._call(self._item()[1], PROPERTIES, "Get", "ss", ITEM, name)
        return value

    def _call(self, path: str, interface: str, member: str, signature: str, *body: Any) -> Any:
        message = Message(
            destination=self._item()[0],
            path=path,
            interface=interface,
            member=member,
            signature=signature,
            body=list(body),
        )
        reply = self._wait(self._bus.call(message))
        if reply is None or reply.message_type is MessageType.ERROR:
            raise RuntimeError(f"{member}: {reply and reply.body}")
        return unpack_variants(reply.body)

    async def _open(self) -> None:
        self._bus = await MessageBus(bus_address=self._address).connect()
        self._bus.add_message_handler(self._answered)
        assert await self._bus.request_name(WATCHER) is RequestNameReply.PRIMARY_OWNER

    async def _close(self) -> None:
        self._bus.disconnect()

    def _answered(self, message: Message) -> Message | bool:
        """Answer like the watcher; an item is identified by its path or by its bus name."""
        if message.message_type is not MessageType.METHOD_CALL:
            return False
        match message.interface, message.member, message.body:
            case _, "RegisterStatusNotifierItem", [str(named)]:
                sender = str(message.sender)
                self._items.append(
                    (sender, named) if named.startswith("/") else (named, "/StatusNotifierItem")
                )
                return Message.new_method_return(message)
            case _, "RegisterStatusNotifierHost", _:
                return Message.new_method_return(message)
            case "org.freedesktop.DBus.Properties", "Get", [_, name]:
                return Message.new_method_return(message, "v", [self._told()[name]])
            case "org.freedesktop.DBus.Properties", "GetAll", _:
                return Message.new_method_return(message, "a{sv}", [self._told()])
        return False

    def _told(self) -> dict[str, Variant]:
        return {
            "IsStatusNotifierHostRegistered": Variant("b", True),
            "RegisteredStatusNotifierItems": Variant("as", ["".join(it) for it in self._items]),
            "ProtocolVersion": Variant("i", 0),
        }

    def _wait(self, coroutine: Coroutine[Any, Any, Found]) -> Found:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(PATIENCE)


def _entry(layout: tuple[int, dict[str, Any], list[Any]]) -> Entry:
    number, told, below = layout
    return Entry(
        number,
        _shown(told.get("label", "")),
        _letter(told.get("label", "")),
        told.get("enabled", True),
        told.get("visible", True),
        told.get("type") == "separator",
        told.get("icon-data", b""),
        tuple(_entry(row) for row in below),
    )


def _letter(label: str) -> str:
    """Return the letter after the first single _ of the label."""
    found = re.search("_([^_])", label.replace("__", ""))
    return found[1] if found else ""


def _shown(label: str) -> str:
    """Return the label as a host shows it: _ marks a mnemonic, __ is a _."""
    return re.sub("_(.)", r"\1", label)
