"""The text size of GNOME comes from the portal over a real bus, and follows its changes."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("there is no message bus elsewhere", allow_module_level=True)

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from ccwatch.system.text_scale import factor_of, follow_text_scale
from tests.session_bus import session_bus

PORTAL, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SETTINGS, GNOME = "org.freedesktop.portal.Settings", "org.gnome.desktop.interface"


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with session_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


def changed(key: str, value: Variant, group: str = GNOME) -> Message:
    return Message.new_signal(PATH, SETTINGS, "SettingChanged", "ssv", [group, key, value])


async def followed(address: str, known: dict[str, Variant], *sent: Message) -> list[float]:
    """Return what is heard of a portal with these values, which then sends these and 2.5."""
    desktop = await MessageBus(bus_address=address).connect()

    def handle(message: Message) -> Message | None:
        if message.message_type is not MessageType.METHOD_CALL or message.member != "ReadAll":
            return None
        assert message.body == [[GNOME]]
        return Message.new_method_return(message, "a{sa{sv}}", [{GNOME: known} if known else {}])

    desktop.add_message_handler(handle)
    await desktop.request_name(PORTAL)
    heard: asyncio.Queue[float] = asyncio.Queue()
    following = asyncio.create_task(follow_text_scale(heard.put_nowait))
    try:
        seen = [await asyncio.wait_for(heard.get(), 5)]
        for message in (*sent, changed("text-scaling-factor", Variant("d", 2.5))):
            await desktop.send(message)
        while seen[-1] != 2.5:
            seen.append(await asyncio.wait_for(heard.get(), 5))
        return seen[:-1]
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        desktop.disconnect()
        await asyncio.sleep(0)


def test_the_factor_is_read_and_its_changes_are_followed(bus: str) -> None:
    seen = followed(
        bus,
        {"text-scaling-factor": Variant("d", 1.25), "font-name": Variant("s", "Sans 11")},
        changed("font-name", Variant("s", "Sans 12")),
        changed("text-scaling-factor", Variant("d", 1.5), "org.example"),
        changed("text-scaling-factor", Variant("d", 2.0)),
    )
    assert asyncio.run(seen) == [1.25, 2.0]


def test_a_portal_that_does_not_know_it_changes_nothing(bus: str) -> None:
    assert asyncio.run(followed(bus, {})) == [1.0]


def test_without_a_portal_it_ends(bus: str) -> None:
    heard: list[float] = []
    asyncio.run(asyncio.wait_for(follow_text_scale(heard.append), 5))
    assert heard == []


@pytest.mark.parametrize(
    ("value", "factor"),
    [
        (("d", 1.25), 1.25),
        (("d", 0.5), 0.5),
        (("d", 0.0), 1.0),
        (("d", -2.0), 1.0),
        (("d", float("nan")), 1.0),
        (("d", 1e9), 1.0),
        (("s", "2"), 1.0),
        (("b", True), 1.0),
        (None, 1.0),
    ],
)
def test_what_cannot_be_a_factor_is_none(value: object, factor: float) -> None:
    assert factor_of(value) == factor
