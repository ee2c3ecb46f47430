"""What the job list shows while there are no jobs: how to add some, with buttons for it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ccwatch.core.language import tr
from ccwatch.ui.style.logo import Logo
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font

WIDTH = 400
BUTTON_WIDTH = 210


class EmptyList(QWidget):
    """A picture, a hint, and the ways to begin; `do` carries out a command by its ID."""

    def __init__(self, do: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("empty")
        middle = QWidget()
        middle.setMaximumWidth(WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 24)
        row.addStretch()
        row.addWidget(middle, 100)
        row.addStretch()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addStretch()
        column.addWidget(Logo(), 0, centre)
        column.addWidget(_centred(tr("No jobs yet"), size=17, bold=True))
        hint = tr("Paste a job’s ID or link above, or drop it here.")
        column.addWidget(_centred(hint, role="secondary"))
        column.addSpacing(4)
        for text, command in (
            (tr("My jobs…"), "my-jobs"),
            (tr("Paste from the clipboard"), "paste"),
            (tr("Try the demo"), "demo"),
        ):
            button = QPushButton(text)
            button.setMinimumWidth(BUTTON_WIDTH)
            button.setProperty("primary", command == "my-jobs")
            button.clicked.connect(lambda _=False, command=command: do(command))
            column.addWidget(button, 0, centre)
        column.addStretch()


def _centred(text: str, *, size: int = 13, bold: bool = False, role: str = "") -> TextLabel:
    label = TextLabel(text, font(size, bold=bold), role=role)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
