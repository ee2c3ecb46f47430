"""The size of a window when it is first shown."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

FRAME = QSize(16, 48)  # of a window manager, as far as known before the window is shown


def give_size(window: QWidget, width: int, height: int) -> None:
    """Give the window this size in logical pixels, or the largest that its screen has room for."""
    parent = window.parentWidget()
    screen = parent.screen() if parent else QGuiApplication.primaryScreen()
    room = screen.availableSize() - FRAME if screen else QSize(width, height)
    window.resize(QSize(width, height).boundedTo(room))
