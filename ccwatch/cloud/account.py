"""Accounts: a user who signs in, a given access token, or none; and their common protocol."""

import threading
from collections.abc import Callable
from typing import Protocol

from ccwatch.cloud.sign_in_results import SignInResult, SignOutResult
from ccwatch.core.access_token import TOKEN_VARIABLE
from ccwatch.core.errors import (
    SignInFailed,
    SignInNeeded,
    SignInNotKept,
)
from ccwatch.core.language import tr
from ccwatch.core.settings import KeepSignIn


class Account(Protocol):
    """Signs in and out, and hands out access tokens; methods are called from worker threads."""

    @property
    def label(self) -> str:
        """The account, as user-visible text."""

    @property
    def name(self) -> str | None:
        """The name of the user who is signed in, if the issuer gave one."""

    @property
    def reason(self) -> str:
        """Why there is no token; with a token, why signing in or out is not possible."""

    @property
    def token_variable(self) -> str:
        """The environment variable that holds its token; "" when none does."""

    @property
    def can_sign_in(self) -> bool:
        """Whether a user can sign in and out."""

    @property
    def signed_in(self) -> bool:
        """Whether there is a token, or one can be requested without the user."""

    @property
    def not_kept(self) -> SignInNotKept | None:
        """Why the sign-in will not outlast the program, or could not be restored; else None."""

    def restore(self) -> bool:
        """Restore the sign-in of an earlier start; return whether there is one."""

    def on_store_answer(self, call: Callable[[], None]) -> None:
        """Call this, on another thread, when a slow credential store has answered."""

    def access_token(self) -> str:
        """Return a token that is still valid; raises SignInNeeded or ServiceError."""

    def renew(self) -> None:
        """Get a new token without the user; raises SignInNeeded or ServiceError."""

    def sign_in(
        self, open_browser: Callable[[str], None], cancelled: threading.Event
    ) -> SignInResult:
        """Let the user sign in; `open_browser` gets the address to open.

        Raises SignInFailed, SignInNeeded when nothing is set up, Unreachable.
        """

    def sign_out(self) -> SignOutResult:
        """Forget all tokens; raises SignInFailed when they come from the environment."""

    def keep_as(self, keep: KeepSignIn) -> None:
        """Keep the sign-in in another way from now on."""


class _WithoutUser:
    """The common part of accounts without a user's sign-in."""

    can_sign_in = False
    signed_in = False
    name: str | None = None
    not_kept: SignInNotKept | None = None

    def restore(self) -> bool:
        """Return whether there is a token: nothing is kept between starts."""
        return self.signed_in

    def on_store_answer(self, call: Callable[[], None]) -> None:
        """Do nothing: no credential store is used."""

    def keep_as(self, keep: KeepSignIn) -> None:
        """Do nothing: there is no sign-in to keep."""


class TokenAccount(_WithoutUser):
    """A ready-made token from CCWATCH_ACCESS_TOKEN; it cannot be renewed."""

    signed_in = True
    token_variable = TOKEN_VARIABLE

    def __init__(self, token: str) -> None:
        self._token = token

    @property
    def label(self) -> str:
        """The account, as user-visible text."""
        return tr("Signed in through CCWATCH_ACCESS_TOKEN")

    @property
    def reason(self) -> str:
        """Why signing in or out is not possible."""
        return tr("The sign-in comes from CCWATCH_ACCESS_TOKEN. Change or remove that variable.")

    def access_token(self) -> str:
        """Return the token."""
        return self._token

    def renew(self) -> None:
        """Raise SignInNeeded: the service has refused the token."""
        raise SignInNeeded(
            tr("The service does not accept CCWATCH_ACCESS_TOKEN."),
            advice=tr("Set it to a valid value, or remove it and sign in."),
        )

    def sign_in(
        self, open_browser: Callable[[str], None], cancelled: threading.Event
    ) -> SignInResult:
        """Raise SignInFailed."""
        raise SignInFailed(self.reason)

    def sign_out(self) -> SignOutResult:
        """Raise SignInFailed."""
        raise SignInFailed(self.reason)


class NoAccount(_WithoutUser):
    """No account: sign-in is not set up, or its settings cannot be used (`reason`)."""

    token_variable = ""

    def __init__(self, reason: str = "") -> None:
        self.reason = reason or tr("No sign-in is set up.")

    @property
    def label(self) -> str:
        """The account, as user-visible text."""
        return tr("No sign-in set up")

    def access_token(self) -> str:
        """Raise SignInNeeded."""
        raise self._not_set_up()

    def renew(self) -> None:
        """Raise SignInNeeded."""
        raise self._not_set_up()

    def sign_in(
        self, open_browser: Callable[[str], None], cancelled: threading.Event
    ) -> SignInResult:
        """Raise SignInNeeded."""
        raise self._not_set_up()

    def sign_out(self) -> SignOutResult:
        """Return the result of a sign-out without a sign-in."""
        return SignOutResult(was_signed_in=False)

    def _not_set_up(self) -> SignInNeeded:
        return SignInNeeded(
            self.reason,
            advice=tr(
                "Enter a client ID in the settings (or with CCWATCH_CLIENT_ID or "
                "“ccwatch config set client_id …”), then sign in."
            ),
        )
