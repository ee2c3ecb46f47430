"""The button in a field that empties it."""

from PySide6.QtWidgets import QLineEdit, QToolButton

from ccwatch.core.language import tr


def add_clear_button(field: QLineEdit) -> None:
    """Give the field Qt's button that empties it, with the name that Qt leaves out."""
    field.setClearButtonEnabled(True)
    for button in field.findChildren(QToolButton):
        button.setAccessibleName(tr("Clear"))
