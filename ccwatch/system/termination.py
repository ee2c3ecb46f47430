"""The system's wish that the program ends (SIGTERM, SIGINT, SIGHUP), as a signal of Qt."""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_NAMES = ("SIGTERM", "SIGINT", "SIGHUP")


class TerminationSignals(QObject):
    """Emits terminate_requested() when the session, a shell or Ctrl-C asks the program to end.

    Python runs its handlers only between two of its own instructions, and Qt's loop rests in
    none: the interpreter writes each signal into a socket, which wakes that loop.
    """

    terminate_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._inner, self._outer = socket.socketpair()
        for end in (self._inner, self._outer):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._inner.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        self._wakeup_before = signal.set_wakeup_fd(self._outer.fileno(), warn_on_full_buffer=False)
        numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        self._before = {number: signal.signal(number, lambda *_: None) for number in numbers}

    def close(self) -> None:
        """Give the signals back to whoever had them."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        self._notifier.setEnabled(False)
        self._inner.close()
        self._outer.close()

    def _woken(self) -> None:
        if any(number in self._before for number in self._inner.recv(64)):
            self.terminate_requested.emit()
