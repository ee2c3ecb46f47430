"""Who asks: a ready-made token, a person who signs in, or no account yet."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from ccwatch.cloud.auth import MsalAccount, SignedOut
from ccwatch.cloud.last_user import KnownPerson
from ccwatch.cloud.token_cache import TokenCache
from ccwatch.core.access_token import given_token
from ccwatch.core.errors import SettingRefused, SignInNeeded
from ccwatch.core.language import sentences, tr
from ccwatch.core.setting_checks import scopes_of
from ccwatch.core.settings import Settings, ports


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

    def __init__(self, token: str) -> None:
        self._token = token

    @property
    def label(self) -> str:
        """Who that is, in words for a person."""
        return tr("Signed in by a given access token")

    def access_token(self) -> str:
        """Return the token."""
        return self._token

    def renew(self) -> None:
        """Say that the token is not accepted (any more)."""
        raise SignInNeeded(
            tr("The service does not accept the given access token."),
            advice=tr("Set CCWATCH_ACCESS_TOKEN to a valid one."),
        )


class NobodyYet:
    """No account: nothing was set up to sign in with, or what was cannot be used (`reason`)."""

    def __init__(self, reason: str = "") -> None:
        self.reason = reason or tr("No sign-in is set up.")

    @property
    def label(self) -> str:
        """Who that is, in words for a person."""
        return tr("No sign-in set up")

    def access_token(self) -> str:
        """Say that there is none."""
        raise SignInNeeded(
            self.reason,
            advice=tr(
                "Give a client ID in the settings (or with CCWATCH_CLIENT_ID, or "
                "“ccwatch config set client_id …”), or set CCWATCH_ACCESS_TOKEN."
            ),
        )

    def renew(self) -> None:
        """Say that there is none."""
        self.access_token()


class ChangingAccount:
    """The account in force: another one takes over when the settings say so."""

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


def after_sign_in(account: MsalAccount) -> list[str]:
    """Return what a person is told who has just signed in."""
    lines = [f"{account.label}."]
    if account.other_person:
        lines.append(tr("Somebody else was signed in before: some jobs may not be visible to you."))
    if not account.renewable:
        lines.append(
            tr("The issuer gave no means to renew it: you will be asked again within hours.")
        )
    if account.not_kept:
        lines.append(str(account.not_kept))
    return lines


def after_sign_out(ended: SignedOut) -> list[str]:
    """Return the message after signing out; nothing is called done that is not."""
    if ended.not_removed:
        return [str(ended.not_removed)]
    if not ended.was_signed_in:
        return [tr("You were not signed in.")]
    lines = [tr("Signed out here. The browser may still be signed in.")]
    if fault := ended.not_revoked:
        words = tr(
            "The sign-in could not be ended at the sign-in service, so it may remain valid there."
        )
        lines.append(sentences(words, fault.message))
    return lines


def account_for(settings: Settings, environ: Mapping[str, str], kept: Path) -> Account:
    """Return who asks; a token in the environment wins; one that cannot be sent counts as none.

    `kept` is the folder of what is kept of a sign-in between starts.
    """
    try:
        token = given_token(environ)
    except SettingRefused as error:
        return NobodyYet(error.message)
    if token:
        return FixedAccount(token)
    if not settings.client_id:
        return NobodyYet()
    return MsalAccount(
        settings.client_id,
        settings.authority,
        scopes_of(settings.scopes),
        ports(settings),
        TokenCache(
            kept, (settings.authority, settings.client_id, settings.api_url), settings.keep_sign_in
        ),
        KnownPerson(kept / "person"),
        settings.proxy,
    )
