"""The commands sent to the running program: `sign-in`, `sign-out`, `quit`.

The program answers with data; the text here is English, whatever its window's language.
"""

import os
import threading
from typing import TYPE_CHECKING

from ccwatch.commands.open_home import opened_settings
from ccwatch.commands.status import NOT_RUNNING
from ccwatch.core.errors import OtherVersion
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.ipc.client import BETWEEN_TRIES, ask
from ccwatch.ipc.messages import (
    AccountChange,
    AccountResult,
    Done,
    Kind,
    Request,
)
from ccwatch.system.environment import own_environment
from ccwatch.system.file_lock import Lock
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.output import complain, say

if TYPE_CHECKING:
    from ccwatch.cloud.account import Account

QUIT_TRIES = 30
_ACCOUNT_WORDS = {
    AccountResult.SIGN_IN_OPENED: "Continue in the window of the running program.",
    AccountResult.SIGNING_OUT: "The running program is signing out. "
    "Your browser may still be signed in.",
    AccountResult.NOT_SIGNED_IN: "You were not signed in.",
    AccountResult.GIVEN_TOKEN: "The running program has its access token from "
    "CCWATCH_ACCESS_TOKEN: change or remove it there, then restart ccwatch.",
    AccountResult.NOT_SET_UP: "No sign-in is set up. The window of the running program shows how.",
}


def sign_in() -> Exit:
    """Sign in by browser, in the running program if there is one; raises SignInFailed."""
    from ccwatch.commands import signing_in

    paths = paths_for(os.environ)
    if _asked_program(paths, Kind.SIGN_IN):
        return Exit.SUCCEEDED
    return signing_in.sign_in(_account(paths), say)


def sign_out() -> Exit:
    """Forget the sign-in, in the running program if there is one; raises SignInFailed."""
    from ccwatch.commands import signing_in

    paths = paths_for(os.environ)
    if _asked_program(paths, Kind.SIGN_OUT):
        return Exit.SUCCEEDED
    return signing_in.sign_out(_account(paths, strict=False), say)


def quit_program(*, demo: bool = False) -> Exit:
    """Tell the running program to quit, and wait until it has; FAILED if none is running.

    `demo`: the demonstration, which runs beside it with its own home.
    """
    paths = paths_for(os.environ, demo=demo)
    lock = Lock(paths.lock)
    try:
        if ask(paths, Request(Kind.QUIT), Done) is None:
            say(NOT_RUNNING)
            return Exit.FAILED
    except OtherVersion:
        pass  # it quits nevertheless, with a reply of its own version
    say("ccwatch is quitting.")
    for _ in range(QUIT_TRIES):
        if lock.acquire():
            lock.release()
            return Exit.SUCCEEDED
        threading.Event().wait(BETWEEN_TRIES)
    complain("ccwatch is still shutting down.")
    return Exit.FAULT


def _asked_program(paths: Paths, kind: Kind) -> bool:
    """Ask the running program to sign in or out; return whether one is running."""
    if (change := ask(paths, Request(kind), AccountChange)) is None:
        return False
    say(_ACCOUNT_WORDS[change.result])
    return True


def _account(paths: Paths, *, strict: bool = True) -> "Account":
    from ccwatch.cloud.connection import account_for

    return account_for(opened_settings(paths, strict=strict), own_environment(), paths.sign_in)
