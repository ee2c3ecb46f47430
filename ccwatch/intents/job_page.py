"""Opens a job's page in the browser, if the settings have its address."""

from collections.abc import Callable

from ccwatch.core.addresses import page_of_job
from ccwatch.core.job import JobId
from ccwatch.core.settings import Settings
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.ui.store import JobStore
from ccwatch.ui.window.job_window import JobWindow


class JobPageIntents:
    """Opens pages with `open_page`, and offers the command only if the address is set."""

    def __init__(
        self,
        settings: CurrentSettings,
        store: JobStore,
        window: JobWindow,
        *,
        open_page: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._store = store
        self._window = window
        self._open_page = open_page
        settings.follow(self._follow)
        self._follow(settings.get(), settings.get())

    def browse(self, job: JobId) -> None:
        """Open the job's page."""
        if page := self._settings.get().job_page:
            self._open_page(page_of_job(page, self._store.spelling(job)))

    def _follow(self, _: Settings, now: Settings) -> None:
        self._window.allow_browsing(bool(now.job_page))
