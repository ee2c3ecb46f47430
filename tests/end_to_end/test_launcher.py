"""A dock on the session bus gets the jobs' progress, and nothing more after the end."""

import asyncio
import sys

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the virtual desktop is an X server's", allow_module_level=True)

from dbus_fast import Message
from dbus_fast.aio import MessageBus

from tests.end_to_end.ccwatch_program import Ccwatch, end
from tests.virtual_desktop import Desktop

pytestmark = [pytest.mark.end_to_end]

BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
RULE = "type='signal',interface='com.canonical.Unity.LauncherEntry',member='Update'"


def test_a_dock_hears_how_far_the_jobs_are(desktop: Desktop) -> None:
    async def listen() -> list[Message]:
        heard: list[Message] = []
        dock = await MessageBus(bus_address=desktop.env["DBUS_SESSION_BUS_ADDRESS"]).connect()
        dock.add_message_handler(lambda it: heard.append(it) if it.member == "Update" else None)
        await dock.call(Message(*BUS, "AddMatch", signature="s", body=[RULE]))
        program = await asyncio.to_thread(Ccwatch(desktop, demo=True).start)
        async with asyncio.timeout(30):
            while len(heard) < 2:
                await asyncio.sleep(0.05)
        await asyncio.to_thread(end, program)
        ask = Message(*BUS, "NameHasOwner", signature="s", body=[heard[0].sender])
        there = await dock.call(ask)
        assert there is not None
        assert there.body == [False]
        dock.disconnect()
        await asyncio.sleep(0)
        return heard

    heard = asyncio.run(listen())
    shown = [{key: it.value for key, it in message.body[1].items()} for message in heard]
    assert {message.body[0] for message in heard} == {"application://ccwatch.desktop"}
    assert all(it["progress-visible"] and 0 < it["progress"] < 1 for it in shown)
    assert all(it["count-visible"] and it["count"] > 0 for it in shown)
