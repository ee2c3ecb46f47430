"""A few threads for calls that block, awaited from asyncio and from Qt's loop alike."""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import ParamSpec, TypeVar

from ccwatch.core.budget import FEWEST_AT_ONCE

Answer = TypeVar("Answer")
Arguments = ParamSpec("Arguments")
_Task = Callable[[], None]


class Workers:
    """Runs calls on daemon threads, which are started when they are first needed.

    concurrent.futures would join its threads when the interpreter ends, so that Quit would wait
    for a request that hangs; a daemon thread ends with the program.
    """

    def __init__(self, count: int = FEWEST_AT_ONCE) -> None:
        self._count = count
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._threads: list[threading.Thread] = []

    def allow(self, count: int) -> None:
        """Start up to so many threads; those there are already stay."""
        self._count = count

    async def run(
        self,
        call: Callable[Arguments, Answer],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Answer:
        """Return what the call returns; when the awaiting task is cancelled it is abandoned."""
        future: Future[Answer] = Future()

        def task() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(call(*args, **kwargs))
            except BaseException as error:
                future.set_exception(error)

        if not self._idle.acquire(blocking=False) and len(self._threads) < self._count:
            name = f"worker-{len(self._threads)}"
            thread = threading.Thread(target=self._work, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()
        self._tasks.put(task)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Let the threads end as soon as they have nothing to do; does not wait for them."""
        for _ in self._threads:
            self._tasks.put(None)

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            task()
            self._idle.release()
