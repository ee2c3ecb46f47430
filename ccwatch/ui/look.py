"""The application's look: the tokens in its palette, changed with the system's scheme."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ccwatch.ui.theme import palette, style_sheet, tokens


def wear(application: QApplication) -> None:
    """Wear the tokens now, and again whenever the system turns light or dark."""
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(lambda _: _apply(application))
    _apply(application)


def _apply(application: QApplication) -> None:
    look = tokens()
    application.setPalette(palette(look))
    application.setStyleSheet(style_sheet(look))
