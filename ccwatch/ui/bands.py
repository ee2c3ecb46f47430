"""What the window is made of: strips across it, stacks without gaps, buttons with menus."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ccwatch.core.language import tr
from ccwatch.ui.theme import tokens


class Band(QWidget):
    """A strip across the window with its contents in a row."""

    def __init__(self, name: str, across: int, along: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(across, along, across, along)
        self.row.setSpacing(8)


class FoldingBand(Band):
    """A strip with two groups in a row; one below the other where there is no room for that."""

    def __init__(self, name: str, across: int, along: int) -> None:
        super().__init__(name, across, along)
        self.first, self.second = QHBoxLayout(), QHBoxLayout()
        for group in (self.first, self.second):
            group.setSpacing(8)
            self.row.addLayout(group)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        margins = self.row.contentsMargins()
        needed = sum(group.minimumSize().width() for group in (self.first, self.second))
        needed += margins.left() + self.row.spacing() + margins.right()
        way = QBoxLayout.Direction
        in_a_row = needed <= self.width()
        self.row.setDirection(way.LeftToRight if in_a_row else way.TopToBottom)
        self.row.setStretch(0, 1 if in_a_row else 0)


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


class SignedInDot(QWidget):
    """A dot beside the account's name; the words say the same."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(8, 8)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens().finished)
        painter.drawEllipse(self.rect())


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
