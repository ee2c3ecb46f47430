"""Handles clicks on notifications and their buttons."""

from ccwatch.intents.account import AccountIntents
from ccwatch.intents.jobs import JobIntents
from ccwatch.intents.notice_log import NoticeLogIntents
from ccwatch.intents.snooze import SnoozeIntents, SnoozeLength
from ccwatch.notify.dispatcher import Dispatcher
from ccwatch.notify.notifier import NoticeAction
from ccwatch.ui.store import JobStore
from ccwatch.ui.window.job_window import JobWindow


class NoticeButtons:
    """Carries out the clicks."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        history: NoticeLogIntents,
        jobs: JobIntents,
        account: AccountIntents,
        snooze: SnoozeIntents,
        store: JobStore,
        window: JobWindow,
    ) -> None:
        self._dispatcher = dispatcher
        self._history = history
        self._jobs = jobs
        self._account = account
        self._snooze = snooze
        self._store = store
        self._window = window

    def clicked(self, number: int, action: NoticeAction) -> None:
        """Carry out the notification's button, and mark its notices as read."""
        job = self._dispatcher.job_of(number)
        if seen := self._dispatcher.seen_by_click(number):
            self._history.mark_read(seen)
        match action:
            case NoticeAction.MUTE if job:
                self._jobs.mute(job, True)
            case NoticeAction.SNOOZE:
                self._snooze.begin(SnoozeLength.HALF_HOUR)
            case _ if self._store.status.signed_in is False and job is None:
                self._account.sign_in()
            case _ if job:
                self._window.show_job(job)
            case _:
                self._window.come_forward()
