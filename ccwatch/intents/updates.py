"""Checks for newer versions, if enabled: shows a link, never installs anything."""

import asyncio
import logging
from collections.abc import Callable

from ccwatch import __version__
from ccwatch.cloud.release_feed import fetch_feed
from ccwatch.core.errors import CcwatchError
from ccwatch.core.language import tr
from ccwatch.core.release import Release, newer_release
from ccwatch.core.settings import Settings
from ccwatch.system.workers import Workers
from ccwatch.ui.window.job_window import JobWindow

# Not before the first queries of the jobs are done.
FIRST_AFTER = 60.0
BETWEEN = 86_400.0
_log = logging.getLogger(__name__)


class UpdateIntents:
    """Checks once a day; a failure is only logged, and the check repeated the next day."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        workers: Workers,
        window: JobWindow,
        *,
        open_page: Callable[[str], None],
        running: str = __version__,
    ) -> None:
        self._settings = settings
        self._workers = workers
        self._window = window
        self._open_page = open_page
        self._running = running
        self._told = ""
        self._changed = asyncio.Event()

    def settings_changed(self) -> None:
        """Wake up if checks were switched on."""
        self._changed.set()

    async def run(self) -> None:
        """Check once a day until cancelled; sleeps while checks are off."""
        await asyncio.sleep(FIRST_AFTER)
        while True:
            while not (self._settings().check_updates and self._settings().update_feed):
                await self._changed.wait()
                self._changed.clear()
            await self.look()
            await asyncio.sleep(BETWEEN)

    async def look(self) -> None:
        """Check once, and show a newer version unless it was shown before."""
        settings = self._settings()
        try:
            feed = await self._workers.run(fetch_feed, settings.update_feed, settings.proxy)
            release = newer_release(feed, self._running)
        except CcwatchError as error:
            _log.info("no feed of versions: %s", error.message)
            return
        if release and release.version != self._told:
            self._told = release.version
            self._tell(release)

    def _tell(self, release: Release) -> None:
        words = tr(
            "ccwatch {version} is available (you have {running}).",
            version=release.version,
            running=self._running,
        )
        self._window.show_message(words, tr("View"), lambda: self._open_page(release.page))
