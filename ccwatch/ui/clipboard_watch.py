"""Watches for copied text and reports it when the user switches to the window."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

LONGEST = 10_000


class ClipboardWatch(QObject):
    """Reports the clipboard's text each time the window becomes active.

    came(text), and active() before it, with or without a text. The clipboard is read only once per
    change, and only while the window is active: on some systems another program has to supply the
    text, which can be slow.
    """

    came = Signal(str)
    active = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._changed = True
        self._text = ""
        window.installEventFilter(self)
        QGuiApplication.clipboard().dataChanged.connect(self._clipboard_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowActivate:
            self.active.emit()
            self._look()
        return False

    def _clipboard_changed(self) -> None:
        self._changed = True
        self._look()

    def _look(self) -> None:
        if not self._window.isActiveWindow():
            return
        if self._changed:
            self._changed = False
            clipboard = QGuiApplication.clipboard()
            text = "" if clipboard.ownsClipboard() else clipboard.text()
            self._text = text if len(text) <= LONGEST else ""
        if self._text:
            self.came.emit(self._text)
