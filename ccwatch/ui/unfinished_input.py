"""Whether the user is in the middle of something that would be lost with the windows."""

from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

# What is typed there narrows what is shown, and is no input.
SEARCHES = ("filter", "search")


def has_unfinished_input() -> bool:
    """Return whether a dialog or a menu is open, or a text was typed and not yet used."""
    return (
        QApplication.activePopupWidget() is not None
        or any(isinstance(it, QDialog) and it.isVisible() for it in QApplication.topLevelWidgets())
        or any(map(_is_unfinished, QApplication.allWidgets()))
    )


def _is_unfinished(field: QWidget) -> bool:
    """Return whether a field holds typed text; also in a hidden window, where it waits."""
    if not field.isVisibleTo(field.window()):
        return False
    match field:
        case QLineEdit() if field.isReadOnly():
            return False
        case QLineEdit() if field.objectName() in SEARCHES:
            return field.hasFocus() and bool(field.text())
        case QLineEdit() if field.hasFocus():  # the name of a job is a field while it is changed
            return bool(field.text()) or field.isModified()
        case QLineEdit():
            return bool(field.text()) and field.isModified()
        case QPlainTextEdit() | QTextEdit():
            return not field.isReadOnly() and bool(field.toPlainText().strip())
    return False
