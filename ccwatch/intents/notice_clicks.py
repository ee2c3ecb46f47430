"""Handles clicks on notifications and their buttons."""

from collections.abc import Callable

from ccwatch.intents.account import AccountIntents
from ccwatch.intents.jobs import JobIntents
from ccwatch.intents.notice_log import NoticeLogIntents
from ccwatch.intents.notices import NoticeDelivery
from ccwatch.notify.notifier import NoticeAction
from ccwatch.ui.jobs.row_text import moment
from ccwatch.ui.store import JobStore
from ccwatch.ui.tray.tray import Tray
from ccwatch.ui.window.job_window import JobWindow

SNOOZE_SECONDS = 1800.0


class NoticeButtons:
    """Carries out the clicks; `now` returns UTC seconds."""

    def __init__(
        self,
        delivery: NoticeDelivery,
        history: NoticeLogIntents,
        jobs: JobIntents,
        account: AccountIntents,
        store: JobStore,
        window: JobWindow,
        tray: Tray,
        now: Callable[[], float],
    ) -> None:
        self._delivery = delivery
        self._history = history
        self._jobs = jobs
        self._account = account
        self._store = store
        self._window = window
        self._tray = tray
        self._now = now

    def clicked(self, number: int, action: NoticeAction) -> None:
        """Carry out the notification's button, and mark its notices as read."""
        job = self._delivery.dispatcher.job_of(number)
        if seen := self._delivery.dispatcher.seen_by_click(number):
            self._history.mark_read(seen)
        match action:
            case NoticeAction.MUTE if job:
                self._jobs.mute(job, True)
            case NoticeAction.SNOOZE:
                self.snooze(SNOOZE_SECONDS)
            case _ if self._store.status.signed_in is False and job is None:
                self._account.sign_in()
            case _ if job:
                self._window.show_job(job)
            case _:
                self._window.come_forward()

    def snooze(self, length: object) -> None:
        """Snooze for seconds, until "tomorrow", or not at all (None); show until when."""
        self._show(self._delivery.snooze(length))

    def snooze_until(self, until: float) -> None:
        """Resume the snooze of an earlier process, until then (UTC seconds); 0 for none."""
        if until > self._now():
            self._delivery.dispatcher.snooze(until)
            self._show(until)

    def _show(self, until: float) -> None:
        self._window.show_snooze(moment(until, self._now()) if until else None)
        self._tray.show_snooze(bool(until))
