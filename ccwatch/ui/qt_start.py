"""Qt that cannot start says why, and the process ends; by itself Qt would abort."""

import os
import sys

from PySide6.QtCore import QtMsgType

from ccwatch.core.screen import WITHOUT_SCREEN

FAULT = 70
_LONGEST = 600


class QtStart:
    """Takes Qt's messages while it starts: the last one, a fatal one, comes without a reason."""

    def __init__(self) -> None:
        self._said: list[str] = []

    def take(self, kind: QtMsgType, _: object, message: str | None) -> None:
        """Keep a message; a fatal one ends the process, as Qt would do by SIGABRT."""
        if kind is not QtMsgType.QtFatalMsg:
            self._said.append(" ".join((message or "").split()))
            return
        print(f"ccwatch: {self.reason()} {WITHOUT_SCREEN}", file=sys.stderr, flush=True)
        os._exit(FAULT)

    def reason(self) -> str:
        """Return why there is no window, in Qt's words."""
        said = "; ".join(dict.fromkeys(filter(None, self._said)))[:_LONGEST]
        return f"Qt cannot open a window here: {said or 'no reason given'}."
