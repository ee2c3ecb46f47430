"""The log file, rotated and redacted."""

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

# Without a handler Python would print a library's records. MSAL's may quote whole replies,
# including tokens, in forms that no redaction pattern covers.
logging.getLogger().addHandler(logging.NullHandler())
logging.getLogger("msal").addHandler(logging.NullHandler())
logging.getLogger("msal").propagate = False


class RedactingFormatter(logging.Formatter):
    """Redacts secrets and control characters in the whole record: message, arguments, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the redacted record, safe for a terminal.

        Only its first line starts at the margin, so quoted text cannot imitate another record.
        """
        from ccwatch.core.redaction import redacted  # needed from the first record on

        return printable(redacted(super().format(record))).replace("\n", CONTINUED)


def log_to_file(path: Path) -> str:
    """Log to a rotated file, at the level set by `set_level`.

    Returns an error message if its folder cannot be created, else "".
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return f"No log is written: {path.parent} cannot be made."
    _add(_RotatedFile(path), logging.DEBUG)
    return ""


class _RotatedFile(logging.Handler):
    """Imports the rotating handler with the first record, to show the tray icon sooner."""

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
    """Log all of this program's records to standard error."""
    if sys.stderr:
        _add(logging.StreamHandler(), logging.DEBUG)
        set_level("detailed")


def set_level(word: str) -> None:
    """Set the log level, by its word in the settings."""
    logging.getLogger("ccwatch").setLevel(LEVELS[word])


def qt_log_handler(levels: Mapping[Any, int]) -> Callable[[Any, Any, str | None], None]:
    """Return a handler for qInstallMessageHandler that maps QtMsgType to log levels by `levels`."""

    def handle(kind: Any, _: Any, message: str | None) -> None:
        logging.getLogger("ccwatch.qt").log(levels.get(kind, logging.WARNING), "%s", message)

    return handle


def _add(handler: logging.Handler, level: int) -> None:
    # logging would print unredacted a record that it fails to write (full disk, wrong arguments).
    logging.raiseExceptions = False
    handler.setFormatter(RedactingFormatter(FORMAT))
    handler.setLevel(level)
    logging.getLogger().addHandler(handler)
