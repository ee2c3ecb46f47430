"""A slow call that many want at once: it runs once, and all of them share its outcome."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

LONG_SECONDS = 1.0
Result = TypeVar("Result")


def on_thread(call: Callable[[], Result], name: str) -> Future[Result]:
    """Run the call on a daemon thread: its caller waits for it no longer than it wants to."""
    future: Future[Result] = Future()

    def run() -> None:
        try:
            future.set_result(call())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, name=name, daemon=True).start()
    return future


class SharedCall(Generic[Result]):
    """Runs one call at a time.

    A failure that took long is also the outcome for those who come within as long again: each of
    them would only wait for the same.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._run: _Run[Result] | None = None

    def begin(self, call: Callable[[], Result]) -> tuple[Future[Result], bool]:
        """Return the outcome to come, and whether it is this call's and not an earlier one's."""
        with self._lock:
            if self._run and self._run.holds():
                return self._run.outcome, False
            self._run = _Run(call, self._name)
            return self._run.outcome, True

    def forget(self) -> None:
        """Let the next call run, whatever runs now or has failed."""
        with self._lock:
            self._run = None


class _Run(Generic[Result]):
    def __init__(self, call: Callable[[], Result], name: str) -> None:
        self._call = call
        self._fails_until = 0.0
        self.outcome = on_thread(self._timed, name)

    def holds(self) -> bool:
        """Return whether the outcome is the one of a call that comes now."""
        return not self.outcome.done() or time.perf_counter() < self._fails_until

    def _timed(self) -> Result:
        begun = time.perf_counter()
        try:
            return self._call()
        except BaseException:
            ended = time.perf_counter()
            if ended - begun >= LONG_SECONDS:
                self._fails_until = ended + (ended - begun)
            raise
