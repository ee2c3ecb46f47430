"""The field that filters the list as you type."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ccwatch.core.language import tr
from ccwatch.ui.style.clear_button import add_clear_button
from ccwatch.ui.widget_keys import pressed


class FilterField(QLineEdit):
    """left(): the user pressed a key that moves the focus to the list."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(tr("Filter"))
        self.setAccessibleName(tr("Filter jobs"))
        add_clear_button(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if pressed(event, "clear"):
            self.clear()
            self.left.emit()
        elif pressed(event, "to list"):
            self.left.emit()
        else:
            super().keyPressEvent(event)
