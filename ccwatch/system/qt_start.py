"""What Qt gets when it starts; and reports why it cannot, where it would abort the process."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QtMsgType

from ccwatch.core.screen import SCREENS, WITHOUT_SCREEN

FAULT = 70
_LONGEST = 600
_NO_ANSWER = ("could not connect to display", "Failed to create wl_display")
REVERSE = "-reverse"  # https://doc.qt.io/qt-6/qguiapplication.html#supported-command-line-options
_NO_BRIDGE = "NO_AT_BRIDGE"


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


def qt_arguments() -> list[str]:
    """Return the arguments of this process that are meant for Qt."""
    return [argument for argument in sys.argv[1:] if argument == REVERSE]


@contextmanager
def one_accessible_application() -> Iterator[None]:
    """Keep GTK, which Qt loads for the theme of some desktops, from reporting an application too.

    Screen readers would list it as a second, empty one. Other programs are not to inherit this.
    """
    before = os.environ.get(_NO_BRIDGE)
    os.environ[_NO_BRIDGE] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_NO_BRIDGE]
        else:
            os.environ[_NO_BRIDGE] = before
