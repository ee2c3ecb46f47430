"""Reports why Qt cannot start and exits; by default Qt would abort the process."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QtMsgType

from ccwatch.core.screen import SCREENS, WITHOUT_SCREEN

FAULT = 70
_LONGEST = 600
_NO_ANSWER = ("could not connect to display", "Failed to create wl_display")


class QtStart:
    """Collects Qt's messages during start-up: the final, fatal one does not include the reason."""

    def __init__(self, complain: Callable[[str], None]) -> None:
        self._complain = complain
        self._said: list[str] = []

    def take(self, kind: QtMsgType, _: object, message: str | None) -> None:
        """Collect a message; on a fatal one exit, where Qt would raise SIGABRT."""
        if kind is not QtMsgType.QtFatalMsg:
            self._said.append(" ".join((message or "").split()))
            return
        self._complain(f"No window: {self.reason()}")
        os._exit(FAULT)

    def reason(self) -> str:
        """Return why there is no window, and what to do.

        The cause is an unreachable screen, or a missing library, or else Qt's own messages.
        """
        if any(said.startswith(_NO_ANSWER) for said in self._said):
            named = [f"{name}={os.environ[name]}" for name in SCREENS if os.environ.get(name)]
            why = f"The display does not answer, or denies access ({', '.join(named)})."
            return f"{why} {WITHOUT_SCREEN}"
        if sys.platform.startswith("linux"):
            from ccwatch.system.missing_libraries import plugin_fault  # seldom needed

            plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforms")
            if fault := plugin_fault(plugins, _wanted_plugins()):
                return " ".join(fault)
        said = "; ".join(dict.fromkeys(filter(None, self._said)))[:_LONGEST].rstrip(".")
        return f"Qt says: {said or 'nothing'}. {WITHOUT_SCREEN}"


def _wanted_plugins() -> list[str]:
    named = (os.environ.get("QT_QPA_PLATFORM") or "wayland;xcb").split(";")
    names = (name.partition(":")[0] for name in named)
    return [name for name in names if name.replace("-", "").isalnum()]  # not a path
