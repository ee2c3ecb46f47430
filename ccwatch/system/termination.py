"""The system's requests to end the program, in all their forms, as one Qt signal."""

import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSocketNotifier, QTimer, Signal
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from ccwatch.system.session_end import SessionMessages

# SIGBREAK: Ctrl-Break, and on Windows closing the console.
_NAMES = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")


class Application(QApplication):
    """Emits terminate_requested() where Qt would otherwise end its loop before the cleanup.

    The macOS menu, Dock and sign-out, and the session managers of X11 and Wayland use this way.
    `was_requested` says whether a request came before anything was connected.
    """

    terminate_requested = Signal()
    was_requested = False

    def event(self, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.Quit:
            return super().event(event)
        self.was_requested = True
        self.terminate_requested.emit()
        return True


class TerminationSignals(QObject):
    """Emits terminate_requested() when the session, a shell or Ctrl-C asks the program to end.

    The request may be a signal, Qt's Quit, or the Windows message about the session's end. Python
    runs its signal handlers only between its own instructions, which Qt's idle loop does not
    execute: so the interpreter writes each signal into a socket, which wakes the loop.
    """

    terminate_requested = Signal()

    def __init__(self) -> None:
        import socket  # only after the tray icon is shown

        super().__init__()
        self._inner, self._outer = socket.socketpair()
        for end in (self._inner, self._outer):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._inner.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        self._wakeup_before = signal.set_wakeup_fd(self._outer.fileno(), warn_on_full_buffer=False)
        numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        self._before = {number: signal.signal(number, lambda *_: None) for number in numbers}
        self._session = _session_messages(self.terminate_requested.emit)
        application = QCoreApplication.instance()
        if isinstance(application, Application):
            application.terminate_requested.connect(self.terminate_requested)
            if application.was_requested:
                QTimer.singleShot(0, self, self.terminate_requested.emit)

    def close(self) -> None:
        """Restore the previous signal handlers."""
        if self._session:
            self._session.close()
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        self._notifier.setEnabled(False)
        self._inner.close()
        self._outer.close()

    def _woken(self) -> None:
        if any(number in self._before for number in self._inner.recv(64)):
            self.terminate_requested.emit()


def _session_messages(wish: Callable[[], object]) -> "SessionMessages | None":
    if sys.platform != "win32":
        return None
    from ccwatch.system.session_end import SessionMessages

    return SessionMessages(wish)
