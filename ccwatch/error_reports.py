"""Uncaught errors: logged and reported, without secrets.

One hook serves Python's main thread, its other threads, destructors, and asyncio; errors in Qt
slots reach the first of these. A crash below Python leaves the stacks of all threads in a file,
which the next start finds.
"""

import faulthandler
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from ccwatch import __version__
from ccwatch.core.errors import FilesReplaced
from ccwatch.core.language import tr
from ccwatch.core.plain_text import printable

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

LONGEST_REPORT = 20_000
_HOMES = ("HOME", "USERPROFILE")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """The error in one line, and a full report for the developers."""

    title: str
    text: str


Tell = Callable[[ErrorReport], None]


class ErrorReporter:
    """Catches uncaught errors, and reports each kind once, from any thread."""

    def __init__(self) -> None:
        self._tell: Tell | None = None
        self._pending: list[ErrorReport] = []
        self._known: set[str] = set()
        self._crashes: IO[str] | None = None

    def catch_all(self) -> None:
        """Install the hooks for uncaught errors."""
        sys.excepthook = self._uncaught
        sys.unraisablehook = self._unraisable
        threading.excepthook = self._uncaught_in_thread

    def catch_crashes(self, path: Path) -> None:
        """Have a crash write its stacks to this file; report the previous crash, if any."""
        with suppress(OSError):
            left = path.read_text("utf-8", "replace") if path.exists() else ""
            if left.strip():
                self.happened(tr("ccwatch closed unexpectedly last time."), left)
            self._crashes = path.open("w", encoding="utf-8")
            faulthandler.enable(self._crashes)

    def in_loop(self, loop: "AbstractEventLoop", context: dict[str, Any]) -> None:
        """Handle an error in a callback or in a task that is never awaited."""
        error = context.get("exception")
        if isinstance(error, BaseException):
            self.caught(error)
        else:
            _log.error("%s", context.get("message"))

    def caught(self, error: BaseException) -> None:
        """Report an error that was caught but cannot be handled."""
        if isinstance(error, FilesReplaced):  # not a fault: the program restarts itself
            _log.info("%s", error)
            return
        _log.critical("an uncaught error", exc_info=error)
        place = traceback.extract_tb(error.__traceback__)[-1:]
        name = type(error).__name__
        self._once(
            f"{name} {[(frame.filename, frame.lineno) for frame in place]}",
            ErrorReport(
                tr("Something went wrong ({error}). ccwatch keeps running.", error=name),
                report_of("".join(traceback.format_exception(error))),
            ),
        )

    def happened(self, title: str, details: str) -> None:
        """Report a fault that is not a Python exception."""
        _log.error("%s\n%s", title, details)
        self._once(title, ErrorReport(title, report_of(details)))

    def listen(self, tell: Tell) -> None:
        """Pass reports on from now on, including those from before this call."""
        self._tell = tell
        pending, self._pending = self._pending, []
        for report in pending:
            tell(report)

    def close(self) -> None:
        """Stop reporting: the program is ending."""
        self._tell = None
        if self._crashes:
            faulthandler.disable()
            self._crashes.close()
            self._crashes = None

    def _once(self, key: str, report: ErrorReport) -> None:
        if key in self._known:
            return
        self._known.add(key)
        if self._tell is None:
            self._pending.append(report)
        else:
            self._tell(report)

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.caught(error)

    def _uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            self.caught(args.exc_value)

    def _unraisable(self, args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            self.caught(args.exc_value)


def report_of(details: str) -> str:
    """Return a shareable report: versions, system and details, without secrets and names."""
    import platform  # only when there is something to report

    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    head = f"ccwatch {__version__}, Python {platform.python_version()}, {system}"
    from ccwatch.core.redaction import redacted  # only when there is something to report

    text = printable(redacted(f"{head}\n\n{details.strip()}"))
    return without_home(text)[:LONGEST_REPORT]


def without_home(text: str) -> str:
    """Return the text with the home folder as "~", and without the user name in paths."""
    from ccwatch.core import home_paths  # only when there is something to report

    try:
        home = Path.home()
    except RuntimeError:
        return text
    homes = {str(home), *(os.environ.get(name, "") for name in _HOMES)}
    with suppress(OSError, RuntimeError):
        homes.add(str(home.resolve()))
    return home_paths.without_home(text, homes, home.name)
