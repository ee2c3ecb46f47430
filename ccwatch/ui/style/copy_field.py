"""A read-only, selectable text with a Copy button."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from ccwatch.core.language import tr
from ccwatch.core.plain_text import plain_line
from ccwatch.ui.clipboard import to_clipboard
from ccwatch.ui.style.type_scale import FollowsFont, scaled

COPIED_MS = 1500


class CopyField(QWidget, FollowsFont):
    """A read-only line with a Copy button; `what` is its accessible name."""

    def __init__(self, text: str, what: str) -> None:
        super().__init__()
        self._field = QLineEdit(plain_line(text))
        self._field.setReadOnly(True)
        self._field.setAccessibleName(what)
        self._field.setCursorPosition(0)
        self._button = QPushButton(tr("Copy"))
        self._button.setAutoDefault(False)
        self._button.setAccessibleName(tr("Copy {what}", what=what))
        self.fit_font()
        self._button.clicked.connect(self.copy)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(COPIED_MS)
        self._back.timeout.connect(lambda: self._button.setText(tr("Copy")))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._field, 1)
        row.addWidget(self._button)

    def fit_font(self) -> None:
        metrics = self._button.fontMetrics()
        widest = max(map(metrics.horizontalAdvance, (tr("Copy"), tr("Copied"))))
        self._button.setFixedWidth(widest + scaled(40))

    def text(self) -> str:
        return self._field.text()

    def show_text(self, text: str) -> None:
        self._field.setText(plain_line(text))
        self._field.setCursorPosition(0)

    def copy(self) -> None:
        """Copy the text, and confirm it briefly on the button."""
        to_clipboard(self._field.text())
        self._button.setText(tr("Copied"))
        self._back.start()
