"""Reports why Qt cannot start and exits; by default Qt would abort the process."""

import os
from collections.abc import Callable

from PySide6.QtCore import QtMsgType

from ccwatch.core.screen import WITHOUT_SCREEN

FAULT = 70
_LONGEST = 600
_NO_ANSWER = ("could not connect to display", "Failed to create wl_display")
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


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
        self._complain(f"No window: {self.reason()} {WITHOUT_SCREEN}")
        os._exit(FAULT)

    def reason(self) -> str:
        """Return why there is no window: an unreachable screen, or else Qt's own messages."""
        if any(said.startswith(_NO_ANSWER) for said in self._said):
            named = [f"{name}={os.environ[name]}" for name in _SCREENS if os.environ.get(name)]
            return f"The display does not answer, or denies access ({', '.join(named)})."
        said = "; ".join(dict.fromkeys(filter(None, self._said)))[:_LONGEST].rstrip(".")
        return f"Qt says: {said or 'nothing'}."
