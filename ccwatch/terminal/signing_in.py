"""Signing in and out from a terminal."""

import os
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress

from ccwatch.cloud.account import Account, FixedAccount, after_sign_in
from ccwatch.cloud.auth import MsalAccount
from ccwatch.core.errors import SignInFailed
from ccwatch.terminal.exit_code import Exit

SIGNED_OUT = "Signed out here. The browser may still be signed in. Jobs and history stay."
_GIVEN = "CCWATCH_ACCESS_TOKEN is set, so that token is used: unset it to sign in or out."
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
                webbrowser.open(address)

    person.sign_in(show, threading.Event())
    for line in after_sign_in(person):
        say(line)
    return Exit.SIGN_IN if person.not_kept else Exit.SUCCEEDED


def sign_out(account: Account, say: Callable[[str], None]) -> Exit:
    """Forget what was kept of the sign-in; raises SignInFailed, SignInNeeded."""
    _person(account).sign_out()
    say(SIGNED_OUT)
    return Exit.SUCCEEDED


def _person(account: Account) -> MsalAccount:
    if isinstance(account, MsalAccount):
        return account
    if isinstance(account, FixedAccount):
        raise SignInFailed(_GIVEN, title="Nothing to sign in")
    account.renew()
    raise SignInFailed("There is nobody to sign in.")
