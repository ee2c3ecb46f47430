"""A button that looks like a link."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ccwatch.ui.style.tokens import font
from ccwatch.ui.style.type_scale import wear_font


def link_button(text: str, spoken: str = "") -> QPushButton:
    """Return the button; `spoken` is what a screen reader says in place of its text."""
    button = QPushButton(text)
    button.setObjectName("link")
    wear_font(button, font(12))
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAutoDefault(False)  # Enter belongs to the field it is pressed in
    if spoken:
        button.setAccessibleName(spoken)
    return button
