"""The coroutines of the program: kept, started again after a fault, cancelled at the end."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

RESTART_SECONDS = 5.0


class Tasks:
    """Runs coroutines on one loop; `caught` gets whatever breaks in them."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, caught: Callable[[BaseException], object]
    ) -> None:
        self._loop = loop
        self._caught = caught
        self._running: set[asyncio.Task[object]] = set()

    def spawn(self, coroutine: Coroutine[Any, Any, object]) -> None:
        """Run a coroutine, keep it from being collected, and report what breaks in it."""
        task = self._loop.create_task(coroutine)
        self._running.add(task)
        task.add_done_callback(self._ended)

    async def keep_up(self, run: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run what must not end before the program does; after a fault it starts again."""
        while True:
            try:
                await run()
            except Exception as error:
                self._caught(error)
            await asyncio.sleep(RESTART_SECONDS)

    def on_loop(self, call: Callable[..., None], *args: object) -> None:
        """Have a call made on the loop's thread, from any thread."""
        with suppress(RuntimeError):  # the loop is closed: the program is ending
            self._loop.call_soon_threadsafe(call, *args)

    def later(self, seconds: float, call: Callable[[], object]) -> None:
        """Have a call made on the loop after so many seconds."""
        self._loop.call_later(seconds, call)

    async def cancel_all(self, patience: float) -> None:
        """Cancel all that runs, and wait for its end no longer than that many seconds."""
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running, timeout=patience)

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._caught(error)
