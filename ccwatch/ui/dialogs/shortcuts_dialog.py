"""The page of all shortcuts, generated from the tables that define them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ccwatch.core.language import tr
from ccwatch.ui.style.first_size import give_size
from ccwatch.ui.style.scroll_page import ScrollPage
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font
from ccwatch.ui.style.type_scale import scaled, wear_font
from ccwatch.ui.widget_keys import page

_KEYS_WIDTH = 190


class ShortcutsDialog(QDialog):
    """Lists the shortcuts, grouped by where they work."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        give_size(self, 540, 640)
        body = QWidget()
        body.setObjectName("page")
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(6)
        for title, shortcuts in page():
            column.addWidget(_heading(title))
            column.addLayout(_grid(shortcuts))
            column.addSpacing(10)
        column.addStretch()
        area = ScrollPage()
        area.setAccessibleName(tr("Keyboard shortcuts"))
        area.setWidget(body)
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.accept)
        foot = QWidget()
        foot.setObjectName("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 12, 16, 12)
        row.addStretch()
        row.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addWidget(foot)
        area.setFocus()


def _grid(shortcuts: list[tuple[str, list[str]]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, scaled(_KEYS_WIDTH))
    grid.setColumnStretch(1, 1)
    for number, (label, keys) in enumerate(shortcuts):
        caps = QHBoxLayout()
        caps.setSpacing(4)
        for key in keys:
            cap = QLabel(key)
            cap.setObjectName("key")
            wear_font(cap, font(12))
            caps.addWidget(cap)
        caps.addStretch()
        grid.addLayout(caps, number, 0, Qt.AlignmentFlag.AlignTop)
        said = TextLabel(label)
        said.setAccessibleName(f"{label}: {', '.join(keys)}")
        grid.addWidget(said, number, 1)
    return grid


def _heading(text: str) -> TextLabel:
    return TextLabel(text, font(13, bold=True))
