"""The application's look: the tokens in its palette, changed with the system's scheme."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ccwatch.ui.style.tokens import CHOSEN_SCHEME, palette, style_sheet, tokens

# Qt's style for Windows 10 paints menus and boxes with the system's pictures, which are light
# whatever the palette and the sheet say.
_ALWAYS_LIGHT = "windowsvista"
_FUSION = "in_fusion"


def wear(application: QApplication) -> None:
    """Wear the tokens now, and again whenever the system's scheme or contrast changes."""
    # Asked elsewhere, it would be made for nothing: 1.6 MB.
    if sys.platform == "win32" and application.style().name() == _ALWAYS_LIGHT:
        application.setStyle("Fusion")
        application.setProperty(_FUSION, True)
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(lambda _: _apply(application))
    hints.accessibility().contrastPreferenceChanged.connect(lambda _: _apply(application))
    _apply(application)


def choose_scheme(application: QApplication, theme: str) -> None:
    """Follow the system's scheme, or the user's choice of "light", "dark" or "contrast".

    High contrast is light or dark as the system is.
    Not every platform lets a program choose, so the tokens go by the choice itself.
    """
    application.setProperty(CHOSEN_SCHEME, theme)
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    QGuiApplication.styleHints().setColorScheme(schemes.get(theme, Qt.ColorScheme.Unknown))
    _apply(application)


def _apply(application: QApplication) -> None:
    look = tokens()
    application.setPalette(palette(look))
    # Elsewhere Qt brings its own style, which has the scroll bars of another age.
    native = sys.platform in ("win32", "darwin") and not application.property(_FUSION)
    application.setStyleSheet(style_sheet(look, native=native))
