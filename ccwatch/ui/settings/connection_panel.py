"""The button that tests the connection, and the result of each layer."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from ccwatch.core.check import Check
from ccwatch.core.language import mark, tr
from ccwatch.core.plain_text import one_line
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font
from ccwatch.ui.style.type_scale import FollowsFont, scaled

_SPOKEN = {
    True: mark("{layer}: works"),
    False: mark("{layer}: fails"),
    None: mark("{layer}: not tested"),
}

WIDEST_NAME = 200


class ConnectionPanel(QWidget, FollowsFont):
    """wanted(): the button was pressed; `show_checks` shows the result and enables it again."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._button = QPushButton(tr("Test connection"))
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self._begin)
        self._lines = QGridLayout()
        self._lines.setColumnStretch(2, 1)
        self._lines.setHorizontalSpacing(10)
        self._lines.setVerticalSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._lines)

    def show_checks(self, checks: Iterable[Check]) -> None:
        """Show each layer's name, whether it works, and the findings."""
        self._clear()
        for row, check in enumerate(checks):
            texts = (check.symbol, check.name, one_line(check.words))
            for column, text in enumerate(texts):
                label = TextLabel(text, font(12, bold=column == 1), most_lines=column < 2)
                label.setAlignment(Qt.AlignmentFlag.AlignTop)
                label.setProperty("role", "failed" if check.passed is False else "")
                self._lines.addWidget(label, row, column)
            spoken = self._lines.itemAtPosition(row, 0)
            if spoken and (shape := spoken.widget()):
                shape.setAccessibleName(tr(_SPOKEN[check.passed], layer=check.name))
        self.fit_font()
        self._button.setText(tr("Test connection"))
        self._button.setEnabled(True)

    def fit_font(self) -> None:
        for row in range(self._lines.rowCount()):
            for column in (0, 1):
                item = self._lines.itemAtPosition(row, column)
                if item and (label := item.widget()):
                    label.setMinimumWidth(min(label.sizeHint().width(), scaled(WIDEST_NAME)))

    def _begin(self) -> None:
        self._clear()
        self._button.setText(tr("Testing…"))
        self._button.setEnabled(False)
        self.wanted.emit()

    def _clear(self) -> None:
        while item := self._lines.takeAt(0):
            if label := item.widget():
                label.deleteLater()
