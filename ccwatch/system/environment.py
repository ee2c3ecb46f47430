"""The environment without secrets for child processes; this process keeps them here."""

import os
from collections.abc import Mapping

from ccwatch.core.access_token import TOKEN_VARIABLE

_withheld: dict[str, str] = {}


def withhold_secrets() -> None:
    """Remove the access token from the environment: a browser has no use for it."""
    if token := os.environ.pop(TOKEN_VARIABLE, None):
        _withheld[TOKEN_VARIABLE] = token


def own_environment() -> Mapping[str, str]:
    """Return the environment that this process was started with, including secrets.

    It is for what needs or checks the token: the account, the settings in force, the process that
    takes this one's place. Everything else, such as which settings a variable manages, reads
    `os.environ`, so that the token stays in few places.
    """
    return {**_withheld, **os.environ}
