"""A page that scrolls only vertically."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea


class ScrollPage(QScrollArea):
    """As wide as its place, but never narrower than its contents need."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        if inside := self.widget():
            bar = self.verticalScrollBar().sizeHint().width()
            hint.setWidth(inside.minimumSizeHint().width() + bar)
        return hint
