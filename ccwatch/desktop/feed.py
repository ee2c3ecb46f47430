"""From what was recorded to what is shown: store, notifications, and the summary now and then."""

from collections.abc import Callable, Sequence
from typing import Protocol

from ccwatch.core.events import CatchingUp, CaughtUp, Event
from ccwatch.core.notice import NumberedNotice
from ccwatch.ui.store import JobStore

SUMMARY_SECONDS = 0.25
SUMMARY_SECONDS_A_JOB = 0.0005


class Dispatcher(Protocol):
    """What the feed asks of the notifications."""

    def hear(self, told: Sequence[NumberedNotice]) -> None:
        """Take what was recorded and is to be shown."""

    def catch_up(self, begins: bool) -> None:
        """Gather from the beginning of a round that catches up until its end."""


class Feed:
    """Hands each batch on in the order in which it was recorded.

    `later(seconds, call)` has a call made once; `notices_changed` and `show_summary` show what
    there is to see.
    """

    def __init__(
        self,
        store: JobStore,
        dispatcher: Dispatcher,
        later: Callable[[float, Callable[[], object]], None],
        notices_changed: Callable[[], None],
        show_summary: Callable[[], None],
    ) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._later = later
        self._notices_changed = notices_changed
        self._show_summary = show_summary
        self._summary_due = False
        store.happened.connect(self._happened)

    def apply(self, batch: Sequence[Event], told: Sequence[NumberedNotice]) -> None:
        """Fold events into the jobs, and hand what is to be said of them to the notifications."""
        for event in batch:
            self._store.apply(event)
        self._dispatcher.hear(told)
        if told:
            self._notices_changed()

    def _happened(self, event: Event) -> None:
        if isinstance(event, CatchingUp | CaughtUp):
            self._dispatcher.catch_up(isinstance(event, CatchingUp))
        if not self._summary_due:
            self._summary_due = True
            # The summary is made of all jobs: where there are many, less often.
            pause = max(SUMMARY_SECONDS, self._store.tally.jobs * SUMMARY_SECONDS_A_JOB)
            self._later(pause, self._summarise)

    def _summarise(self) -> None:
        self._summary_due = False
        self._show_summary()
