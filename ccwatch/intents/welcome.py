"""Shows the page of the first start and carries out what is chosen there."""

import os
from collections.abc import Callable

from ccwatch.core.environments import PORTAL
from ccwatch.core.settings import managed_by, ports
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.intents.settings import SettingsIntents
from ccwatch.ui.window.job_window import JobWindow

_SET_UP = ("client_id", "authority", "api_url")
_FOLLOW = "follow_my_jobs"


class WelcomeIntents:
    """Shows the page in place of the jobs, and saves what is entered there."""

    def __init__(
        self,
        current: CurrentSettings,
        settings: SettingsIntents,
        window: JobWindow,
        *,
        open_page: Callable[[str], None],
        start_demo: Callable[[], None],
    ) -> None:
        self._current = current
        self._settings = settings
        self._window = window
        self._open_page = open_page
        self._start_demo = start_demo

    def show(self, sign_in: Callable[[], object]) -> None:
        """Show the page; `sign_in` is called once its values are in force."""
        from ccwatch.cloud.loopback import redirect_address
        from ccwatch.ui.dialogs.welcome_page import WelcomePage

        def set_up(*values: object) -> None:
            self._settings.change(dict(zip((*_SET_UP, _FOLLOW), values, strict=True)))
            sign_in()

        settings = self._current.get()
        managed = [name for name in _SET_UP if managed_by(name, os.environ)]
        page = WelcomePage(settings, [redirect_address(port) for port in ports(settings)], managed)
        page.sign_in_wanted.connect(set_up)
        page.demo_wanted.connect(self._start_demo)
        page.skip_wanted.connect(lambda: self._window.show_page(None))
        page.portal_wanted.connect(lambda: self._open_page(PORTAL))
        self._window.show_page(page)
