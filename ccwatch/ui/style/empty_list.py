"""The text in an empty list: a title, and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ccwatch.ui.style.tokens import font, tokens

_FLAGS = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


def paint_empty(widget: QWidget, title: str, text: str = "") -> None:
    """Paint the text in the middle of the widget."""
    look, painter = tokens(), QPainter(widget)
    middle = widget.rect().adjusted(24, 0, -24, 0)
    painter.setPen(look.text)
    painter.setFont(font(17, bold=True))
    painter.drawText(middle.adjusted(0, 0, 0, -64), _FLAGS, title)
    painter.setPen(look.secondary)
    painter.setFont(font(13))
    painter.drawText(middle.adjusted(0, 24, 0, 0), _FLAGS, text)
