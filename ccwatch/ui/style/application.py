"""Applies the theme to palette and style sheet, and follows the system's colour scheme."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication

from ccwatch.ui.style.tokens import CHOSEN_SCHEME, palette, style_sheet, tokens, wants_contrast

# Qt's style for Windows 10 draws menus and checkboxes with the system's images, which are light
# whatever palette and style sheet say.
_ALWAYS_LIGHT = "windowsvista"
_FUSION = "in_fusion"
_ACCENT = "accent"


def wear(application: QApplication) -> None:
    """Apply the tokens now, and whenever the system's scheme or contrast changes."""
    # Only on Windows: style() creates the default style, which takes 1.6 MB.
    if sys.platform == "win32" and application.style().name() == _ALWAYS_LIGHT:
        application.setStyle("Fusion")
        application.setProperty(_FUSION, True)
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(lambda _: _apply(application))
    hints.accessibility().contrastPreferenceChanged.connect(lambda _: _apply(application))
    _apply(application)


def choose_scheme(application: QApplication, theme: str) -> None:
    """Follow the system's scheme, or the user's choice of "light", "dark" or "contrast".

    High contrast follows the system's light or dark scheme. Not every platform lets a program
    set the scheme, so the tokens use the choice itself.
    """
    application.setProperty(CHOSEN_SCHEME, theme)
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    QGuiApplication.styleHints().setColorScheme(schemes.get(theme, Qt.ColorScheme.Unknown))
    _apply(application)


def choose_accent(application: QApplication, accent: tuple[float, float, float] | None) -> None:
    """Give the controls the user's accent colour (sRGB, 0 to 1); None: the program's own."""
    colour = None if accent is None else QColor.fromRgbF(*accent)
    if colour != application.property(_ACCENT):
        application.setProperty(_ACCENT, colour)
        _apply(application)


def _apply(application: QApplication) -> None:
    look = tokens()
    accent = application.property(_ACCENT)
    if accent is not None and not wants_contrast():
        from ccwatch.ui.style.accent import with_accent  # not every desktop has one

        look = with_accent(look, accent)
    application.setPalette(palette(look))
    # Qt's own style, used elsewhere, has dated scroll bars.
    native = sys.platform in ("win32", "darwin") and not application.property(_FUSION)
    application.setStyleSheet(style_sheet(look, native=native))
