"""Signing in and out from a terminal."""

import os
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress

from ccwatch.cloud.account import (
    Account,
    FixedAccount,
    after_sign_in,
    after_sign_out,
)
from ccwatch.cloud.auth import MsalAccount
from ccwatch.core.access_token import TOKEN_VARIABLE
from ccwatch.core.errors import SignInFailed
from ccwatch.core.pages import checked_page
from ccwatch.terminal.exit_code import Exit

_NOBODY = "You were not signed in."
_STAY = "Jobs and history stay."
_GIVEN = f"The access token comes from the environment variable {TOKEN_VARIABLE}."
_REMOVE = f"Remove that variable (unset {TOKEN_VARIABLE})"
_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY")


def sign_in(account: Account, say: Callable[[str], None]) -> Exit:
    """Sign in by browser; SIGN_IN when it does not outlast this command.

    Raises SignInFailed, SignInNeeded (without a client id), Unreachable.
    """
    person = _person(account)

    def show(address: str) -> None:
        say(f"Sign in with a browser on this computer:\n{address}")
        if sys.platform in ("win32", "darwin") or any(map(os.environ.get, _SCREEN)):
            with suppress(webbrowser.Error):
                webbrowser.open(checked_page(address))

    person.sign_in(show, threading.Event())
    for line in after_sign_in(person):
        say(line)
    return Exit.SIGN_IN if person.not_kept else Exit.SUCCEEDED


def sign_out(account: Account, say: Callable[[str], None]) -> Exit:
    """Forget what was kept of the sign-in; FAULT when it could not be removed.

    Raises SignInFailed for a token that comes from the environment.
    """
    if isinstance(account, FixedAccount):
        advice = f"{_REMOVE}, and no request goes out with it any more."
        raise SignInFailed(_GIVEN, title="Not signed out", advice=advice)
    if not isinstance(account, MsalAccount):
        say(_NOBODY)
        return Exit.SUCCEEDED
    ended = account.sign_out()
    for line in after_sign_out(ended):
        say(line)
    if ended.not_removed:
        return Exit.FAULT
    if ended.was_signed_in:
        say(_STAY)
    return Exit.SUCCEEDED


def _person(account: Account) -> MsalAccount:
    """Return the account of somebody who can sign in; raises SignInFailed, SignInNeeded."""
    if isinstance(account, MsalAccount):
        return account
    if isinstance(account, FixedAccount):
        raise SignInFailed(
            _GIVEN, title="Nothing to sign in to", advice=f"{_REMOVE} to sign in by browser."
        )
    account.renew()
    raise SignInFailed("There is nobody to sign in.")
