"""Opens a job's page in the browser, if the settings have its address."""

from collections.abc import Callable

from ccwatch.core.addresses import page_of_job
from ccwatch.core.job import JobId
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.ui.store import JobStore


class JobPageIntents:
    """Opens pages with `open_page`."""

    def __init__(
        self,
        settings: CurrentSettings,
        store: JobStore,
        *,
        open_page: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._store = store
        self._open_page = open_page

    def browse(self, job: JobId) -> None:
        """Open the job's page."""
        if page := self._settings.get().job_page:
            self._open_page(page_of_job(page, self._store.spelling(job)))
