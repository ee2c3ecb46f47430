"""What is asked, where and as whom: changed settings, and the test of the connection."""

from typing import TYPE_CHECKING

from ccwatch.cloud.account import ChangingAccount, account_for
from ccwatch.cloud.async_client import AskingClient
from ccwatch.cloud.client import Client
from ccwatch.core.language import tr
from ccwatch.core.settings import Settings
from ccwatch.disk.paths import Paths
from ccwatch.intents.account import AccountIntents
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.system.environment import own_environment
from ccwatch.system.workers import Workers

if TYPE_CHECKING:
    from ccwatch.ui.settings.dialog import SettingsDialog

_ASKING = ("api_url", "proxy")
_SIGNING_IN = ("client_id", "authority", "api_url", "scopes", "redirect_ports", "proxy")


class ConnectionIntents:
    """Follows the settings of the connection; in the demo there is nothing to connect to."""

    def __init__(
        self,
        settings: CurrentSettings,
        account: AccountIntents,
        changing: ChangingAccount,
        asking: AskingClient,
        workers: Workers,
        paths: Paths,
        *,
        demo: bool,
    ) -> None:
        self._settings = settings
        self._account = account
        self._changing = changing
        self._asking = asking
        self._workers = workers
        self._paths = paths
        self._demo = demo

    def change(self, before: Settings, now: Settings) -> None:
        """Ask at another address, or as another one, when the settings differ in that."""
        if self._demo:
            return
        # The account first: a token for one service never goes to another.
        if _differ(before, now, _SIGNING_IN):
            self._account.change(account_for(now, own_environment(), self._paths.sign_in))
        if _differ(before, now, _ASKING):
            token = self._changing.access_token
            self._asking.take_over(Client(now.api_url, token, proxy=now.proxy))
        if before.keep_sign_in != now.keep_sign_in:
            self._account.keep_as(now.keep_sign_in)

    async def test(self, dialog: "SettingsDialog") -> None:
        """Test the connection, and show in the settings what each layer did."""
        if self._demo:
            dialog.show_connection([(tr("Demo"), None, tr("It asks nobody but this computer."))])
            return
        token = self._changing.access_token
        from ccwatch.cloud.diagnosis import diagnose

        checks = await self._workers.run(diagnose, self._settings.get(), token)
        dialog.show_connection((check.name, check.passed, check.words) for check in checks)


def _differ(before: Settings, now: Settings, names: tuple[str, ...]) -> bool:
    return any(getattr(before, name) != getattr(now, name) for name in names)
