"""Activation tokens: without one, a Wayland compositor keeps a window behind that comes forward.

A token shows that the user asked for the window. It comes with a start, with a click on a
notification or on the tray icon, and is valid once. Qt takes it from the environment, and puts the
tray icon's there itself.

https://wayland.app/protocols/xdg-activation-v1
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

LONGEST = 512  # characters; compositors use about 40
# What a launcher of either kind sets: https://specifications.freedesktop.org/startup-notification-spec/
TOKEN_VARIABLES = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
_READ_BY_QT = TOKEN_VARIABLES[0]


def is_token(text: str) -> bool:
    """Return whether the text may be a token, and can be in an environment."""
    return 0 < len(text) <= LONGEST and text.isascii() and text.isprintable()


def token_of_start(environ: Mapping[str, str]) -> str:
    """Return the token that a process was started with, "" without one."""
    given = (environ.get(name, "") for name in TOKEN_VARIABLES)
    return next(filter(is_token, given), "")


@contextmanager
def activation(token: str) -> Iterator[None]:
    """Let a window come forward within the block; nothing later, and no child, uses the token."""
    if not is_token(token):
        yield
        return
    os.environ[_READ_BY_QT] = token
    try:
        yield
    finally:
        os.environ.pop(_READ_BY_QT, None)
