"""Passes recorded events on to the store, the notifications and the summary."""

from collections.abc import Callable, Sequence
from typing import Protocol

from ccwatch.core.events import CatchingUp, CaughtUp, Event
from ccwatch.core.notice import NumberedNotice
from ccwatch.ui.store import JobStore

SUMMARY_SECONDS = 0.25
SUMMARY_SECONDS_A_JOB = 0.0005


class Dispatcher(Protocol):
    """The part of the notifications that the feed uses."""

    def hear(self, told: Sequence[NumberedNotice]) -> None:
        """Take notices that were recorded and are to be shown."""

    def catch_up(self, begins: bool) -> None:
        """Begin or end gathering, while the watcher catches up."""


class Feed:
    """Passes on each batch in the order it was recorded.

    `later(seconds, call)` schedules a single call; `notices_changed` and `show_summary` update the
    display.
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
        """Apply events to the store, and pass their notices to the notifications."""
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
            # The summary is computed from all jobs, so the more there are, the less often.
            pause = max(SUMMARY_SECONDS, self._store.tally.jobs * SUMMARY_SECONDS_A_JOB)
            self._later(pause, self._summarise)

    def _summarise(self) -> None:
        self._summary_due = False
        self._show_summary()
