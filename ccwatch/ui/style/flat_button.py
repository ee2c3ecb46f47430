"""A button for a small action, without a frame until the pointer or the focus is on it."""

from PySide6.QtWidgets import QPushButton

from ccwatch.ui.style.tokens import font
from ccwatch.ui.style.type_scale import wear_font


def flat_button(text: str, spoken: str = "") -> QPushButton:
    """Return the button; `spoken` is what a screen reader says in place of its text."""
    button = QPushButton(text)
    button.setObjectName("flat")
    wear_font(button, font(12))
    button.setAutoDefault(False)  # Enter belongs to the field it is pressed in
    if spoken:
        button.setAccessibleName(spoken)
    return button
