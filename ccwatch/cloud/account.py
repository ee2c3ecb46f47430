"""Who asks: a ready-made token, a person who signs in, or nobody yet."""

from collections.abc import Mapping
from typing import Protocol

from ccwatch.cloud.auth import MsalAccount
from ccwatch.core.errors import SignInNeeded
from ccwatch.core.settings import Settings, ports

TOKEN_VARIABLE = "CCWATCH_ACCESS_TOKEN"


class Account(Protocol):
    """Who asks: hands out access tokens; called from worker threads."""

    @property
    def label(self) -> str:
        """Who that is, in words for a person."""

    def access_token(self) -> str:
        """Return a token that is still valid; raises SignInNeeded."""

    def renew(self) -> None:
        """Get a new token without the user; raises SignInNeeded or Unreachable."""


class FixedAccount:
    """A token given ready-made, as by CCWATCH_ACCESS_TOKEN; it cannot be renewed."""

    label = "Signed in by a given access token"

    def __init__(self, token: str) -> None:
        self._token = token

    def access_token(self) -> str:
        """Return the token."""
        return self._token

    def renew(self) -> None:
        """Say that the token is not accepted (any more)."""
        raise SignInNeeded(
            "The service does not accept the given access token.",
            advice="Set CCWATCH_ACCESS_TOKEN to a valid one.",
        )


class NobodyYet:
    """No account: nothing was set up to sign in with."""

    label = "No sign-in set up"

    def access_token(self) -> str:
        """Say that there is none."""
        raise SignInNeeded(
            "No sign-in is set up.",
            advice="Give a client id in the settings, or set CCWATCH_ACCESS_TOKEN.",
        )

    def renew(self) -> None:
        """Say that there is none."""
        self.access_token()


class ChangingAccount:
    """Whoever asks now: another one takes over when the settings say so."""

    def __init__(self, account: Account) -> None:
        self.current = account

    @property
    def label(self) -> str:
        """Who that is, in words for a person."""
        return self.current.label

    def access_token(self) -> str:
        """Return a token of whoever asks now; raises SignInNeeded."""
        return self.current.access_token()

    def renew(self) -> None:
        """Get a new token without the user; raises SignInNeeded or Unreachable."""
        self.current.renew()


def account_for(settings: Settings, environ: Mapping[str, str]) -> Account:
    """Return who asks; a token in the environment wins. Raises SettingRefused."""
    if token := environ.get(TOKEN_VARIABLE, "").strip():
        return FixedAccount(token)
    if not settings.client_id:
        return NobodyYet()
    scopes = settings.scopes.split()
    return MsalAccount(
        settings.client_id, settings.authority, scopes, ports(settings), settings.proxy
    )
