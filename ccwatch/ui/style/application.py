"""Applies the theme to palette and style sheet, and follows the system's colour scheme."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication, QStyleFactory

from ccwatch.ui.style.tokens import (
    CHOSEN_SCHEME,
    DESKTOP_SCHEME,
    palette,
    style_sheet,
    tokens,
    wants_contrast,
)
from ccwatch.ui.style.type_scale import forget_sizes, refit_widgets

if TYPE_CHECKING:  # the tray icon loads this before any bus
    from ccwatch.system.appearance import Appearance

# Qt's style for Windows 10 draws menus and checkboxes with the system's images, which are light
# whatever palette and style sheet say.
_ALWAYS_LIGHT = "windowsvista"
_QTS_STYLES, _FUSION = frozenset({"Windows", "Fusion"}), "fusion"
_NATIVE, _FONT, _ACCENT = "native_style", "fitted_font", "accent"
_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}


def wear(application: QApplication) -> None:
    """Apply the tokens now, and whenever the system's scheme or contrast changes."""
    if sys.platform == "win32" and application.style().name() == _ALWAYS_LIGHT:
        application.setStyle("Fusion")
    application.setProperty(_NATIVE, _has_systems_style(application))
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
    _tell_qt(application)
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


def follow_desktop(application: QApplication, desktop: "Appearance") -> None:
    """Follow what the desktop says itself, where it says anything; the user's choice prevails."""
    dark = {True: "dark", False: "light", None: None}[desktop.dark]
    accent = None if desktop.accent is None else QColor.fromRgbF(*desktop.accent)
    if (dark, accent) == tuple(map(application.property, (DESKTOP_SCHEME, _ACCENT))):
        return
    application.setProperty(DESKTOP_SCHEME, dark)
    application.setProperty(_ACCENT, accent)
    _tell_qt(application)
    _apply(application)


def _tell_qt(application: QApplication) -> None:
    """Have what Qt paints by itself follow, too."""
    chosen = application.property(CHOSEN_SCHEME)
    scheme = chosen if chosen in _SCHEMES else application.property(DESKTOP_SCHEME)
    wanted = _SCHEMES.get(scheme, Qt.ColorScheme.Unknown)
    QGuiApplication.styleHints().setColorScheme(wanted)


def _apply(application: QApplication) -> None:
    look = tokens()
    accent = application.property(_ACCENT)
    if accent is not None and not wants_contrast():
        from ccwatch.ui.style.accent import with_accent  # not every desktop has one

        look = with_accent(look, accent)
    application.setPalette(palette(look))
    native = bool(application.property(_NATIVE))
    application.setStyleSheet(style_sheet(look, native=native))


def _has_systems_style(application: QApplication) -> bool:
    """Return whether controls look as in the system's own programs, not in one of Qt's styles.

    On Linux, a desktop's style is there if Qt is the distribution's.
    """
    elsewhere = sys.platform not in ("win32", "darwin")
    if elsewhere and _QTS_STYLES.issuperset(QStyleFactory.keys()):
        return False  # without style(), which creates the style and takes 1.6 MB
    return application.style().name().casefold() != _FUSION
