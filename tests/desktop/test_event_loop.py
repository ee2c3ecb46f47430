"""What the program wants of its event loop, on every system."""

import asyncio
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from ccwatch.system.workers import Workers


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    with qasync.QSelectorEventLoop(qapp) as loop:
        yield loop


def test_it_runs_no_thread(loop: asyncio.AbstractEventLoop) -> None:
    async def threads() -> set[int]:
        await asyncio.sleep(0.05)
        return set(sys._current_frames())  # of all threads that run Python, Qt's as well

    before = set(sys._current_frames())
    assert loop.run_until_complete(threads()) <= before


def test_a_call_from_another_thread_wakes_it(loop: asyncio.AbstractEventLoop) -> None:
    async def main() -> None:
        heard = asyncio.Event()
        threading.Thread(target=loop.call_soon_threadsafe, args=(heard.set,)).start()
        async with asyncio.timeout(10):
            await heard.wait()

    loop.run_until_complete(main())


def test_calls_come_in_the_order_of_their_times_and_a_cancelled_one_does_not(
    loop: asyncio.AbstractEventLoop,
) -> None:
    made: list[str] = []

    async def main() -> None:
        done = asyncio.Event()
        loop.call_later(0.04, done.set)
        loop.call_later(0.02, made.append, "second")
        loop.call_later(0.01, made.append, "cancelled").cancel()
        loop.call_soon(made.append, "first")
        async with asyncio.timeout(10):
            await done.wait()

    loop.run_until_complete(main())
    assert made == ["first", "second"]


def test_a_blocking_call_is_awaited(loop: asyncio.AbstractEventLoop) -> None:
    async def main() -> None:
        here = threading.get_ident()
        workers = Workers()
        assert await workers.run(threading.get_ident) != here
        workers.close()
        with ThreadPoolExecutor(1) as executor:
            assert await loop.run_in_executor(executor, threading.get_ident) != here

    loop.run_until_complete(main())


def test_what_a_blocking_call_raises_is_raised_where_it_is_awaited(
    loop: asyncio.AbstractEventLoop,
) -> None:
    def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        loop.run_until_complete(Workers().run(fail))


def test_a_cancelled_task_ends(loop: asyncio.AbstractEventLoop) -> None:
    async def main() -> None:
        task = asyncio.ensure_future(asyncio.sleep(1000))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    loop.run_until_complete(main())


def test_it_closes_with_work_left_and_none_of_it_is_done_then(
    loop: asyncio.AbstractEventLoop, qapp: QApplication
) -> None:
    made: list[str] = []
    loop.run_until_complete(asyncio.sleep(0))
    loop.call_later(0, made.append, "timer")
    loop.call_soon_threadsafe(made.append, "call")
    loop.close()
    loop.call_soon_threadsafe(made.append, "late call")
    for _ in range(3):
        qapp.processEvents()
    assert loop.is_closed()
    assert made == []
