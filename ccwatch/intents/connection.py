"""The connection: changed settings, and the connection test."""

from typing import TYPE_CHECKING

from ccwatch.cloud.connection import Connection, account_for
from ccwatch.core.language import tr
from ccwatch.core.settings import KeepSignIn, Settings, destinations
from ccwatch.disk.paths import Paths
from ccwatch.intents.account import AccountIntents
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.system.environment import own_environment

if TYPE_CHECKING:
    from ccwatch.ui.settings.dialog import SettingsDialog

_ASKING = ("api_url", "proxy")


class ConnectionIntents:
    """Reconnects when the settings change; in the demo the connection never changes."""

    def __init__(
        self,
        settings: CurrentSettings,
        account: AccountIntents,
        connection: Connection,
        paths: Paths,
        *,
        demo: bool,
    ) -> None:
        self._settings = settings
        self._account = account
        self._connection = connection
        self._paths = paths
        self._demo = demo

    def change(self, before: Settings, now: Settings) -> None:
        """Use another account or address, if the settings for them have changed."""
        if self._demo:
            return
        # The account first: a token for one service never goes to another.
        if _differ(before, now, destinations()):
            self._account.change(account_for(now, own_environment(), self._paths.sign_in))
        if _differ(before, now, _ASKING):
            self._connection.move(now)
        if before.keep_sign_in != now.keep_sign_in:
            self._account.keep_as(KeepSignIn(now.keep_sign_in))

    async def test(self, dialog: "SettingsDialog") -> None:
        """Test the connection, and show the result of each layer in the settings."""
        if self._demo:
            from ccwatch.core.check import Check

            demo = Check(tr("Demo"), None, tr("The demo contacts only this computer."))
            dialog.show_connection([demo])
            return
        from ccwatch.cloud.diagnosis import diagnose

        connection, settings = self._connection, self._settings.get()
        dialog.show_connection(
            await connection.workers.run(diagnose, settings, connection.access_token)
        )


def _differ(before: Settings, now: Settings, names: tuple[str, ...]) -> bool:
    return any(getattr(before, name) != getattr(now, name) for name in names)
