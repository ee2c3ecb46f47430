"""Wayland: redraws windows that stay black after a change of their screen's scale.

WORKAROUND: for a compositor without version 6 of wl_compositor (sway 1.7), Qt 6.11 enlarges a
window's buffer, but keeps its scale and repaints only what changes: docs/desktops.md.
"""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

SETTLE_MS = 400  # by then, a window that follows the scale has done so
_WITH_FRAME = (Qt.WindowType.Window, Qt.WindowType.Dialog)


class Rescaling(QObject):
    """Shows a stuck window again, which gives it a new surface; it keeps its contents."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._before: dict[QWidget, float] = {}
        self._known: dict[str, float] = {}
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self._settled)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._follow)
        for screen in QGuiApplication.screens():
            self._follow(screen)

    def _follow(self, screen: QScreen) -> None:
        self._known[screen.name()] = screen.devicePixelRatio()
        screen.geometryChanged.connect(self._changed)

    def _changed(self) -> None:
        """Note the ratios of windows whose screen has another ratio now, as before the change."""
        for window in shown_windows():
            screen = window.screen()
            if screen.devicePixelRatio() != self._known.get(screen.name()):
                self._before.setdefault(window, window.devicePixelRatio())
        self._known = {it.name(): it.devicePixelRatio() for it in QGuiApplication.screens()}
        self._settling.start()

    def _settled(self) -> None:
        """Show the windows again whose ratio is still the same."""
        before, self._before = self._before, {}
        show_again(it for it in shown_windows() if before.get(it) == it.devicePixelRatio())


def show_again(windows: Iterable[QWidget]) -> None:
    """Hide the windows and show them again, those in front last."""
    again = sorted(windows, key=_depth)
    for window in reversed(again):
        window.hide()
    for window in again:
        window.show()


def _depth(window: QWidget) -> int:
    parent = window.parentWidget()
    return 1 + _depth(parent.window()) if parent else 0


def shown_windows() -> Iterator[QWidget]:
    """Return the visible windows and dialogs."""
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible() and widget.windowType() in _WITH_FRAME:
            yield widget
