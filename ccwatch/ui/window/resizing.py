"""X11: windows keep their size when the desktop's resolution changes, and are not cut.

WORKAROUND: Qt 6.11 keeps a window's size in pixels, and does not tell its widget that these are
fewer or more units now: docs/desktops.md.
"""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from ccwatch.ui.window.geometry import fitted
from ccwatch.ui.window.screen_changes import ScreenChanges, shown_windows

_FILLING = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen


class Resizing(ScreenChanges):
    """Gives each window the size that its widget has, as far as the screen allows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._follow_screens()

    def _settled(self) -> None:
        for window in shown_windows():
            if (handle := window.windowHandle()) and handle.size() != window.size():
                _keep_size(window)


def _keep_size(window: QWidget) -> None:
    state = window.windowState()
    window.setWindowState(state & ~_FILLING)
    size = window.size()
    border = window.frameGeometry().size() - size
    place = fitted(window.frameGeometry(), [window.screen().availableGeometry()])
    wanted = (place.size() - border).expandedTo(window.minimumSizeHint())
    # The widget compares with its own size, the handle with that of its pixels.
    window.windowHandle().resize(wanted)
    window.resize(wanted)
    window.move(place.topLeft())
    window.setWindowState(state)
