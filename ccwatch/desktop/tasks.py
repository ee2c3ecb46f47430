"""Runs the program's coroutines: keeps references, restarts after faults, cancels at the end."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

RESTART_SECONDS = 5.0


class Tasks:
    """Runs coroutines on one loop; `caught` gets their exceptions."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, caught: Callable[[BaseException], object]
    ) -> None:
        self._loop = loop
        self._caught = caught
        self._running: set[asyncio.Task[object]] = set()

    def spawn(self, coroutine: Coroutine[Any, Any, object]) -> None:
        """Run a coroutine, keep it from being garbage-collected, and report its exception."""
        task = self._loop.create_task(coroutine)
        self._running.add(task)
        task.add_done_callback(self._ended)

    async def keep_up(self, run: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run a coroutine for the whole life of the program; restart it after a fault."""
        while True:
            try:
                await run()
            except Exception as error:
                self._caught(error)
            await asyncio.sleep(RESTART_SECONDS)

    def on_loop(self, call: Callable[..., None], *args: object) -> None:
        """Make a call on the loop's thread, from any thread."""
        with suppress(RuntimeError):  # the loop is closed: the program is ending
            self._loop.call_soon_threadsafe(call, *args)

    def later(self, seconds: float, call: Callable[[], object]) -> None:
        """Make a call on the loop after this many seconds."""
        self._loop.call_later(seconds, call)

    async def cancel_all(self, patience: float) -> None:
        """Cancel all tasks, and wait at most `patience` seconds for them to end."""
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running, timeout=patience)

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._caught(error)
