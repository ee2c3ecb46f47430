"""Brings a window to the front, or marks it where the desktop keeps it behind."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

ALERT_MS = 500  # after that, a window that may come to the front is there


def bring_forward(window: QWidget) -> None:
    """Show the window and raise it to the front; if it stays behind, ask for attention.

    The desktop decides: X11's window managers and Wayland's compositors keep a window behind that
    the user did not ask for, and may show it as urgent.
    """
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    QTimer.singleShot(ALERT_MS, window, lambda: _ask_for_attention(window))


def _ask_for_attention(window: QWidget) -> None:
    if window.isVisible() and QGuiApplication.focusWindow() is None:
        QApplication.alert(window)
