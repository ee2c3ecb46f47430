"""Cancels a job at the service, after the user confirmed it in a dialog that names the job.

Every way here leads through the dialog: a menu, and a command that waited for a restart. Neither
links nor other processes can ask for it.
"""

from collections.abc import Callable, Coroutine
from functools import partial
from math import ceil
from typing import Any

from ccwatch.cloud.async_client import AsyncClient
from ccwatch.core.errors import CcwatchError, OutcomeUnknown, ServiceError
from ccwatch.core.events import CancelAccepted
from ccwatch.core.job import Job, JobId
from ccwatch.core.job_words import job_name, state_word
from ccwatch.core.language import sentences, tr
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.ui.store import JobStore
from ccwatch.ui.window.job_window import JobWindow
from ccwatch.watching.request_line import USER_PATIENCE
from ccwatch.watching.watcher import Watcher


class CancelIntents:
    """Asks the user, then the service once; the next check of the job shows what came of it."""

    def __init__(
        self,
        settings: CurrentSettings,
        client: AsyncClient,
        watcher: Watcher,
        store: JobStore,
        window: JobWindow,
        now: Callable[[], float],
        *,
        spawn: Callable[[Coroutine[Any, Any, object]], None],
    ) -> None:
        self._settings = settings
        self._client = client
        self._watcher = watcher
        self._store = store
        self._window = window
        self._now = now
        self._spawn = spawn
        self._asked: set[JobId] = set()

    def confirm(self, job: JobId) -> None:
        """Ask whether to cancel the job, if the settings allow it and the job can be cancelled."""
        from ccwatch.ui.dialogs.cancel_dialog import CancelDialog

        known = self._store.job(job)
        if known is None or not self._may_cancel(known):
            return
        self._window.come_forward()
        dialog = CancelDialog(known, self._window)
        dialog.accepted.connect(lambda: self._spawn(self._cancel(known)))
        dialog.open()

    def _may_cancel(self, job: Job) -> bool:
        allowed = self._settings.get().allow_cancel
        return allowed and job.can_be_cancelled and job.id not in self._asked

    async def _cancel(self, confirmed: Job) -> None:
        """Send the request for a job as it is now: it may have ended while the dialog was open."""
        job, name = self._store.job(confirmed.id), job_name(confirmed)
        if job is None or not self._may_cancel(job):
            state = state_word(job or confirmed)
            self._say(tr("{name} was not cancelled: {reason}", name=name, reason=state))
            return
        if pause := self._store.status.pause_left(self._now()):
            self._say_refused(name, tr("The service asked ccwatch to wait."), pause)
            return
        self._asked.add(job.id)
        self._say(tr("Cancelling {name}…", name=name))
        try:
            line = self._watcher.line
            send = partial(self._client.cancel, job.service, job.spelling)
            await line.request(send, line.renewal.count, USER_PATIENCE)
        except OutcomeUnknown as error:
            words = tr("It is not known whether {name} will be cancelled.", name=name)
            self._say(sentences(words, error.message, error.advice))
        except CcwatchError as error:
            wait = error.retry_after if isinstance(error, ServiceError) else None
            self._say_refused(name, error.message, wait)
        else:
            self._watcher.edit(CancelAccepted(job.id, self._now()))
            self._say(tr("The service is cancelling {name}.", name=name))
        finally:
            self._asked.discard(job.id)
            self._watcher.check_now(job.id)

    def _say_refused(self, name: str, reason: str, wait: float | None) -> None:
        words = tr("{name} was not cancelled: {reason}", name=name, reason=reason)
        again = tr("Try again in {seconds} s.", seconds=ceil(wait)) if wait else ""
        self._say(sentences(words, again))

    def _say(self, words: str) -> None:
        self._window.show_message(words)
