"""A box that says why the program cannot start, where no terminal is there to say it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from ccwatch.core.errors import CcwatchError
from ccwatch.core.language import sentences
from ccwatch.core.plain_text import printable
from ccwatch.ui.style.tooltips import breakable


def fatal_box(error: CcwatchError) -> QMessageBox:
    """Return the box: what happened, and what to do."""
    box = QMessageBox(QMessageBox.Icon.Critical, "ccwatch", _shown(error.title))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(_shown(sentences(error.message, error.advice)))
    return box


def _shown(text: str) -> str:
    return breakable(printable(text))


def show_fatal(error: CcwatchError) -> None:
    """Show the box until it is closed."""
    fatal_box(error).exec()
