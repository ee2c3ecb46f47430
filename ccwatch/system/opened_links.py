"""ccwatch links opened by macOS, which arrive as events, not as arguments.

https://doc.qt.io/qt-6/qfileopenevent.html; not run on macOS so far.
"""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent


class OpenedLinks(QObject):
    """Emits opened(link); links that arrive before `listen` are kept."""

    opened = Signal(str)

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._early: list[str] = []
        self.opened.connect(self._early.append)
        application.installEventFilter(self)

    def listen(self, hear: Callable[[str], object]) -> None:
        """Call `hear` for each link, including those received so far."""
        self.opened.disconnect(self._early.append)
        self.opened.connect(hear)
        for link in self._early:
            hear(link)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self.opened.emit(event.url().toString())
            return True
        return False
