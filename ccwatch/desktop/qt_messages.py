"""Qt that cannot start says why, and the process ends; by itself Qt would abort."""

import os
from collections.abc import Callable

from PySide6.QtCore import QtMsgType

from ccwatch.core.screen import WITHOUT_SCREEN

FAULT = 70
_LONGEST = 600
_NO_ANSWER = ("could not connect to display", "Failed to create wl_display")
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


class QtStart:
    """Takes Qt's messages while it starts: the fatal one, the last, comes without a reason."""

    def __init__(self, complain: Callable[[str], None]) -> None:
        self._complain = complain
        self._said: list[str] = []

    def take(self, kind: QtMsgType, _: object, message: str | None) -> None:
        """Keep a message; a fatal one ends the process, which Qt would do by SIGABRT."""
        if kind is not QtMsgType.QtFatalMsg:
            self._said.append(" ".join((message or "").split()))
            return
        self._complain(f"No window: {self.reason()} {WITHOUT_SCREEN}")
        os._exit(FAULT)

    def reason(self) -> str:
        """Return why there is no window: the screen that does not answer, else Qt's own words."""
        if any(said.startswith(_NO_ANSWER) for said in self._said):
            named = [f"{name}={os.environ[name]}" for name in _SCREENS if os.environ.get(name)]
            return f"The screen does not answer, or does not let you in ({', '.join(named)})."
        said = "; ".join(dict.fromkeys(filter(None, self._said)))[:_LONGEST].rstrip(".")
        return f"Qt says: {said or 'nothing'}."
