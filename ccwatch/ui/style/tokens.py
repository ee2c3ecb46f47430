"""The design tokens: colours of the light, dark and high-contrast themes, and their style sheet."""

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from ccwatch.core.glyph import Glyph
from ccwatch.resource_files import resource_path
from ccwatch.ui.style.type_scale import font as font
from ccwatch.ui.style.type_scale import scaled

CONTROL_RADIUS = 6
BAR_HEIGHT = 6
ROW_HEIGHT = 53
ROW_GLYPH = 34
CHOSEN_SCHEME, DESKTOP_SCHEME = "chosenScheme", "desktopScheme"
HIGH_CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by role; text has a contrast of at least 4.5 : 1, glyphs of 3 : 1.

    In high contrast, text and glyphs have 7 : 1, edges and tracks 3 : 1. The colours for finished,
    failed, active and attention are distinguishable with any type of colour vision.
    """

    window: QColor
    panel: QColor
    line: QColor
    track: QColor
    text: QColor
    secondary: QColor
    selection: QColor
    active: QColor
    finished: QColor
    failed: QColor
    attention: QColor
    idle: QColor
    on_active: QColor


def _tokens(*colours: str) -> Tokens:
    return Tokens(*map(QColor, colours))


LIGHT = _tokens(
    "#F6F7F9", "#FFFFFF", "#E3E6EB", "#E4E8EE", "#1B1F27", "#5D6778", "#EEF3FD",
    "#2463D6", "#0E7C66", "#9F1E10", "#A35F00", "#656C7A", "#FFFFFF",
)  # fmt: skip
DARK = _tokens(
    "#17191E", "#1F2229", "#31353F", "#363B46", "#ECEEF2", "#9AA3B2", "#263149",
    "#77A9FF", "#4CC9A7", "#F38969", "#F8B94C", "#9AA3AF", "#10131A",
)  # fmt: skip
LIGHT_CONTRAST = _tokens(
    "#FFFFFF", "#FFFFFF", "#5A5F6A", "#8A8F99", "#000000", "#3A3F47", "#E3EDFF",
    "#0B3FA8", "#00513F", "#630804", "#734309", "#3F4550", "#FFFFFF",
)  # fmt: skip
DARK_CONTRAST = _tokens(
    "#000000", "#000000", "#8C93A0", "#6B717C", "#FFFFFF", "#D5DAE2", "#0A2A5C",
    "#A9C9FF", "#6BE8C4", "#FFA98E", "#FFD97A", "#CDD3DC", "#000000",
)  # fmt: skip


def is_dark() -> bool:
    """Return whether the theme is dark, by the user's choice or else the system's.

    Not every platform of Qt knows or follows the desktop's scheme, so the desktop is asked, too.
    """
    application = QGuiApplication.instance()
    for name in (CHOSEN_SCHEME, DESKTOP_SCHEME):
        chosen = application.property(name) if application else None
        if chosen in ("light", "dark"):
            return bool(chosen == "dark")
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def wants_contrast() -> bool:
    """Return whether high contrast is on, by the user's choice or the system's."""
    application = QGuiApplication.instance()
    if application and application.property(CHOSEN_SCHEME) == HIGH_CONTRAST:
        return True
    hints = QGuiApplication.styleHints()  # keep a reference: PySide deletes accessibility() with it
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def tokens() -> Tokens:
    """Return the tokens for the current colour scheme and contrast."""
    if wants_contrast():
        return DARK_CONTRAST if is_dark() else LIGHT_CONTRAST
    return DARK if is_dark() else LIGHT


def glyph_colour(glyph: Glyph, look: Tokens) -> QColor:
    """Return the glyph's colour; its shape alone conveys the same."""
    match glyph:
        case Glyph.FINISHED:
            return look.finished
        case Glyph.FAILED:
            return look.failed
        case Glyph.STALLED | Glyph.SIGN_IN:
            return look.attention
        case Glyph.ACTIVE:
            return look.active
    return look.idle


def palette(look: Tokens) -> QPalette:
    """Return the palette that applies the tokens to Qt's own controls."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: look.window,
        QPalette.ColorRole.Base: look.panel,
        QPalette.ColorRole.AlternateBase: look.window,
        QPalette.ColorRole.Button: look.panel,
        QPalette.ColorRole.ToolTipBase: look.panel,
        QPalette.ColorRole.ToolTipText: look.text,
        QPalette.ColorRole.WindowText: look.text,
        QPalette.ColorRole.Text: look.text,
        QPalette.ColorRole.ButtonText: look.text,
        QPalette.ColorRole.PlaceholderText: look.secondary,
        QPalette.ColorRole.Highlight: look.active,
        QPalette.ColorRole.HighlightedText: look.on_active,
        QPalette.ColorRole.Accent: look.active,
        QPalette.ColorRole.Link: look.active,
        QPalette.ColorRole.Mid: look.line,
    }
    for role, colour in roles.items():
        made.setColor(role, colour)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, look.idle)
    return made


def style_sheet(look: Tokens, *, native: bool) -> str:
    """Return the styles that a palette cannot express: edges, corners and paddings.

    `native`: scroll bars and the like are the system's own and stay unstyled.
    """
    names = {field: getattr(look, field).name() for field in Tokens.__slots__}
    names["scroll"] = _mixed(look.line, look.idle, 0.5).name()
    names["failed_ground"] = _mixed(look.panel, look.failed, 0.1).name()
    names["ground"] = "light" if look.window.lightness() > 127 else "dark"
    names["begin"] = (
        "right" if QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft else "left"
    )
    names["tool"] = f"{scaled(20) - 3}px"  # Qt adds the rest
    names["pictures"] = resource_path("controls").as_posix()
    sheet = _STYLE if native else _STYLE + _NOT_NATIVE
    if look in (LIGHT_CONTRAST, DARK_CONTRAST):
        sheet = _STYLE + _NOT_NATIVE + _CONTRAST
    return _LENGTH.sub(lambda found: f"{scaled(int(found[1]))}px", sheet) % names


def _mixed(ground: QColor, other: QColor, share: float) -> QColor:
    """Return the ground with this share of the other colour."""
    pairs = zip(ground.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(int(a + (b - a) * share) for a, b in pairs))


_LENGTH = re.compile(r"\b([3-9]|\d\d+)px")  # thinner lines stay as they are
_STYLE = """
QMainWindow, QDialog { background: %(window)s; }
QWidget#bar, QWidget#details, QWidget#banner, QWidget#notes { background: %(panel)s; }
QWidget#page { background: %(panel)s; }
QWidget#bar { border-bottom: 1px solid %(line)s; }
QWidget#foot { border-top: 1px solid %(line)s; }
QWidget#head { border-bottom: 1px solid %(line)s; }
QWidget#banner { border-bottom: 1px solid %(line)s; }
QScrollArea#details { border: none; border-%(begin)s: 1px solid %(line)s; background: %(panel)s; }
QFrame#errors { background: %(failed_ground)s; border-radius: 8px; }
QListWidget#groups::item { padding: 7px 10px; border-radius: 6px; }
QListWidget#groups::item:selected { background: %(selection)s; color: %(text)s; }
QListView { background: %(panel)s; border: none; outline: none; }
QListWidget#groups { background: %(window)s; }
QPlainTextEdit, QLineEdit {
    background: %(window)s; border: 1px solid %(line)s; border-radius: 6px; padding: 5px 9px;
    selection-background-color: %(active)s; selection-color: %(on_active)s;
}
QPlainTextEdit:focus, QLineEdit:focus { border-color: %(active)s; }
QPushButton, QToolButton {
    background: %(panel)s; border: 1px solid %(line)s; border-radius: 6px; padding: 5px 12px;
}
QPushButton:hover, QToolButton:hover { background: %(selection)s; }
QPushButton:focus, QToolButton:focus { border-color: %(active)s; }
QPushButton[primary="true"] {
    background: %(active)s; color: %(on_active)s; border-color: %(active)s; font-weight: 600;
}
QPushButton:disabled { color: %(idle)s; }
QPushButton[primary="true"]:disabled {
    background: %(track)s; color: %(secondary)s; border-color: %(line)s;
}
QToolButton#plain, QPushButton#link {
    border: none; background: transparent; padding: 1px 4px; color: %(secondary)s;
}
QPushButton#link {
    color: %(active)s; text-decoration: underline; border: 1px solid transparent; padding: 0;
}
QPushButton#link:focus { border: 1px solid %(active)s; border-radius: 3px; }
QLabel#key {
    background: %(window)s; border: 1px solid %(track)s; border-bottom: 2px solid %(track)s;
    border-radius: 4px; padding: 1px 7px;
}
QToolButton::menu-indicator { image: none; }
QWidget#bar QPushButton, QWidget#bar QLineEdit { min-height: 20px; }
QWidget#bar QToolButton { min-height: %(tool)s; }
QFileDialog QToolButton { padding: 3px; }
QLabel[role="secondary"] { color: %(secondary)s; }
QLabel[role="failed"] { color: %(failed)s; }
"""
_NOT_NATIVE = """
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: %(scroll)s; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover { background: %(idle)s; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QComboBox, QSpinBox {
    background: %(window)s; border: 1px solid %(line)s; border-radius: 6px; padding: 0 9px;
    min-height: 28px; combobox-popup: 0;
}
QComboBox:focus, QSpinBox:focus { border-color: %(active)s; }
QComboBox:disabled, QSpinBox:disabled { color: %(idle)s; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow, QSpinBox::down-arrow { image: url("%(pictures)s/down-on-%(ground)s.svg"); }
QSpinBox::up-arrow { image: url("%(pictures)s/up-on-%(ground)s.svg"); }
QComboBox::down-arrow { width: 12px; height: 12px; }
QSpinBox::down-arrow, QSpinBox::up-arrow { width: 10px; height: 10px; }
QSpinBox::up-button, QSpinBox::down-button { border: none; background: transparent; width: 24px; }
QSpinBox::up-button { subcontrol-position: top right; margin-top: 2px; }
QSpinBox::down-button { subcontrol-position: bottom right; margin-bottom: 2px; }
QComboBox QAbstractItemView {
    background: %(panel)s; border: 1px solid %(line)s; padding: 4px; outline: none;
    selection-background-color: %(selection)s; selection-color: %(text)s;
}
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; color: %(text)s; }
QComboBox QAbstractItemView::item:selected { background: %(selection)s; border-radius: 4px; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator, QTreeView::indicator {
    width: 14px; height: 14px; border: 1px solid %(idle)s; border-radius: 4px;
    background: %(window)s;
}
QCheckBox::indicator:hover { border-color: %(active)s; }
QCheckBox::indicator:checked, QTreeView::indicator:checked {
    background: %(active)s; border-color: %(active)s;
    image: url("%(pictures)s/tick-on-%(ground)s.svg");
}
QCheckBox::indicator:disabled, QTreeView::indicator:disabled { border-color: %(line)s; }
QCheckBox::indicator:checked:disabled, QTreeView::indicator:checked:disabled {
    background: %(idle)s; border-color: %(idle)s;
}
QCheckBox::indicator:focus { width: 12px; height: 12px; border: 2px solid %(text)s; }
QTreeView {
    background: %(panel)s; border: 1px solid %(line)s; border-radius: 6px;
    selection-background-color: %(selection)s; selection-color: %(text)s;
}
QTreeView::item { padding: 0 4px; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
    background: transparent; color: %(secondary)s; border: none;
    border-bottom: 1px solid %(line)s; padding: 6px 7px;
}
QMenu::separator { height: 1px; background: %(line)s; margin: 4px 0; }
QProgressBar { border: none; border-radius: 2px; background: %(track)s; }
QProgressBar::chunk { border-radius: 2px; background: %(active)s; }
"""
_CONTRAST = """
QFrame#errors { border: 1px solid %(failed)s; }
QScrollBar:vertical { border-left: 1px solid %(line)s; }
QScrollBar:horizontal { border-top: 1px solid %(line)s; }
QPushButton:focus, QToolButton:focus, QPlainTextEdit:focus, QLineEdit:focus {
    border: 2px solid %(active)s;
}
"""
