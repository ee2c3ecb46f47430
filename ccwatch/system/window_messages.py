"""Windows: the messages of Qt's windows, and a window for those that go to all windows.

Windows sends some messages to top-level windows alone, and a program that starts hidden has none.
"""

from collections.abc import Callable
from ctypes import wintypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from PySide6.QtGui import QWindow

# Returns whether the message is answered, so that Qt does not see it.
Answered = Callable[[wintypes.MSG], bool]


class WindowMessages(QAbstractNativeEventFilter):
    """Shows each message to `look` before Qt handles it, from start to close."""

    def __init__(self, look: Answered) -> None:
        super().__init__()
        self._look = look

    def start(self) -> bool:
        """Begin; return whether there is an application whose messages can be seen."""
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self)
        return application is not None

    def close(self) -> None:
        """Look no more."""
        if application := QCoreApplication.instance():
            application.removeNativeEventFilter(self)

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, at: int) -> Any:
        """Look at a message; the system gets 0 for one that is answered."""
        if bytes(kind) != b"windows_generic_MSG":  # type: ignore[arg-type]
            return False, 0
        return self._look(wintypes.MSG.from_address(int(at))), 0


def hidden_window() -> QWindow:
    """Return a top-level window of the system's own kind that is never shown."""
    window = QWindow()
    window.create()
    return window
