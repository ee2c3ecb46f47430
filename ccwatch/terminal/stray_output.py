"""Stray output: a library's log, a warning, an uncaught error.

Python prints all of them unredacted on standard error, and they may quote a token. They go to the
redacted log instead; standard error has only this program's own messages.
"""

import sys
import threading
import warnings
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from logging import Logger


def hold_back() -> None:
    """Redirect everything that Python would print by itself.

    The logs of libraries are handled by `ccwatch.log`, which `ccwatch.cloud` and the desktop
    import.
    """
    warnings.showwarning = _warned
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _uncaught_in_thread


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    _log().warning("%s:%d: %s: %s", filename, lineno, category.__name__, message)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        _log().critical("uncaught error", exc_info=error)
        _say(error)


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
        _log().error("uncaught error in a thread", exc_info=args.exc_value)
        _say(args.exc_value)


def _unraisable(args: Any) -> None:
    if args.exc_value is not None:
        _log().error("an object ended badly", exc_info=args.exc_value)


def _say(error: BaseException) -> None:
    if sys.stderr:
        from ccwatch.terminal.output import complain

        complain(f"Something went wrong: {type(error).__name__}. --verbose says more.")


def _log() -> "Logger":
    import logging

    import ccwatch.log  # noqa: F401 - redirects the logs

    return logging.getLogger(__name__)
