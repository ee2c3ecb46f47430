"""The recorder: a thread that writes the journal, so that no other thread waits for the disk."""

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
# Jobs that are due together are answered together: all of them go into one transaction.
GATHER_SECONDS = 0.03
# The user sees these as done, so they are written at once.
BY_USER = (Added, Removed, Renamed, Muted, LookedAt)
Result = TypeVar("Result")
_Question = Callable[[Journal], None]
_log = logging.getLogger(__name__)


class Recorder:
    """Writes events in the order of `put`, batched into transactions.

    A batch is collected for a moment after its first event, unless it contains a user's action or a
    question is waiting.

    `recorded` gets each batch after it was written, with its notifications; `failed` gets the fault
    if it could not be. Both run on the recorder's thread. A batch that could not be written is
    still passed on, because watching continues, and is retried with the next one. `in_stead` opens
    a journal for this run only if the first cannot be opened.
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
        # A daemon: a hanging disk must not keep the program from ending.
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)

    def start(self) -> None:
        """Open the journal on the recorder's own thread and start writing."""
        self._thread.start()

    def put(self, event: Event) -> None:
        """Queue an event, from any thread, without waiting."""
        self._work.put(event)
        if isinstance(event, BY_USER):
            self._hurry.set()

    def ask(self, question: Callable[[Journal], Result]) -> "Future[Result]":
        """Run this on the journal after all queued events; the future may raise StorageFault."""
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
        """Write what is queued, waiting no longer than that many seconds."""
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
        """Return the queued events, and what follows them: a question, or the end."""
        batch: list[Event] = []
        self._hurry.clear()  # anything put before is already in the queue
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
        """Write the queued events; return the batch's notifications, written or not."""
        waiting, before = [*self._unwritten, *batch], len(self._unwritten)
        try:
            told = journal.record(waiting, told_already=before)
        except StorageFault as fault:
            _log.warning("not recorded: %s", fault)
            if not self._unwritten:
                self._failed(fault)
            self._unwritten = waiting[-MOST_UNWRITTEN:]
        except Exception:
            # This is a bug: the same events would fail again, and watching must continue.
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
    """A question that asks nothing, for an empty queue."""
