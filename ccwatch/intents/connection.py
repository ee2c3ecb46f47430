"""The connection: the first start's page, changed settings, and the connection test."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from ccwatch.cloud.connection import Connection, account_for
from ccwatch.core.environments import PORTAL
from ccwatch.core.language import tr
from ccwatch.core.settings import Settings, managed_by, ports
from ccwatch.disk.paths import Paths
from ccwatch.intents.account import AccountIntents
from ccwatch.intents.settings import SettingsIntents
from ccwatch.system.environment import own_environment
from ccwatch.ui.window.job_window import JobWindow

if TYPE_CHECKING:
    from ccwatch.ui.settings.dialog import SettingsDialog

_SET_UP = ("client_id", "authority", "api_url")
_ASKING = ("api_url", "proxy")
_SIGNING_IN = ("client_id", "authority", "api_url", "scopes", "redirect_ports", "proxy")


class ConnectionIntents:
    """Reconnects when the settings change; in the demo the connection never changes."""

    def __init__(
        self,
        settings: SettingsIntents,
        account: AccountIntents,
        connection: Connection,
        window: JobWindow,
        paths: Paths,
        *,
        open_page: Callable[[str], None],
        start_demo: Callable[[], None],
        demo: bool,
    ) -> None:
        self._settings = settings
        self._account = account
        self._connection = connection
        self._window = window
        self._paths = paths
        self._open_page = open_page
        self._start_demo = start_demo
        self._demo = demo

    def welcome(self) -> None:
        """Show the first start's page instead of the jobs."""
        from ccwatch.cloud.loopback import redirect_address
        from ccwatch.ui.dialogs.welcome_page import Welcome

        settings = self._settings.now
        managed = [name for name in _SET_UP if managed_by(name, os.environ)]
        addresses = [redirect_address(port) for port in ports(settings)]
        page = Welcome(settings, addresses, managed)
        page.sign_in_wanted.connect(self._set_up)
        page.demo_wanted.connect(self._start_demo)
        page.skip_wanted.connect(lambda: self._window.show_page(None))
        page.portal_wanted.connect(lambda: self._open_page(PORTAL))
        self._window.show_page(page)

    def change(self, before: Settings, now: Settings) -> None:
        """Use another account or address, if the settings for them have changed."""
        if self._demo:
            return
        # The account first: a token for one service never goes to another.
        if _differ(before, now, _SIGNING_IN):
            self._account.change(account_for(now, own_environment(), self._paths.sign_in))
        if _differ(before, now, _ASKING):
            self._connection.move(now)
        if before.keep_sign_in != now.keep_sign_in:
            self._account.keep_as(now.keep_sign_in)

    async def test(self, dialog: "SettingsDialog") -> None:
        """Test the connection, and show the result of each layer in the settings."""
        if self._demo:
            dialog.show_connection([(tr("Demo"), None, tr("It asks nobody but this computer."))])
            return
        from ccwatch.cloud.diagnosis import diagnose

        connection, settings = self._connection, self._settings.now
        checks = await connection.workers.run(diagnose, settings, connection.access_token)
        dialog.show_connection((check.name, check.passed, check.words) for check in checks)

    def _set_up(self, *values: str) -> None:
        """Set client ID, sign-in address and service address, and sign in."""
        self._settings.change(dict(zip(_SET_UP, values, strict=True)))
        self._account.sign_in()


def _differ(before: Settings, now: Settings, names: tuple[str, ...]) -> bool:
    return any(getattr(before, name) != getattr(now, name) for name in names)
