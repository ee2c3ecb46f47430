"""Windows: the session's end is a message, and the process may be killed after answering it.

https://learn.microsoft.com/windows/win32/shutdown/wm-endsession
"""

from collections.abc import Callable
from ctypes import wintypes

from PySide6.QtCore import QEventLoop, QTimer

from ccwatch.system.window_messages import WindowMessages, hidden_window

WM_ENDSESSION = 0x0016
# After five seconds Windows considers a program hung, and offers to end the session without it.
PATIENCE_MS = 4000


class SessionMessages:
    """Ends the program while WM_ENDSESSION is handled; a cancelled shutdown is ignored.

    `wish` starts the shutdown; the end of Qt's event loop ends the wait here. WM_QUERYENDSESSION is
    left to Qt, which agrees.
    """

    def __init__(self, wish: Callable[[], object]) -> None:
        self._wish = wish
        self._ending = False
        self._window = hidden_window()
        self._messages = WindowMessages(self._handle)
        self._messages.start()

    def close(self) -> None:
        """Stop handling the messages."""
        self._messages.close()

    def _handle(self, message: wintypes.MSG) -> bool:
        if message.message != WM_ENDSESSION or not message.wParam:
            return False
        if not self._ending:  # every window gets the message
            self._ending = True
            self._wish()
            waiting = QEventLoop()
            QTimer.singleShot(PATIENCE_MS, waiting.quit)
            waiting.exec()
        return True
