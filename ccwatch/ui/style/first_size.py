"""The size of a window when it is first shown."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ccwatch.ui.style.type_scale import scaled

FRAME = QSize(16, 48)  # of a window manager, as far as known before the window is shown


def give_size(window: QWidget, width: int, height: int) -> None:
    """Give the window this size of the design, or the largest that its screen has room for."""
    window.resize(scaled(width), scaled(height))
    fit_screen(window)


def fit_screen(window: QWidget) -> None:
    """Make the window as small as its screen, if it is larger."""
    parent = window.parentWidget()
    screen = parent.screen() if parent else QGuiApplication.primaryScreen()
    if screen:
        window.resize(window.size().boundedTo(screen.availableSize() - FRAME))
