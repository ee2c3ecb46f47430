"""The one way to a terminal: whatever is printed has lost what would steer it.

`rich` writes its own escape sequences around cells that went through `printable` before. Every
other module calls `say` and `complain` instead of `print`.
"""

import sys
from contextlib import suppress

from ccwatch.core.plain_text import plain_line, printable


def say(text: str) -> None:
    """Print what was asked for, at once."""
    print(printable(text), flush=True)


def say_aside(text: str) -> None:
    """Print what is no data to standard error, at once."""
    print(printable(text), file=sys.stderr, flush=True)


def complain(what: object) -> None:
    """Print what went wrong to standard error: one line, whatever is quoted in it.

    Where that is lost too, the exit code has to do.
    """
    with suppress(OSError, ValueError):
        print(f"ccwatch: {plain_line(str(what))}", file=sys.stderr, flush=True)
