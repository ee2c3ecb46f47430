"""Threads for blocking calls, awaited from asyncio and from Qt's loop alike."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from itertools import count
from typing import ParamSpec, TypeVar

from ccwatch.core.slots import MOST_UNDER_WAY

Answer = TypeVar("Answer")
Arguments = ParamSpec("Arguments")
_Delivery = Callable[[], None]
_Task = Callable[[], _Delivery]

# Beyond the concurrent queries, for requests by the user.
SPARE = 8
KEPT_IDLE = 8


class Workers:
    """Runs calls on at most `most` daemon threads; a call waits until one is free.

    A thread is started when none is idle, and ends when there would be too many idle ones.
    concurrent.futures would join its threads when the interpreter ends, so that Quit would wait for
    a hanging request; a daemon thread ends with the program.
    """

    def __init__(self, most: int = MOST_UNDER_WAY + SPARE) -> None:
        self._most = most
        self._tasks: deque[_Task] = deque()
        self._changed = threading.Condition()
        self._threads = self._free = 0
        self._numbers = count()
        self._closed = False

    async def run(
        self,
        call: Callable[Arguments, Answer],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Answer:
        """Return the call's result; a call whose awaiting task is cancelled is abandoned."""
        future: Future[Answer] = Future()

        def task() -> _Delivery:
            if not future.set_running_or_notify_cancel():
                return lambda: None
            try:
                return partial(future.set_result, call(*args, **kwargs))
            except BaseException as error:
                return partial(future.set_exception, error)

        with self._changed:
            self._tasks.append(task)
            if len(self._tasks) > self._free and self._threads < self._most:
                name = f"worker-{next(self._numbers)}"
                threading.Thread(target=self._work, name=name, daemon=True).start()
                self._threads += 1
                self._free += 1
            else:
                self._changed.notify()
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Let the threads end as soon as they are idle, without waiting for them."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _work(self) -> None:
        task = self._next()
        while task:
            deliver = task()
            # Marked idle before its caller continues, or the next call would start another thread.
            stays = self._is_needed()
            deliver()
            task = self._next() if stays else None

    def _is_needed(self) -> bool:
        """Mark a thread as idle, unless there would be too many idle ones."""
        with self._changed:
            needed = len(self._tasks) > self._free or self._free < KEPT_IDLE
            self._free += needed
            self._threads -= not needed
            return needed

    def _next(self) -> _Task | None:
        """Wait for the next call and return it; None when the thread should end."""
        with self._changed:
            self._changed.wait_for(lambda: self._tasks or self._closed)
            self._free -= 1
            if self._tasks:
                return self._tasks.popleft()
            self._threads -= 1
            return None
