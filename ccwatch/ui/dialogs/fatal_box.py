"""A message box for errors that prevent the start, for use without a terminal."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from ccwatch.core.errors import CcwatchError
from ccwatch.core.language import sentences
from ccwatch.core.plain_text import printable
from ccwatch.ui.style.tooltips import breakable


def fatal_box(error: CcwatchError) -> QMessageBox:
    """Return a box with the error's message and advice."""
    box = QMessageBox(QMessageBox.Icon.Critical, "ccwatch", _shown(error.title))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(_shown(sentences(error.message, error.advice)))
    return box


def _shown(text: str) -> str:
    return breakable(printable(text))


def show_fatal(error: CcwatchError) -> None:
    """Show the box and wait until it is closed."""
    fatal_box(error).exec()
