"""The text in an empty list: how to add jobs, or that the filter hides all of them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ccwatch.core.language import mark, tr
from ccwatch.ui.style.tokens import font, tokens

_TITLE = mark("No jobs yet")
_TEXT = mark(
    "Paste a job’s ID or link above, drop it here,\nor choose from your own jobs in the "
    "menu at the top right."
)
_NONE_FOUND = mark("No matching jobs")


def paint_empty(widget: QWidget, *, filtered: bool) -> None:
    """Paint the text in the middle of the widget."""
    look, painter = tokens(), QPainter(widget)
    middle = widget.rect().adjusted(24, 0, -24, 0)
    painter.setPen(look.text)
    painter.setFont(font(17, bold=True))
    above = middle.adjusted(0, 0, 0, -64)
    title = _NONE_FOUND if filtered else _TITLE
    painter.drawText(above, Qt.AlignmentFlag.AlignCenter, tr(title))
    if not filtered:
        painter.setPen(look.secondary)
        painter.setFont(font(13))
        painter.drawText(
            middle.adjusted(0, 24, 0, 0),
            Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
            tr(_TEXT),
        )
