"""The size of a window when it is first shown."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ccwatch.ui.style.type_scale import scaled

FRAME = QSize(16, 48)  # of a window manager, as far as known before the window is shown


def give_size(window: QWidget, width: int, height: int) -> None:
    """Give the window this size of the design, or the largest that its screen has room for."""
    parent = window.parentWidget()
    screen = parent.screen() if parent else QGuiApplication.primaryScreen()
    room = screen.availableSize() - FRAME if screen else QSize(scaled(width), scaled(height))
    window.resize(QSize(scaled(width), scaled(height)).boundedTo(room))
