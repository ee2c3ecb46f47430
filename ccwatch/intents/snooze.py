"""Snoozes notifications, and shows until when."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from enum import Enum, auto

from ccwatch.notify.dispatcher import Dispatcher
from ccwatch.ui.time_text import day_and_time
from ccwatch.ui.tray.tray import Tray
from ccwatch.ui.window.job_window import JobWindow

MORNING = time(7)


class SnoozeLength(Enum):
    """How long a snooze lasts."""

    HALF_HOUR = auto()
    HOUR = auto()
    UNTIL_TOMORROW = auto()

    def end(self, now: float) -> float:
        """Return when a snooze that begins now ends; both in UTC seconds."""
        match self:
            case SnoozeLength.HALF_HOUR:
                return now + 1800
            case SnoozeLength.HOUR:
                return now + 3600
            case SnoozeLength.UNTIL_TOMORROW:
                tomorrow = datetime.fromtimestamp(now).date() + timedelta(days=1)
                # Naive on purpose: the UTC offset may be different tomorrow.
                return datetime.combine(tomorrow, MORNING).timestamp()


class SnoozeIntents:
    """Begins and ends a snooze; `now` returns UTC seconds."""

    def __init__(
        self, dispatcher: Dispatcher, window: JobWindow, tray: Tray, now: Callable[[], float]
    ) -> None:
        self._dispatcher = dispatcher
        self._window = window
        self._tray = tray
        self._now = now

    def begin(self, length: SnoozeLength) -> None:
        """Snooze from now on; replaces an earlier snooze."""
        self._snooze(length.end(self._now()))

    def end(self) -> None:
        """End the snooze, if there is one."""
        self._snooze(0.0)

    def resume(self, until: float) -> None:
        """Resume the snooze of an earlier process, until then (UTC seconds); 0 for none."""
        if until > self._now():
            self._snooze(until)

    def _snooze(self, until: float) -> None:
        self._dispatcher.snooze(until)
        self._window.show_snooze(day_and_time(until, self._now()) if until else None)
        self._tray.show_snooze(bool(until))
