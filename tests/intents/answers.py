"""A fake recorder that answers immediately, from a journal in memory or with a fault."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

from ccwatch.core.errors import StorageFault
from ccwatch.core.job import Job
from ccwatch.disk.journal import Journal, nothing_to_say
from ccwatch.disk.journal_state import Say

Answer = TypeVar("Answer")


class Answers:
    """The fake recorder; `fault` is raised by every question if set."""

    def __init__(self, say: Say = nothing_to_say, jobs: Sequence[Job] = ()) -> None:
        self.journal = Journal.in_memory(say, jobs)
        self.fault: StorageFault | None = None

    def ask(self, question: Callable[[Journal], Answer]) -> "Future[Answer]":
        future: Future[Answer] = Future()
        if self.fault:
            future.set_exception(self.fault)
        else:
            future.set_result(question(self.journal))
        return future
