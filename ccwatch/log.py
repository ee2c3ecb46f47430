"""The log file, without secrets, and hooks for what nobody caught."""

import logging
import re
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

LARGEST_FILE = 1 << 20
OLDER_FILES = 3
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# A name, how it is tied to its value (query, JSON, escaped JSON, repr of a pair or of lists),
# and the value: to its closing quote, or as far as a bare one goes.
_NAMED = re.compile(
    r"""(?ix) (?: (?<![a-z0-9_]) | (?<=%3F) | (?<=%26) )
    ( (?: \w*(?:access|refresh|id)(?:_|%5F)token | (?:auth\w*_)?code(?:_verifier)?
        | client_secret | (?:client_)?assertion | password )
      (?: \\*["']?\s*(?:[=:]|%3D) | ["']\s*, ) [\s\[(]* )
    (?: \\*"[^"]*"? | \\*'[^']*'? | (?:(?!%26)[^\s"'&,;}\])])+ )"""
)
_SECRETS = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), r"\1 …"),
    (re.compile(r"\beyJ[\w-]+(?:\.[\w-]+)*"), "…"),
    (_NAMED, r"\1…"),
    (re.compile(r"://[^/\s@]+@"), "://…@"),
    (re.compile(r"(?<![\w.+-])[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"), "…@…"),
)


def redacted(text: str) -> str:
    """Return the text without tokens, codes, passwords and e-mail addresses, written anyhow."""
    for pattern, shown in _SECRETS:
        text = pattern.sub(shown, text)
    return text


class RedactingFormatter(logging.Formatter):
    """Takes secrets out of the whole record: message, arguments and traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's text without secrets."""
        return redacted(super().format(record))


def log_to_file(path: Path) -> None:
    """Log to a file that is rotated; a folder that cannot be written to is told, not fatal."""
    from logging.handlers import RotatingFileHandler

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=LARGEST_FILE, backupCount=OLDER_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        logging.getLogger(__name__).warning("no log file: %s", path)
        return
    # What cannot be written, on a full disk, would be printed whole, secrets and all.
    logging.raiseExceptions = False
    _add(handler, logging.INFO)


def log_to_terminal() -> None:
    """Log everything of this program to standard error."""
    if sys.stderr:
        _add(logging.StreamHandler(), logging.DEBUG)


def catch_all() -> None:
    """Log what no one caught, in this thread and in others."""
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def catch_in_loop(loop: "AbstractEventLoop", context: dict[str, Any]) -> None:
    """Log what broke in a callback or in a task that nobody waits for."""
    error = context.get("exception")
    logging.getLogger("ccwatch").error("%s", context.get("message"), exc_info=error)


def qt_messages(levels: Mapping[Any, int]) -> Callable[[Any, Any, str | None], None]:
    """Return a handler for qInstallMessageHandler that logs by these levels of QtMsgType."""

    def handle(kind: Any, _: Any, message: str | None) -> None:
        logging.getLogger("ccwatch.qt").log(levels.get(kind, logging.WARNING), "%s", message)

    return handle


def _add(handler: logging.Handler, level: int) -> None:
    handler.setFormatter(RedactingFormatter(FORMAT))
    handler.setLevel(level)
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger("ccwatch").setLevel(min(level, logging.getLogger("ccwatch").level or level))


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("ccwatch").critical("uncaught", exc_info=(kind, error, trace))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
        _uncaught(args.exc_type, args.exc_value, args.exc_traceback)
