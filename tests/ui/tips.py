"""What a person reads in a tooltip."""

from PySide6.QtGui import Qt, QTextDocument


def read(tooltip: str) -> str:
    """Return the text that Qt shows for the tooltip, without places to break its lines."""
    if not Qt.mightBeRichText(tooltip):
        return tooltip
    document = QTextDocument()
    document.setHtml(tooltip)
    return document.toPlainText().replace("\u200b", "")
