import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest

from ccwatch.core.errors import Unreachable
from ccwatch.system.workers import Workers

PATIENCE = 5.0
HANGING = """
import asyncio, threading
from ccwatch.system.workers import Workers

async def main():
    workers = Workers(2)
    task = asyncio.ensure_future(workers.run(threading.Event().wait))
    await asyncio.sleep(0.05)
    task.cancel()
    workers.close()

asyncio.run(main())
print("ended", flush=True)
"""


def test_a_call_is_run_elsewhere_and_its_answer_comes_back() -> None:
    async def ask() -> tuple[str, str]:
        workers = Workers()
        try:
            return await workers.run(
                lambda left, right: (threading.current_thread().name, left + right), "a", right="b"
            )
        finally:
            workers.close()

    name, answer = asyncio.run(ask())
    assert (name, answer) == ("worker-0", "ab")


def test_an_error_of_the_call_is_raised_by_the_wait() -> None:
    def fail() -> None:
        raise Unreachable("No.")

    async def ask() -> None:
        workers = Workers(1)
        for _ in range(3):
            with pytest.raises(Unreachable, match="No"):
                await workers.run(fail)
        assert await workers.run(lambda: 1) == 1
        workers.close()

    asyncio.run(ask())


def test_as_many_calls_run_at_once_as_there_are_workers() -> None:
    meeting = threading.Barrier(4)

    async def ask() -> None:
        workers = Workers(4)
        await asyncio.gather(*[workers.run(meeting.wait, PATIENCE) for _ in range(8)])
        workers.close()

    asyncio.run(ask())


def test_calls_one_after_the_other_need_one_thread() -> None:
    async def ask() -> set[str]:
        workers = Workers(8)
        names = set()
        for _ in range(20):
            names.add(await workers.run(lambda: threading.current_thread().name))
            await workers.run(time.perf_counter)
        workers.close()
        return names

    assert len(asyncio.run(ask())) <= 3


def workers_threads() -> set[threading.Thread]:
    """Return the worker threads, including those of other tests."""
    return {thread for thread in threading.enumerate() if thread.name.startswith("worker-")}


def test_each_call_has_a_thread_of_its_own_while_forty_hang() -> None:
    release = threading.Event()

    async def ask() -> None:
        workers = Workers()
        hanging = [asyncio.ensure_future(workers.run(release.wait)) for _ in range(40)]
        try:
            begun = time.perf_counter()
            for _ in range(20):
                await workers.run(time.perf_counter)
            assert time.perf_counter() - begun < PATIENCE
            assert not any(task.done() for task in hanging)
        finally:
            release.set()
        await asyncio.gather(*hanging)
        workers.close()

    asyncio.run(asyncio.wait_for(ask(), PATIENCE))


def test_threads_are_bounded_and_what_waits_is_run_in_the_end() -> None:
    before, release, ran = workers_threads(), threading.Event(), list[int]()

    async def ask() -> None:
        workers = Workers(4)
        hanging = [asyncio.ensure_future(workers.run(release.wait)) for _ in range(4)]
        calls = [asyncio.ensure_future(workers.run(ran.append, n)) for n in range(200)]
        await asyncio.sleep(0)
        assert len(workers_threads() - before) == 4
        release.set()
        await asyncio.gather(*hanging, *calls)
        workers.close()

    asyncio.run(asyncio.wait_for(ask(), PATIENCE))
    assert sorted(ran) == list(range(200))


def test_threads_that_are_idle_end_but_for_a_few() -> None:
    before, meeting = workers_threads(), threading.Barrier(100)

    async def ask() -> None:
        workers = Workers()
        await asyncio.gather(*[workers.run(meeting.wait, PATIENCE) for _ in range(100)])
        await until(lambda: len(workers_threads() - before) == 8)
        kept = workers_threads()
        assert await workers.run(lambda: 1) == 1
        assert workers_threads() - before <= kept
        workers.close()
        await until(lambda: not workers_threads() - before)

    asyncio.run(asyncio.wait_for(ask(), 2 * PATIENCE))


async def until(met: Callable[[], bool]) -> None:
    """Wait for an effect of other threads; the caller has a time-out."""
    while not met():
        await asyncio.sleep(0.001)


def test_who_is_cancelled_does_not_wait_for_the_call() -> None:
    begun, release, ended = threading.Event(), threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        release.wait(PATIENCE)
        ended.set()

    async def ask() -> int:
        workers = Workers(1)
        hanging = asyncio.ensure_future(workers.run(hang))
        waiting = asyncio.ensure_future(workers.run(pytest.fail, "was run"))
        await until(begun.is_set)
        for task in (hanging, waiting):
            task.cancel()
        found = await asyncio.gather(hanging, waiting, return_exceptions=True)
        assert [type(each) for each in found] == [asyncio.CancelledError] * 2
        assert not ended.is_set()
        release.set()
        answer = await workers.run(lambda: 7)
        workers.close()
        return answer

    assert asyncio.run(ask()) == 7
    assert ended.wait(PATIENCE)


def test_a_loop_that_is_gone_does_no_harm_to_the_worker() -> None:
    release = threading.Event()
    workers = Workers(1)

    async def leave() -> None:
        task = asyncio.ensure_future(workers.run(release.wait, PATIENCE))
        await asyncio.sleep(0.02)
        task.cancel()

    async def ask() -> int:
        return await workers.run(lambda: 3)

    asyncio.run(leave())
    release.set()
    assert asyncio.run(ask()) == 3
    workers.close()


def test_a_call_that_hangs_does_not_keep_the_program_alive() -> None:
    command = [sys.executable, "-c", HANGING]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as program:
        assert program.stdout
        assert program.stderr
        assert program.stdout.readline() == "ended\n"
        begun = time.perf_counter()
        try:
            assert program.wait(20) == 0
        finally:
            program.kill()
        assert time.perf_counter() - begun < 2
        assert program.stdout.read() == program.stderr.read() == ""
