"""The log file, rotated and without secrets."""

import logging
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

LARGEST_FILE = 1 << 20
OLDER_FILES = 3
LEVELS = {"normal": logging.INFO, "detailed": logging.DEBUG}
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


# A library's record, for which there is no handler, would be printed as it is. MSAL's may quote
# whole replies, tokens and all, in forms that no pattern knows.
logging.getLogger().addHandler(logging.NullHandler())
logging.getLogger("msal").addHandler(logging.NullHandler())
logging.getLogger("msal").propagate = False


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
    """Log to a file that is rotated; a folder that cannot be written to is told, not fatal.

    What it takes is for `set_level` to say.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        if sys.stderr:
            print(f"ccwatch: no log is written: {path.parent} cannot be made.", file=sys.stderr)
        return
    _add(_RotatedFile(path), logging.DEBUG)


class _RotatedFile(logging.Handler):
    """Loads what rotates a file at the first record: the icon in the tray comes before that."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record."""
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(
                self._path,
                maxBytes=LARGEST_FILE,
                backupCount=OLDER_FILES,
                encoding="utf-8",
                delay=True,
            )
            self._file.setFormatter(self.formatter)
        self._file.emit(record)

    def close(self) -> None:
        """Close the file."""
        if self._file:
            self._file.close()
        super().close()


def log_to_terminal() -> None:
    """Log everything of this program to standard error."""
    if sys.stderr:
        _add(logging.StreamHandler(), logging.DEBUG)
        set_level("detailed")


def set_level(word: str) -> None:
    """Log at this level of the settings from now on."""
    logging.getLogger("ccwatch").setLevel(LEVELS[word])


def qt_messages(levels: Mapping[Any, int]) -> Callable[[Any, Any, str | None], None]:
    """Return a handler for qInstallMessageHandler that logs by these levels of QtMsgType."""

    def handle(kind: Any, _: Any, message: str | None) -> None:
        logging.getLogger("ccwatch.qt").log(levels.get(kind, logging.WARNING), "%s", message)

    return handle


def _add(handler: logging.Handler, level: int) -> None:
    # What cannot be written, on a full disk or with the wrong arguments, would be printed whole.
    logging.raiseExceptions = False
    handler.setFormatter(RedactingFormatter(FORMAT))
    handler.setLevel(level)
    logging.getLogger().addHandler(handler)
