"""Wake-ups come from logind over a real bus, and from no other sender."""

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("there is no message bus elsewhere", allow_module_level=True)

from dbus_fast import Message
from dbus_fast.aio import MessageBus

from ccwatch.system.wake.choice import follow_waking, signal_of_this_system
from ccwatch.system.wake.logind import INTERFACE, MEMBER, PATH, SERVICE, Logind
from ccwatch.system.wake.protocol import NoSignal
from tests.session_bus import session_bus


@pytest.fixture
def system_bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with session_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        yield address


def sleeps(begins: bool) -> Message:
    return Message.new_signal(PATH, INTERFACE, MEMBER, "b", [begins])


def listen(address: str, during: Callable[[MessageBus, Logind], Awaitable[None]]) -> int:
    """Put logind on the bus for the block; return the number of wake-ups."""
    heard: list[None] = []

    async def main() -> None:
        login = await MessageBus(bus_address=address).connect()
        await login.request_name(SERVICE)
        signal = Logind()
        await signal.start(lambda: heard.append(None))
        await during(login, signal)
        await asyncio.sleep(0.1)
        signal.close()
        login.disconnect()
        await asyncio.sleep(0)

    asyncio.run(main())
    return len(heard)


def test_the_end_of_a_sleep_is_heard_and_its_beginning_is_not(system_bus: str) -> None:
    async def sleep_twice(login: MessageBus, _: Logind) -> None:
        for begins in (True, False, True, False):
            await login.send(sleeps(begins))

    assert listen(system_bus, sleep_twice) == 2


def test_a_stranger_is_not_believed(system_bus: str) -> None:
    async def pretend(_: MessageBus, signal: Logind) -> None:
        stranger = await MessageBus(bus_address=system_bus).connect()
        message = sleeps(begins=False)
        message.destination = signal._bus.unique_name if signal._bus else None
        await stranger.send(message)
        await stranger.send(sleeps(begins=False))
        await asyncio.sleep(0.1)
        stranger.disconnect()
        await asyncio.sleep(0)

    assert listen(system_bus, pretend) == 0


def test_after_closing_nothing_is_heard(system_bus: str) -> None:
    async def close(login: MessageBus, signal: Logind) -> None:
        signal.close()
        await login.send(sleeps(begins=False))

    assert listen(system_bus, close) == 0


def test_a_bus_that_goes_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main(address: str, bus: contextlib.ExitStack) -> Logind:
        login = await MessageBus(bus_address=address).connect()
        await login.request_name(SERVICE)
        signal = Logind()
        await signal.start(lambda: None)
        bus.close()
        async with asyncio.timeout(10):
            while signal._bus is not None:
                await asyncio.sleep(0.01)
        return signal

    with contextlib.ExitStack() as bus:
        address = bus.enter_context(session_bus(tmp_path))
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        asyncio.run(main(address, bus)).close()


def test_without_logind_there_is_no_signal(system_bus: str) -> None:
    with pytest.raises(NoSignal, match="no logind"):
        asyncio.run(Logind().start(lambda: None))


def test_without_a_bus_there_is_no_signal_and_the_clock_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    with pytest.raises(NoSignal, match="no system bus"):
        asyncio.run(Logind().start(lambda: None))
    assert not asyncio.run(follow_waking(Logind(), lambda: None))


def test_linux_is_listened_to_by_logind() -> None:
    assert isinstance(signal_of_this_system(), Logind)
