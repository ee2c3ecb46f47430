"""What is on the clipboard when the user comes to the window."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

LONGEST = 10_000


class ClipboardWatch(QObject):
    """Tells what was copied, each time that the user comes to the window.

    came(text). The clipboard itself is read once for each change, and in an active window only: on
    some systems another program has to hand its text over, which may take it a while.
    """

    came = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._changed = True
        self._text = ""
        window.installEventFilter(self)
        QGuiApplication.clipboard().dataChanged.connect(self._clipboard_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowActivate:
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
