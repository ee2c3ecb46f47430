"""The launcher's signal, received over a real bus like by a dock."""

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("there is no message bus elsewhere", allow_module_level=True)

from dbus_fast import Message
from dbus_fast.aio import MessageBus

from ccwatch.core.badge import NOTHING, Badge, Mood
from ccwatch.system.taskbar.linux import INTERFACE, LauncherEntry
from tests.session_bus import session_bus

MOVING = Badge(Mood.MOVING, 62, 3)
Heard = list[Message]


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with session_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


def listen(address: str, during: Callable[[LauncherEntry, Heard], Awaitable[None]]) -> Heard:
    """Return the signals that a dock receives during the block."""
    heard: Heard = []

    async def main() -> None:
        dock = await MessageBus(bus_address=address).connect()
        dock.add_message_handler(lambda it: heard.append(it) if it.member == "Update" else None)
        await dock.call(
            Message(
                "org.freedesktop.DBus",
                "/org/freedesktop/DBus",
                "org.freedesktop.DBus",
                "AddMatch",
                signature="s",
                body=[f"type='signal',interface='{INTERFACE}'"],
            )
        )
        entry = LauncherEntry()
        await during(entry, heard)
        entry.close()
        dock.disconnect()
        await asyncio.sleep(0)

    asyncio.run(main())
    return heard


async def hears(heard: Heard, count: int) -> None:
    async with asyncio.timeout(10):
        while len(heard) < count:
            await asyncio.sleep(0.01)


def content(message: Message) -> tuple[str, dict[str, tuple[str, Any]]]:
    application, shown = message.body
    return application, {key: (it.signature, it.value) for key, it in shown.items()}


def test_a_dock_hears_progress_and_count_with_the_types_of_the_interface(bus: str) -> None:
    async def show(entry: LauncherEntry, heard: Heard) -> None:
        entry.show(MOVING)
        await hears(heard, 1)

    (message,) = listen(bus, show)
    assert content(message) == (
        "application://ccwatch.desktop",
        {
            "progress": ("d", 0.62),
            "progress-visible": ("b", True),
            "count": ("x", 3),
            "count-visible": ("b", True),
            "urgent": ("b", False),
        },
    )


def test_a_failure_is_urgent_and_nothing_hides_all(bus: str) -> None:
    async def show(entry: LauncherEntry, heard: Heard) -> None:
        entry.show(Badge(Mood.WRONG))
        await hears(heard, 1)
        entry.show(NOTHING)
        await hears(heard, 2)

    failed, nothing = (content(message)[1] for message in listen(bus, show))
    assert failed["urgent"] == ("b", True)
    assert [key for key, (_, value) in nothing.items() if value] == []


def test_of_what_comes_at_once_only_the_last_is_sent(bus: str) -> None:
    async def show(entry: LauncherEntry, heard: Heard) -> None:
        for percentage in range(50):
            entry.show(Badge(Mood.MOVING, percentage, 1))
        await hears(heard, 1)

    heard = listen(bus, show)
    assert [content(message)[1]["progress"][1] for message in heard] == [0.49]


def test_a_dock_sees_the_sender_go_at_the_end(bus: str) -> None:
    """Docks forget the progress when its sender leaves the bus."""

    async def main() -> bool:
        entry = LauncherEntry()
        entry.show(MOVING)
        dock = await MessageBus(bus_address=bus).connect()
        async with asyncio.timeout(10):
            while entry._sending is not None:
                await asyncio.sleep(0.01)
        assert entry._bus is not None
        name = entry._bus.unique_name
        entry.close()
        await asyncio.sleep(0.05)
        ask = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
        reply = await dock.call(Message(*ask, "NameHasOwner", signature="s", body=[name]))
        dock.disconnect()
        await asyncio.sleep(0)
        assert reply is not None
        return bool(reply.body[0])

    assert asyncio.run(main()) is False


def test_without_a_bus_nothing_is_shown_and_it_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")

    async def main() -> LauncherEntry:
        entry = LauncherEntry()
        for percentage in (1, 2):
            entry.show(Badge(Mood.MOVING, percentage, 1))
            await asyncio.sleep(0.1)
        return entry

    entry = asyncio.run(main())
    assert entry._bus is None
    assert entry._sending is None


def test_a_bus_that_goes_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main(bus: contextlib.ExitStack) -> None:
        entry = LauncherEntry()
        for badge in (MOVING, NOTHING):
            entry.show(badge)
            async with asyncio.timeout(10):
                while entry._sending is not None:
                    await asyncio.sleep(0.01)
            bus.close()
        assert entry._bus is None
        assert entry._hopeless

    with contextlib.ExitStack() as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.enter_context(session_bus(tmp_path)))
        asyncio.run(main(bus))


def test_a_bus_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/bus")
    monkeypatch.setattr("ccwatch.system.taskbar.linux.PATIENCE", 0.05)

    async def main() -> bytes:
        said: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

        async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            said.set_result(await reader.read())
            writer.close()

        server = await asyncio.start_unix_server(hang, f"{tmp_path}/bus")
        entry = LauncherEntry()
        entry.show(MOVING)
        async with asyncio.timeout(10):
            heard = await said
        assert entry._hopeless
        server.close()
        return heard

    assert asyncio.run(main()).startswith(b"\0AUTH EXTERNAL")
