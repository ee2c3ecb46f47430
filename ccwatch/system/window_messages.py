"""Windows: the messages of Qt's windows, and a window for those that go to all windows.

Windows sends some messages only to top-level windows, and a program that starts hidden has none.
"""

from collections.abc import Callable
from ctypes import wintypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from PySide6.QtGui import QWindow

# Returns whether the message has been handled, so that Qt does not see it.
Answered = Callable[[wintypes.MSG], bool]


class WindowMessages(QAbstractNativeEventFilter):
    """Passes each message to `look` before Qt handles it, from start to close."""

    def __init__(self, look: Answered) -> None:
        super().__init__()
        self._look = look

    def start(self) -> bool:
        """Start; return whether there is an application whose messages can be seen."""
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self)
        return application is not None

    def close(self) -> None:
        """Stop."""
        if application := QCoreApplication.instance():
            application.removeNativeEventFilter(self)

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, at: int) -> Any:
        """Pass the message on; one that is handled returns 0 to the system."""
        if bytes(kind) != b"windows_generic_MSG":  # type: ignore[arg-type]
            return False, 0
        return self._look(wintypes.MSG.from_address(int(at))), 0


def hidden_window() -> QWindow:
    """Return a native top-level window that is never shown."""
    window = QWindow()
    window.create()
    return window
