"""The accent colour comes from the portal over a real bus, and follows its changes."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("there is no message bus elsewhere", allow_module_level=True)

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from ccwatch.system.accent import INTERFACE, PATH, SERVICE, Rgb, follow_accent, rgb_of
from tests.session_bus import session_bus

APPEARANCE = "org.freedesktop.appearance"
GREEN, RED = (0.2, 0.8, 0.4), (1.0, 0.0, 0.1)


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with session_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


def changed(colour: Rgb, *, key: str = "accent-color", group: str = APPEARANCE) -> Message:
    body = [group, key, Variant("(ddd)", list(colour))]
    return Message.new_signal(PATH, INTERFACE, "SettingChanged", "ssv", body)


class Portal:
    """A portal that knows the colour, or only other settings."""

    def __init__(self, bus: MessageBus, colour: Rgb | None) -> None:
        self._colour = colour
        bus.add_message_handler(self._handle)

    def _handle(self, message: Message) -> Message | bool | None:
        if message.message_type is not MessageType.METHOD_CALL or message.interface != INTERFACE:
            return None
        if self._colour is None or message.body != [APPEARANCE, "accent-color"]:
            return Message.new_error(
                message, "org.freedesktop.portal.Error.NotFound", "Requested setting not found"
            )
        inner = Variant("v", Variant("(ddd)", list(self._colour)))
        return Message.new_method_return(message, "v", [inner])


async def followed(address: str, colour: Rgb | None, *sent: Message) -> list[Rgb | None]:
    """Return the colours that are heard of a portal that sends these signals."""
    desktop = await MessageBus(bus_address=address).connect()
    stranger = await MessageBus(bus_address=address).connect()
    Portal(desktop, colour)
    await desktop.request_name(SERVICE)
    heard: asyncio.Queue[Rgb | None] = asyncio.Queue()
    following = asyncio.create_task(follow_accent(heard.put_nowait))
    colours = []
    try:
        if colour is None:
            await asyncio.wait_for(following, 5)
            return []
        colours.append(await asyncio.wait_for(heard.get(), 5))
        await stranger.send(changed(RED))
        for message in (*sent, changed((0.5, 0.5, 0.5))):
            await desktop.send(message)
        while colours[-1] != (0.5, 0.5, 0.5):
            colours.append(await asyncio.wait_for(heard.get(), 5))
        return colours[:-1]
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        desktop.disconnect()
        stranger.disconnect()
        await asyncio.sleep(0)


def test_the_colour_is_read_and_its_changes_are_followed(bus: str) -> None:
    assert asyncio.run(followed(bus, GREEN)) == [GREEN]
    sent = changed(RED), changed(GREEN, key="color-scheme"), changed((-1.0, -1.0, -1.0))
    assert asyncio.run(followed(bus, GREEN, *sent)) == [GREEN, RED, None]


def test_a_portal_without_the_colour_is_left_alone(bus: str) -> None:
    assert asyncio.run(followed(bus, None)) == []


@pytest.mark.parametrize("address", ["", "unix:path=/nonexistent/bus", "nonsense"])
def test_without_a_bus_nothing_is_followed(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    heard: list[Rgb | None] = []
    asyncio.run(follow_accent(heard.append))
    assert heard == []


@pytest.mark.parametrize(
    ("value", "rgb"),
    [
        (("(ddd)", (0.1, 0.2, 0.3)), (0.1, 0.2, 0.3)),
        (("v", ("(ddd)", (0.0, 1.0, 0.3))), (0.0, 1.0, 0.3)),
        (("(ddd)", (0.1, 0.2, 1.1)), None),
        (("(ddd)", (-0.1, 0.2, 1.0)), None),
        (("(ddd)", (float("nan"), 0.2, 1.0)), None),
        (("u", 3), None),
        (("s", "blue"), None),
        (None, None),
    ],
)
def test_what_is_out_of_range_is_no_colour(value: object, rgb: Rgb | None) -> None:
    assert rgb_of(value) == rgb
