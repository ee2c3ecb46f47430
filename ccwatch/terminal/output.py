"""The only way to print: control characters are always removed.

`rich` adds its own escape sequences around cells that have passed through `printable`. Every other
module calls `say` and `complain` instead of `print`.
"""

import sys
from contextlib import suppress

from ccwatch.core.plain_text import plain_line, printable


def say(text: str) -> None:
    """Print a command's output, at once."""
    print(printable(text), flush=True)


def say_aside(text: str) -> None:
    """Print a message that is not data to standard error, at once."""
    print(printable(text), file=sys.stderr, flush=True)


def complain(what: object) -> None:
    """Print an error to standard error, as one line, whatever it quotes.

    If that fails as well, only the exit code is left.
    """
    with suppress(OSError, ValueError):
        print(f"ccwatch: {plain_line(str(what))}", file=sys.stderr, flush=True)
