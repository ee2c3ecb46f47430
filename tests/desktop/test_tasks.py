"""Coroutines are kept alive, their exceptions are reported, and all are cancelled at the end."""

import asyncio

from ccwatch.desktop.tasks import RESTART_SECONDS, Tasks
from tests.virtual_time import run_virtual


def test_an_exception_is_reported_and_a_cancellation_is_not() -> None:
    caught: list[BaseException] = []

    async def breaks() -> None:
        raise ValueError("broken")

    async def life() -> None:
        tasks = Tasks(asyncio.get_running_loop(), caught.append)
        tasks.spawn(breaks())
        tasks.spawn(asyncio.sleep(1000))
        await asyncio.sleep(1)
        await tasks.cancel_all(1.0)

    run_virtual(life())
    assert [str(error) for error in caught] == ["broken"]


def test_a_permanent_task_restarts_five_seconds_after_a_fault() -> None:
    starts: list[float] = []
    caught: list[BaseException] = []

    async def life() -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()

        async def run() -> None:
            starts.append(loop.time() - begun)
            raise OSError("again")

        tasks = Tasks(loop, caught.append)
        tasks.spawn(tasks.keep_up(run))
        await asyncio.sleep(12)
        await tasks.cancel_all(1.0)

    run_virtual(life())
    assert RESTART_SECONDS == 5.0
    assert [round(at) for at in starts] == [0, 5, 10]
    assert len(caught) == 3


def test_cancelling_waits_only_as_long_as_asked_for_a_task_that_does_not_end() -> None:
    async def stubborn() -> None:
        for _ in range(3):
            try:
                await asyncio.sleep(100)
            except asyncio.CancelledError:
                continue

    async def life() -> float:
        loop = asyncio.get_running_loop()
        tasks = Tasks(loop, lambda error: None)
        tasks.spawn(stubborn())
        await asyncio.sleep(1)
        before = loop.time()
        await tasks.cancel_all(0.5)
        return loop.time() - before

    assert round(run_virtual(life()), 2) == 0.5


def test_a_call_after_the_loop_has_closed_does_no_harm() -> None:
    loop = asyncio.new_event_loop()
    tasks = Tasks(loop, lambda error: None)
    loop.close()
    tasks.on_loop(lambda: None)
