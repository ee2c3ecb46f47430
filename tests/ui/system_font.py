"""Sets the system's font, as a user does in the settings of the desktop."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication

from ccwatch.ui.style.application import follow_font

PERCENT = (100, 150, 200)


@contextmanager
def system_font(application: QApplication, percent: int) -> Iterator[None]:
    """Make the system's font larger, and put it back afterwards."""
    before = application.font()
    larger = application.font()
    larger.setPointSizeF(before.pointSizeF() * percent / 100)
    application.setFont(larger)
    follow_font(application)
    try:
        yield
    finally:
        application.setFont(before)
        follow_font(application)
