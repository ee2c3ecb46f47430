"""The one way to and from the clipboard."""

from PySide6.QtGui import QGuiApplication

from ccwatch.core.plain_text import printable


def to_clipboard(text: str) -> None:
    """Put the text on the clipboard, without what would steer a terminal it is pasted into."""
    QGuiApplication.clipboard().setText(printable(text))


def from_clipboard() -> str:
    """Return the text on the clipboard."""
    return QGuiApplication.clipboard().text()
