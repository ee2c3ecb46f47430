"""Access to the clipboard; all other code goes through here."""

from PySide6.QtGui import QGuiApplication

from ccwatch.core.plain_text import printable


def to_clipboard(text: str) -> None:
    """Copy the text, without characters that would control a terminal it is pasted into."""
    QGuiApplication.clipboard().setText(printable(text))


def from_clipboard() -> str:
    """Return the text on the clipboard."""
    return QGuiApplication.clipboard().text()
