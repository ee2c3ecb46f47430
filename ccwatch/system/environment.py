"""The environment without its secrets: what a child process is not to inherit is kept here."""

import os
from collections.abc import Mapping

from ccwatch.core.access_token import TOKEN_VARIABLE

_withheld: dict[str, str] = {}


def withhold_secrets() -> None:
    """Take the access token out of the environment: a browser has no use for it."""
    if token := os.environ.pop(TOKEN_VARIABLE, None):
        _withheld[TOKEN_VARIABLE] = token


def own_environment() -> Mapping[str, str]:
    """Return the environment that this process was started with, secrets and all."""
    return {**_withheld, **os.environ}
