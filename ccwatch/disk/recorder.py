"""The recorder: one thread that writes the journal, so that nobody waits for the disk."""

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

from ccwatch.core.errors import StorageFault
from ccwatch.core.events import Added, Event, LookedAt, Muted, Removed, Renamed
from ccwatch.core.notice import Notice, NumberedNotice
from ccwatch.disk.journal import Journal

MOST_UNWRITTEN = 10_000
# Jobs that are due together are answered together: one transaction for all of them.
GATHER_SECONDS = 0.03
# Answered as done, or seen as done: it must not be lost in that moment.
BY_USER = (Added, Removed, Renamed, Muted, LookedAt)
Result = TypeVar("Result")
_Question = Callable[[Journal], None]
_log = logging.getLogger(__name__)


class Recorder:
    """Writes events in the order in which they are put, all that gathered in one transaction.

    It gathers for a moment after the first, unless the user did something or somebody waits.

    `recorded` gets each batch after it was written, with what is to be said of it, `failed`
    the fault when it could not be; both run on the recorder's thread. A batch that could not
    be written is handed on all the same, for the watching goes on, and is tried again with
    the next one. `in_stead` opens a journal for this run alone where the first cannot be had.
    """

    def __init__(
        self,
        open_journal: Callable[[], Journal],
        in_stead: Callable[[], Journal],
        recorded: Callable[[Sequence[Event], Sequence[NumberedNotice]], None],
        failed: Callable[[StorageFault], None],
    ) -> None:
        self._open_journal = open_journal
        self._in_stead = in_stead
        self._recorded = recorded
        self._failed = failed
        self._work: queue.SimpleQueue[Event | _Question | None] = queue.SimpleQueue()
        self._unwritten: list[Event] = []
        self._unnumbered = 0
        self._hurry = threading.Event()
        # A daemon: a disk that hangs must not keep the program from ending.
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)

    def start(self) -> None:
        """Open the journal on the recorder's own thread and begin to write."""
        self._thread.start()

    def put(self, event: Event) -> None:
        """Take an event, from any thread, without waiting."""
        self._work.put(event)
        if isinstance(event, BY_USER):
            self._hurry.set()

    def ask(self, question: Callable[[Journal], Result]) -> "Future[Result]":
        """Ask the journal after all that was put before; the future may bear a StorageFault."""
        future: Future[Result] = Future()

        def answer(journal: Journal) -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(question(journal))
            except Exception as error:
                future.set_exception(error)

        self._work.put(answer)
        self._hurry.set()
        return future

    def close(self, timeout: float = 1.0) -> None:
        """Write what is left, but wait no longer than that many seconds."""
        self._work.put(None)
        self._hurry.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        journal = self._opened()
        while True:
            batch, then = self._gather()
            if batch:
                self._recorded(batch, self._write(journal, batch))
            if then is None:
                break
            then(journal)
        if self._unwritten:
            self._write(journal, [])
        journal.close()

    def _opened(self) -> Journal:
        try:
            return self._open_journal()
        except StorageFault as fault:
            _log.warning("not opened: %s", fault)
            self._failed(fault)
            return self._in_stead()

    def _gather(self) -> tuple[list[Event], _Question | None]:
        """Return the events that wait, and what comes after them: a question, or the end."""
        batch: list[Event] = []
        self._hurry.clear()  # what was put before is in the queue, and found there
        gathered = False
        while True:
            try:
                item = self._work.get(block=not batch)
            except queue.Empty:
                if gathered or any(isinstance(event, BY_USER) for event in batch):
                    return batch, _nothing
                self._hurry.wait(GATHER_SECONDS)
                gathered = True
                continue
            if item is None or callable(item):
                return batch, item
            batch.append(item)

    def _write(self, journal: Journal, batch: list[Event]) -> list[NumberedNotice]:
        """Write what waits; return what is to be said of the batch, written or not."""
        waiting, before = [*self._unwritten, *batch], len(self._unwritten)
        try:
            told = journal.record(waiting, told_already=before)
        except StorageFault as fault:
            _log.warning("not recorded: %s", fault)
            if not self._unwritten:
                self._failed(fault)
            self._unwritten = waiting[-MOST_UNWRITTEN:]
        except Exception:
            # A fault of our own: the same events would fail again, and watching must go on.
            _log.exception("%d events could not be recorded", len(waiting))
            self._unwritten = []
        else:
            self._unwritten = []
            return told
        return [self._unnumber(n) for n in journal.said_of(waiting, told_already=before)]

    def _unnumber(self, notice: Notice) -> NumberedNotice:
        self._unnumbered -= 1
        return NumberedNotice(self._unnumbered, notice)


def _nothing(_: Journal) -> None:
    """Ask nothing: the queue was empty."""
