"""Wayland: redraws windows that stay black after a change of their screen's scale.

WORKAROUND: for a compositor without version 6 of wl_compositor (sway 1.7), Qt 6.11 enlarges a
window's buffer, but keeps its scale and repaints only what changes: docs/desktops.md.
"""

from collections.abc import Iterable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from ccwatch.ui.window.screen_changes import ScreenChanges, shown_windows


class Rescaling(ScreenChanges):
    """Shows a stuck window again, which gives it a new surface; it keeps its contents."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._before: dict[QWidget, float] = {}
        self._known: dict[str, float] = {}
        self._follow_screens()

    def _follow(self, screen: QScreen) -> None:
        self._known[screen.name()] = screen.devicePixelRatio()
        super()._follow(screen)

    def _changed(self) -> None:
        """Note the ratios of windows whose screen has another ratio now, as before the change."""
        for window in shown_windows():
            screen = window.screen()
            if screen.devicePixelRatio() != self._known.get(screen.name()):
                self._before.setdefault(window, window.devicePixelRatio())
        self._known = {it.name(): it.devicePixelRatio() for it in QGuiApplication.screens()}
        super()._changed()

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
