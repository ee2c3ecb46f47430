"""The user's own jobs: the list to choose from."""

from collections.abc import Callable, Coroutine
from math import ceil
from typing import TYPE_CHECKING, Any

from ccwatch.core.errors import CcwatchError, ServiceError
from ccwatch.core.language import sentences, tr
from ccwatch.core.my_jobs import is_not_offered, listed_since, worth_a_look
from ccwatch.intents.follow_my_jobs import FollowIntents
from ccwatch.intents.jobs import JobIntents
from ccwatch.ui.store import JobStore
from ccwatch.ui.window.job_window import JobWindow
from ccwatch.watching.job_lists import Lists

if TYPE_CHECKING:
    from ccwatch.ui.dialogs.my_jobs_dialog import MyJobsDialog


class MyJobsIntents:
    """Opens the list, and watches the jobs chosen in it."""

    def __init__(
        self,
        lists: Lists,
        jobs: JobIntents,
        follow: FollowIntents,
        store: JobStore,
        window: JobWindow,
        now: Callable[[], float],
        *,
        spawn: Callable[[Coroutine[Any, Any, object]], None],
    ) -> None:
        self._lists = lists
        self._jobs = jobs
        self._follow = follow
        self._store = store
        self._window = window
        self._now = now
        self._spawn = spawn

    def open(self) -> None:
        """Open the list, and fill it when the replies arrive; what is followed is listed too."""
        from ccwatch.ui.dialogs.my_jobs_dialog import MyJobsDialog

        self._follow.refresh()
        dialog = MyJobsDialog(self._now, self._window, follows=self._follow.is_on)
        dialog.chosen.connect(self._jobs.add_own)
        dialog.follow_wanted.connect(self._follow.change)
        self._spawn(self._fill(dialog, set(map(str, self._store.jobs))))
        dialog.open()

    async def _fill(self, dialog: "MyJobsDialog", watched: set[str]) -> None:
        if pause := self._store.status.pause_left(self._now()):
            wait = tr("Try again in {seconds} s.", seconds=ceil(pause))
            dialog.show_error(sentences(tr("The service asked ccwatch to wait."), wait))
            return
        now = self._now()
        try:
            found = await self._lists.all(listed_since(now))
        except ServiceError as error:
            offered = not is_not_offered(error)
            dialog.show_error(
                str(error)
                if offered
                else tr("Your subscription does not include this list. Add jobs by their IDs.")
            )
        except CcwatchError as error:
            dialog.show_error(str(error))
        else:
            dialog.show_jobs(worth_a_look(found.jobs, now), watched, found.incomplete)
