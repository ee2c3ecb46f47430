"""Applies the theme to palette and style sheet, and follows the system's colour scheme."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from ccwatch.ui.style.tokens import CHOSEN_SCHEME, palette, style_sheet, tokens
from ccwatch.ui.style.type_scale import forget_sizes, refit_widgets

# Qt's style for Windows 10 draws menus and checkboxes with the system's images, which are light
# whatever palette and style sheet say.
_ALWAYS_LIGHT = "windowsvista"
_FUSION, _FONT = "in_fusion", "fitted_font"


def wear(application: QApplication) -> None:
    """Apply the tokens now, and whenever the system's scheme or contrast changes."""
    # Only on Windows: style() creates the default style, which takes 1.6 MB.
    if sys.platform == "win32" and application.style().name() == _ALWAYS_LIGHT:
        application.setStyle("Fusion")
        application.setProperty(_FUSION, True)
    application.setProperty(_FONT, application.font().key())
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


def scale_text(application: QApplication, factor: float) -> None:
    """Enlarge the system's font by the desktop's factor, where Qt leaves that out."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if system.pointSizeF() > 0:
        system.setPointSizeF(system.pointSizeF() * factor)
    else:
        system.setPixelSize(round(system.pixelSize() * factor))
    if system.key() != application.font().key():
        application.setFont(system)
        follow_font(application)


def follow_font(application: QApplication) -> None:
    """Adapt all fonts and sizes to the system's font, if it has changed."""
    if application.property(_FONT) == application.font().key():
        return
    application.setProperty(_FONT, application.font().key())
    forget_sizes()
    _apply(application)
    refit_widgets()


def _apply(application: QApplication) -> None:
    look = tokens()
    application.setPalette(palette(look))
    # Qt's own style, used elsewhere, has dated scroll bars.
    native = sys.platform in ("win32", "darwin") and not application.property(_FUSION)
    application.setStyleSheet(style_sheet(look, native=native))
