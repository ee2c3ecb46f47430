"""The appearance comes from the portal over a real bus, and follows its changes."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("there is no message bus elsewhere", allow_module_level=True)

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from ccwatch.system.appearance import Appearance, Rgb, appearance_of, follow_appearance
from ccwatch.system.portal_settings import INTERFACE, PATH, SERVICE
from tests.session_bus import session_bus

APPEARANCE = "org.freedesktop.appearance"
GREEN, RED, LAST = (0.2, 0.8, 0.4), (1.0, 0.0, 0.1), (0.5, 0.5, 0.5)
Values = dict[str, Variant]


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with session_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


def colour(rgb: Rgb) -> Variant:
    return Variant("(ddd)", list(rgb))


def changed(key: str, value: Variant, group: str = APPEARANCE) -> Message:
    return Message.new_signal(PATH, INTERFACE, "SettingChanged", "ssv", [group, key, value])


async def followed(address: str, values: Values, *sent: Message) -> list[Appearance]:
    """Return what is heard of a portal that has these values, then sends these signals."""
    desktop = await MessageBus(bus_address=address).connect()
    stranger = await MessageBus(bus_address=address).connect()

    def handle(message: Message) -> Message | bool | None:
        if message.message_type is not MessageType.METHOD_CALL or message.member != "ReadAll":
            return None
        assert message.body == [[APPEARANCE]]
        groups = {APPEARANCE: values} if values else {}
        return Message.new_method_return(message, "a{sa{sv}}", [groups])

    desktop.add_message_handler(handle)
    await desktop.request_name(SERVICE)
    heard: asyncio.Queue[Appearance] = asyncio.Queue()
    following = asyncio.create_task(follow_appearance(heard.put_nowait))
    seen = []
    try:
        seen.append(await asyncio.wait_for(heard.get(), 5))
        await stranger.send(changed("accent-color", colour(RED)))
        for message in (*sent, changed("accent-color", colour(LAST))):
            await desktop.send(message)
        while seen[-1].accent != LAST:
            seen.append(await asyncio.wait_for(heard.get(), 5))
        return seen[:-1]
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        desktop.disconnect()
        stranger.disconnect()
        await asyncio.sleep(0)


def test_the_appearance_is_read_and_its_changes_are_followed(bus: str) -> None:
    values = {"color-scheme": Variant("u", 1), "accent-color": colour(GREEN)}
    sent = (
        changed("color-scheme", Variant("u", 2)),
        changed("color-scheme", Variant("u", 1), "org.gnome.desktop.interface"),
        changed("accent-color", colour((-1.0, -1.0, -1.0))),
        changed("color-scheme", Variant("u", 0)),
    )
    assert asyncio.run(followed(bus, values, *sent)) == [
        Appearance(True, GREEN),
        Appearance(False, GREEN),
        Appearance(False, None),
        Appearance(None, None),
    ]


def test_a_portal_without_preferences_has_none(bus: str) -> None:
    assert asyncio.run(followed(bus, {})) == [Appearance()]


@pytest.mark.parametrize("address", ["", "unix:path=/nonexistent/bus", "nonsense"])
def test_without_a_bus_nothing_is_followed(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    heard: list[Appearance] = []
    asyncio.run(follow_appearance(heard.append))
    assert heard == []


def test_without_a_portal_nothing_is_followed(bus: str) -> None:
    heard: list[Appearance] = []
    asyncio.run(asyncio.wait_for(follow_appearance(heard.append), 5))
    assert heard == []


@pytest.mark.parametrize(
    ("accent", "rgb"),
    [
        (("(ddd)", (0.1, 0.2, 0.3)), (0.1, 0.2, 0.3)),
        (("(ddd)", (0.0, 1.0, 0.3)), (0.0, 1.0, 0.3)),
        (("(ddd)", (0.1, 0.2, 1.1)), None),
        (("(ddd)", (-0.1, 0.2, 1.0)), None),
        (("(ddd)", (float("nan"), 0.2, 1.0)), None),
        (("(dd)", (0.1, 0.2)), None),
        (("s", "red"), None),
    ],
)
def test_what_is_out_of_range_is_no_colour(accent: object, rgb: Rgb | None) -> None:
    assert appearance_of({"accent-color": accent}) == Appearance(None, rgb)


@pytest.mark.parametrize(
    ("scheme", "dark"), [(0, None), (1, True), (2, False), (3, None), ("dark", None), ([1], None)]
)
def test_a_scheme_that_there_is_not_is_no_preference(scheme: object, dark: bool | None) -> None:
    assert appearance_of({"color-scheme": ("v", scheme)}) == Appearance(dark)
