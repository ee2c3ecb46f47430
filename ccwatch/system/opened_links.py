"""Links of ours that macOS has the program open: they come as events, not as arguments.

https://doc.qt.io/qt-6/qfileopenevent.html; not run on macOS so far.
"""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent


class OpenedLinks(QObject):
    """Emits opened(link); what comes before somebody listens is kept."""

    opened = Signal(str)

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._early: list[str] = []
        self.opened.connect(self._early.append)
        application.installEventFilter(self)

    def listen(self, hear: Callable[[str], object]) -> None:
        """Hear of each link from now on, and of those so far."""
        self.opened.disconnect(self._early.append)
        self.opened.connect(hear)
        for link in self._early:
            hear(link)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self.opened.emit(event.url().toString())
            return True
        return False
