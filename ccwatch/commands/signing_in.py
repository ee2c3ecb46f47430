"""Signing in and out from a terminal."""

import os
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress

from ccwatch.cloud.account import Account
from ccwatch.cloud.sign_in_results import after_sign_in, after_sign_out
from ccwatch.core.addresses import checked_page
from ccwatch.core.errors import SignInFailed
from ccwatch.terminal.exit_code import Exit

_STAY = "Jobs and history stay."
_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY")


def sign_in(account: Account, say: Callable[[str], None]) -> Exit:
    """Sign in by browser; SIGN_IN if the sign-in does not outlast this command.

    Raises SignInFailed, SignInNeeded (without a client ID), Unreachable.
    """
    if account.token_variable:
        raise SignInFailed(
            _given(account),
            title="No sign-in needed",
            advice=f"{_remove(account)} to sign in through the browser.",
        )

    def show(address: str) -> None:
        say(f"Sign in with a browser on this computer:\n{address}")
        if sys.platform in ("win32", "darwin") or any(map(os.environ.get, _SCREEN)):
            with suppress(webbrowser.Error):
                webbrowser.open(checked_page(address))

    result = account.sign_in(show, threading.Event())
    for line in after_sign_in(result):
        say(line)
    return Exit.SIGN_IN if result.not_kept else Exit.SUCCEEDED


def sign_out(account: Account, say: Callable[[str], None]) -> Exit:
    """Forget the stored sign-in; FAULT if it could not be removed.

    Raises SignInFailed for a token from the environment.
    """
    if account.token_variable:
        raise SignInFailed(
            _given(account),
            title="Not signed out",
            advice=f"{_remove(account)}, and restart ccwatch to stop using it.",
        )
    result = account.sign_out()
    for line in after_sign_out(result):
        say(line)
    if result.not_removed:
        return Exit.FAULT
    if result.was_signed_in:
        say(_STAY)
    return Exit.SUCCEEDED


def _given(account: Account) -> str:
    return f"The access token comes from the environment variable {account.token_variable}."


def _remove(account: Account) -> str:
    return f"Remove that variable (unset {account.token_variable})"
