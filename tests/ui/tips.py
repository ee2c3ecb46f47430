"""The visible text of a tooltip."""

from PySide6.QtGui import Qt, QTextDocument


def read(tooltip: str) -> str:
    """Return the text Qt shows for the tooltip, without line-break opportunities."""
    if not Qt.mightBeRichText(tooltip):
        return tooltip
    document = QTextDocument()
    document.setHtml(tooltip)
    return document.toPlainText().replace("\u200b", "")
