"""Follows the user's own jobs as the setting says, and suggests it once."""

from collections.abc import Callable, Iterable
from functools import partial

from ccwatch.core.job import Service
from ccwatch.core.language import sentences, tr
from ccwatch.core.my_jobs import not_offered
from ccwatch.core.settings import Settings, about
from ccwatch.core.window_state import WindowState
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.intents.settings import SettingsIntents
from ccwatch.ui.store import JobStore
from ccwatch.ui.window.job_window import JobWindow
from ccwatch.watching.list_watcher import ListWatcher

SETTING = "follow_my_jobs"


class FollowIntents:
    """`offered` is whether it was suggested, `unlisted` the services known to list no jobs.

    `signed_in` returns whether there is a sign-in, or a given token.
    """

    def __init__(
        self,
        current: CurrentSettings,
        settings: SettingsIntents,
        lists: ListWatcher,
        store: JobStore,
        window: JobWindow,
        signed_in: Callable[[], bool],
    ) -> None:
        self._current = current
        self._settings = settings
        self._lists = lists
        self._store = store
        self._window = window
        self._signed_in = signed_in
        self._new_unlisted: list[Service] = []
        self._suggests = False
        self.offered = False
        self.unlisted: tuple[str, ...] = ()

    @property
    def is_on(self) -> bool:
        """Whether the user's jobs are followed."""
        return self._current.get().follow_my_jobs

    def begin(self, left: WindowState, *, suggests: bool) -> None:
        """Follow if the setting says so; with `suggests`, suggest it once after a sign-in.

        `left` is what an earlier run left. What is listed first is not announced unless that run
        followed the jobs as well.
        """
        self.offered, self.unlisted = left.offered_to_follow, left.unlisted
        self._suggests = suggests and not self.offered and not self.is_on
        self._lists.follow(self.is_on, quietly=not left.followed)
        self._current.follow(self._changed)
        self._store.happened.connect(lambda _: self.look())

    def change(self, on: bool) -> None:
        """Begin or stop following, and save that."""
        self._settings.change({SETTING: on})

    def refresh(self) -> None:
        """List the jobs at once."""
        self._lists.refresh()

    def show_unlisted(self, services: Iterable[Service]) -> None:
        """Show once that these services do not list the user's jobs, when there is room for it."""
        self._new_unlisted += [each for each in services if each.value not in self.unlisted]
        self.look()

    def look(self) -> None:
        """Show what is left to show, when the window has room for it."""
        if self._suggests and self._signed_in():
            words = tr("ccwatch can watch every job that you submit, with any program.")
            follow = partial(self.change, True)
            if self._window.offer(words, tr(about(SETTING).label), follow):
                self._suggests, self.offered = False, True
        if self._new_unlisted:
            words = tr("Add the jobs of these services by their IDs.")
            if self._window.hint(sentences(not_offered(self._new_unlisted), words)):
                self.unlisted += tuple(service.value for service in self._new_unlisted)
                self._new_unlisted.clear()

    def _changed(self, before: Settings, now: Settings) -> None:
        if now.follow_my_jobs != before.follow_my_jobs:
            self._suggests = False
            self._lists.follow(now.follow_my_jobs, quietly=True)
