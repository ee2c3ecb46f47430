"""The log file, rotated and without secrets."""

import logging
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ccwatch.core.plain_text import printable

LARGEST_FILE = 1 << 20
OLDER_FILES = 3
LEVELS = {"normal": logging.INFO, "detailed": logging.DEBUG}
CONTINUED = "\n    "
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

# A library's record, for which there is no handler, would be printed as it is. MSAL's may quote
# whole replies, tokens and all, in forms that no pattern knows.
logging.getLogger().addHandler(logging.NullHandler())
logging.getLogger("msal").addHandler(logging.NullHandler())
logging.getLogger("msal").propagate = False


class RedactingFormatter(logging.Formatter):
    """Takes secrets and control characters out of the record: message, arguments, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's text without secrets, fit for a terminal.

        Only its first line begins at the margin: no quoted text can pass for another record.
        """
        from ccwatch.core.redaction import redacted  # with the first record alone

        return printable(redacted(super().format(record))).replace("\n", CONTINUED)


def log_to_file(path: Path) -> str:
    """Log to a file that is rotated, at the level that `set_level` sets.

    Returns a complaint where no folder can be made for it, else "".
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return f"No log is written: {path.parent} cannot be made."
    _add(_RotatedFile(path), logging.DEBUG)
    return ""


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
