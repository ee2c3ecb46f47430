"""Changes of the screens that windows do not follow by themselves."""

from abc import abstractmethod
from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

SETTLE_MS = 400  # by then, a window that follows the change has done so
_WITH_FRAME = (Qt.WindowType.Window, Qt.WindowType.Dialog)


class ScreenChanges(QObject):
    """Corrects windows some time after the last change of a screen."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self._settled)

    def _follow_screens(self) -> None:
        """Follow all screens, also those that are added later."""
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._follow)
        for screen in QGuiApplication.screens():
            self._follow(screen)

    def _follow(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._changed)

    def _changed(self) -> None:
        self._settling.start()

    @abstractmethod
    def _settled(self) -> None:
        """Correct the windows that did not follow."""


def shown_windows() -> Iterator[QWidget]:
    """Return the visible windows and dialogs."""
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible() and widget.windowType() in _WITH_FRAME:
            yield widget
