"""A slow call that many threads need at once: it runs once, and they share its result."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

LONG_SECONDS = 1.0
Result = TypeVar("Result")


def on_thread(call: Callable[[], Result], name: str) -> Future[Result]:
    """Run the call on a daemon thread, so that the caller can stop waiting for it."""
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

    A failure that took long is also the result of calls that follow within the same time again:
    each of them would only wait for the same failure.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._run: _Run[Result] | None = None

    def begin(self, call: Callable[[], Result]) -> tuple[Future[Result], bool]:
        """Return the future result, and whether it is this call's rather than an earlier one's."""
        with self._lock:
            if self._run and self._run.is_current():
                return self._run.future, False
            self._run = _Run(call, self._name)
            return self._run.future, True

    def forget(self) -> None:
        """Let the next call run, even while another runs or after one has failed."""
        with self._lock:
            self._run = None


class _Run(Generic[Result]):
    def __init__(self, call: Callable[[], Result], name: str) -> None:
        self._call = call
        self._fails_until = 0.0
        self.future = on_thread(self._call_and_time, name)

    def is_current(self) -> bool:
        """Return whether a call that comes now gets this result."""
        return not self.future.done() or time.perf_counter() < self._fails_until

    def _call_and_time(self) -> Result:
        begun = time.perf_counter()
        try:
            return self._call()
        except BaseException:
            ended = time.perf_counter()
            if ended - begun >= LONG_SECONDS:
                self._fails_until = ended + (ended - begun)
            raise
