"""Threads for calls that block, awaited from asyncio and from Qt's loop alike."""

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

# More than there are queries under way, for what the user asks for in between.
SPARE = 8
KEPT_IDLE = 8


class Workers:
    """Runs calls on at most `most` daemon threads; a call that finds none free waits.

    A thread is started when there is no idle one, and ends when it would be one idle too many.
    concurrent.futures would join its threads when the interpreter ends, so that Quit would wait
    for a request that hangs; a daemon thread ends with the program.
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
        """Return what the call returns; when the awaiting task is cancelled it is abandoned."""
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
        """Let the threads end as soon as they have nothing to do; does not wait for them."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _work(self) -> None:
        task = self._next()
        while task:
            deliver = task()
            # Free before its caller knows, or the next call would start another thread.
            stays = self._is_needed()
            deliver()
            task = self._next() if stays else None

    def _is_needed(self) -> bool:
        """Count a thread as free, unless it would be one idle too many."""
        with self._changed:
            needed = len(self._tasks) > self._free or self._free < KEPT_IDLE
            self._free += needed
            self._threads -= not needed
            return needed

    def _next(self) -> _Task | None:
        """Wait for the next call and return it; None when the thread is to end."""
        with self._changed:
            self._changed.wait_for(lambda: self._tasks or self._closed)
            self._free -= 1
            if self._tasks:
                return self._tasks.popleft()
            self._threads -= 1
            return None
