"""Offers the commands that depend on settings, as long as the settings allow them."""

from ccwatch.core.settings import Settings
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.ui.window.job_window import JobWindow


class OfferedCommands:
    """Follows the settings."""

    def __init__(self, settings: CurrentSettings, window: JobWindow) -> None:
        self._window = window
        settings.follow(self._follow)
        self._follow(settings.get(), settings.get())

    def _follow(self, _: Settings, now: Settings) -> None:
        self._window.allow(browsing=bool(now.job_page), cancelling=now.allow_cancel)
