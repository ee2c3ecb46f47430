"""Windows: every top-level window gets WM_POWERBROADCAST.

https://learn.microsoft.com/windows/win32/power/wm-powerbroadcast
"""

from ctypes import wintypes

from PySide6.QtGui import QWindow

from ccwatch.system.wake.protocol import NoSignal, Woke
from ccwatch.system.window_messages import WindowMessages, hidden_window

WM_POWERBROADCAST = 0x0218
PBT_APMRESUMEAUTOMATIC = 0x0012


def is_resume(message: int, what: int) -> bool:
    """Return whether a window message says that the computer woke up.

    PBT_APMRESUMESUSPEND follows if a user is present, and would report the same wake-up twice.
    """
    return message == WM_POWERBROADCAST and what == PBT_APMRESUMEAUTOMATIC


class PowerBroadcast:
    """Watches the messages of its own window only, because all windows get the same ones."""

    name = "power broadcast"

    def __init__(self) -> None:
        self._messages = WindowMessages(self._handle)
        self._window: QWindow | None = None
        self._woke: Woke | None = None

    async def start(self, woke: Woke) -> None:
        """Call `woke` after each sleep; raises NoSignal without a running Qt application."""
        if not self._messages.start():
            raise NoSignal("there are no windows")
        self._woke = woke
        self._window = hidden_window()

    def close(self) -> None:
        """Stop watching."""
        self._messages.close()
        self._woke = self._window = None

    def _handle(self, message: wintypes.MSG) -> bool:
        ours = self._window is not None and message.hWnd == self._window.winId()
        if ours and self._woke and is_resume(message.message, message.wParam):
            self._woke()
        return False
