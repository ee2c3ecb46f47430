"""The button that tests the connection, and the result of each layer."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from ccwatch.core.check import Check
from ccwatch.core.language import mark, tr
from ccwatch.core.plain_text import one_line
from ccwatch.ui.style.icons import Icon, paint_icon
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font, tokens
from ccwatch.ui.style.type_scale import FollowsFont, scaled

_SPOKEN = {
    True: mark("{layer}: works"),
    False: mark("{layer}: fails"),
    None: mark("{layer}: not tested"),
}

_ICONS = {True: Icon.TICK, False: Icon.CLOSE, None: Icon.DASH}
WIDEST_NAME = 200
ICON_SIZE = 11


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
            self._lines.addWidget(_Mark(check), row, 0, Qt.AlignmentFlag.AlignTop)
            for column, text in enumerate((check.name, one_line(check.words)), 1):
                label = TextLabel(text, font(12, bold=column == 1), most_lines=column < 2)
                label.setAlignment(Qt.AlignmentFlag.AlignTop)
                label.setProperty("role", "failed" if check.passed is False else "")
                self._lines.addWidget(label, row, column)
        self.fit_font()
        self._button.setText(tr("Test connection"))
        self._button.setEnabled(True)

    def fit_font(self) -> None:
        for row in range(self._lines.rowCount()):
            item = self._lines.itemAtPosition(row, 1)
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


class _Mark(QWidget):
    """Shows whether a layer works, beside the first line of its texts."""

    def __init__(self, check: Check) -> None:
        super().__init__()
        self._passed = check.passed
        self.setAccessibleName(tr(_SPOKEN[check.passed], layer=check.name))

    def sizeHint(self) -> QSize:
        return QSize(scaled(ICON_SIZE), self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        colour = {True: look.finished, False: look.failed, None: look.secondary}[self._passed]
        box = QRectF(0, 0, scaled(ICON_SIZE), scaled(ICON_SIZE))
        box.moveCenter(QRectF(self.rect()).center())
        paint_icon(QPainter(self), box, _ICONS[self._passed], colour, self.layoutDirection())
