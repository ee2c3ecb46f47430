"""The connection to the service: account, client and budget."""

from collections.abc import Mapping
from pathlib import Path

from ccwatch.cloud.account import Account, NoAccount, TokenAccount
from ccwatch.cloud.async_client import AsyncClient
from ccwatch.cloud.client import HttpClient
from ccwatch.core.access_token import given_token
from ccwatch.core.budget import Budget
from ccwatch.core.errors import SettingRefused
from ccwatch.core.settings import Settings
from ccwatch.system.workers import Workers


class Connection:
    """An account and the client that uses its tokens; either can be replaced.

    `client` counts its requests in `budget` and runs on `workers`, which also run the account's
    blocking calls. The caller closes them.
    """

    def __init__(self, account: Account, settings: Settings, workers: Workers) -> None:
        self.account = account
        self.workers = workers
        self.budget = Budget(settings.requests_per_minute, settings.requests_per_hour)
        self.client = AsyncClient(self._client_for(settings), self.renew, workers)

    def access_token(self) -> str:
        """Return a token of the current account; raises SignInNeeded or ServiceError."""
        return self.account.access_token()

    def renew(self) -> None:
        """Renew the current account's token; raises SignInNeeded or ServiceError."""
        self.account.renew()

    def move(self, settings: Settings) -> None:
        """Use the service address and the proxy of these settings from now on."""
        self.client.use(self._client_for(settings))

    def close(self) -> None:
        """Close the kept connections."""
        self.client.close()

    def _client_for(self, settings: Settings) -> HttpClient:
        return HttpClient(settings.api_url, self.access_token, proxy=settings.proxy)


def connect(
    settings: Settings,
    environ: Mapping[str, str],
    folder: Path,
    workers: Workers,
) -> Connection:
    """Return the connection of these settings; sign-ins are kept in `folder`."""
    return Connection(account_for(settings, environ, folder), settings, workers)


def account_for(settings: Settings, environ: Mapping[str, str], folder: Path) -> Account:
    """Return the account to use; sign-ins are kept in `folder`.

    A token in the environment comes first; one that cannot be sent counts as no account.
    """
    try:
        token = given_token(environ)
    except SettingRefused as error:
        return NoAccount(error.message)
    if token:
        return TokenAccount(token)
    if not settings.client_id:
        return NoAccount()
    from ccwatch.cloud.user_account import (
        user_account,  # costs memory, and only users who sign in need it
    )

    return user_account(settings, folder)
