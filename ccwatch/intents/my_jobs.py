"""The list of the user's own jobs, to choose which to watch."""

from collections.abc import Callable, Coroutine
from math import ceil
from typing import TYPE_CHECKING, Any

from ccwatch.cloud.async_client import AsyncClient
from ccwatch.core.errors import CcwatchError, WrongAddress
from ccwatch.core.language import sentences, tr
from ccwatch.intents.jobs import JobIntents
from ccwatch.ui.store import JobStore
from ccwatch.ui.window.job_window import JobWindow

if TYPE_CHECKING:
    from ccwatch.ui.dialogs.my_jobs_dialog import MyJobsDialog


class MyJobsIntents:
    """Opens the list, and watches the jobs chosen in it."""

    def __init__(
        self,
        client: AsyncClient,
        jobs: JobIntents,
        store: JobStore,
        window: JobWindow,
        now: Callable[[], float],
        *,
        spawn: Callable[[Coroutine[Any, Any, object]], None],
    ) -> None:
        self._client = client
        self._jobs = jobs
        self._store = store
        self._window = window
        self._now = now
        self._spawn = spawn

    def open(self) -> None:
        """Open the list, and fill it when the reply arrives."""
        from ccwatch.ui.dialogs.my_jobs_dialog import MyJobsDialog

        dialog = MyJobsDialog(self._now, self._window)
        dialog.chosen.connect(self._jobs.add_own)
        self._spawn(self._fill(dialog, set(map(str, self._store.jobs))))
        dialog.open()

    async def _fill(self, dialog: "MyJobsDialog", watched: set[str]) -> None:
        if pause := self._store.status.pause_left(self._now()):
            wait = tr("Try again in {seconds} s.", seconds=ceil(pause))
            dialog.show_error(sentences(tr("The service asked ccwatch to wait."), wait))
            return
        try:
            found = await self._client.my_jobs()
        except WrongAddress:
            dialog.show_error(
                tr("Your subscription does not include this list. Add jobs by their IDs.")
            )
        except CcwatchError as error:
            dialog.show_error(str(error))
        else:
            dialog.show_jobs(found.jobs, watched, found.incomplete)
