"""Accounts: a user who signs in, a given access token, or none; and their common protocol."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ccwatch.core.access_token import TOKEN_VARIABLE
from ccwatch.core.errors import (
    CcwatchError,
    SignInFailed,
    SignInNeeded,
    SignInNotKept,
)
from ccwatch.core.language import sentences, tr
from ccwatch.core.settings import KeepSignIn


@dataclass(frozen=True, slots=True)
class SignInResult:
    """How a sign-in ended.

    `name` is the user's, if the issuer gave one; `other_user` is whether another user signed in
    before; `not_kept` is why the sign-in will not outlast the program.
    """

    name: str | None = None
    renewable: bool = True
    other_user: bool = False
    not_kept: SignInNotKept | None = None


@dataclass(frozen=True, slots=True)
class SignOutResult:
    """How a sign-out ended.

    `was_signed_in` is whether there was anything to forget, `not_removed` why it is still on
    disk, `not_revoked` why the sign-in service was not informed.
    """

    was_signed_in: bool
    not_removed: SignInNotKept | None = None
    not_revoked: CcwatchError | None = None


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


def user_label(name: str | None) -> str:
    """Return the text for a signed-in user, with the name if the issuer gave one."""
    return tr("Signed in as {name}", name=name) if name else tr("Signed in")


def after_sign_in(result: SignInResult) -> list[str]:
    """Return the messages after signing in."""
    lines = [f"{user_label(result.name)}."]
    if result.other_user:
        lines.append(
            tr("A different user was signed in before. Some jobs may not be visible to you.")
        )
    if not result.renewable:
        lines.append(
            tr("This sign-in cannot be renewed. You will need to sign in again in a few hours.")
        )
    if result.not_kept:
        lines.append(str(result.not_kept))
    return lines


def after_sign_out(result: SignOutResult) -> list[str]:
    """Return the messages after signing out, which claim only what has been done."""
    if result.not_removed:
        return [str(result.not_removed)]
    if not result.was_signed_in:
        return [tr("You were not signed in.")]
    lines = [tr("Signed out of ccwatch. Your browser may still be signed in.")]
    if fault := result.not_revoked:
        words = tr(
            "The sign-in could not be ended at the sign-in service, so it may remain valid there."
        )
        lines.append(sentences(words, fault.message))
    return lines
