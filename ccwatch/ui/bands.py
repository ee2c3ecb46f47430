"""What the window is made of: strips across it, stacks without gaps, buttons with menus."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ccwatch.core.language import tr


class Band(QWidget):
    """A strip across the window with its contents in a row."""

    def __init__(self, name: str, across: int, along: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(across, along, across, along)
        self.row.setSpacing(8)


class BackBand(Band):
    """Leads back to the list, from what took its place in a narrow window.

    wanted(): go back.
    """

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__("head", 12, 4)
        button = QToolButton()
        button.setObjectName("plain")
        button.setText(tr("← All jobs"))
        button.setAccessibleName(tr("Back to the list"))
        button.clicked.connect(self.wanted)
        self.row.addWidget(button)
        self.row.addStretch()
        self.hide()


def menu_button(text: str, spoken: str) -> QToolButton:
    """Return a button that opens a menu at once; `spoken` is its name for those who hear it."""
    button = QToolButton()
    button.setText(text)
    button.setAccessibleName(spoken)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def stacked(*widgets: QWidget) -> QWidget:
    """Return the widgets one below the other, without gaps."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    return whole
