"""Windows: every top-level window is told by WM_POWERBROADCAST; not run on Windows so far.

https://learn.microsoft.com/windows/win32/power/wm-powerbroadcast
"""

from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication

from ccwatch.system.wake.protocol import NoSignal, Woke

WM_POWERBROADCAST = 0x0218
PBT_APMRESUMEAUTOMATIC = 0x0012


def is_resume(message: int, what: int) -> bool:
    """Return whether a window's message says that the computer woke up.

    PBT_APMRESUMESUSPEND follows when a person is there, and would tell the same twice.
    """
    return message == WM_POWERBROADCAST and what == PBT_APMRESUMEAUTOMATIC


class PowerBroadcast(QAbstractNativeEventFilter):
    """Looks through the messages that Qt gets for its windows."""

    name = "power broadcast"

    def __init__(self) -> None:
        super().__init__()
        self._woke: Woke | None = None

    async def start(self, woke: Woke) -> None:
        """Call `woke` after each sleep; raises NoSignal where no Qt runs."""
        application = QCoreApplication.instance()
        if application is None:
            raise NoSignal("there are no windows")
        self._woke = woke
        application.installNativeEventFilter(self)

    def close(self) -> None:
        """Look no more."""
        if application := QCoreApplication.instance():
            application.removeNativeEventFilter(self)
        self._woke = None

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, at: int) -> Any:
        """Look at a message, and let Qt have it."""
        if bytes(kind) == b"windows_generic_MSG" and self._woke:  # type: ignore[arg-type]
            from ctypes import wintypes

            message = wintypes.MSG.from_address(int(at))
            if is_resume(message.message, message.wParam):
                self._woke()
        return False, 0
