"""Parts of the window: bands across it, and stacks without gaps."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ccwatch.core.language import tr
from ccwatch.ui.style.icon_button import IconButton
from ccwatch.ui.style.icons import Icon
from ccwatch.ui.style.tokens import tokens
from ccwatch.ui.style.type_scale import scaled


class Band(QWidget):
    """A horizontal band with its contents in a row."""

    def __init__(self, name: str, across: int, along: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(across, along, across, along)
        self.row.setSpacing(8)


class FoldingBand(Band):
    """A band of two groups, side by side or, if there is no room, one below the other."""

    def __init__(self, name: str, across: int, along: int) -> None:
        super().__init__(name, across, along)
        self.first, self.second = QHBoxLayout(), QHBoxLayout()
        for group in (self.first, self.second):
            group.setSpacing(8)
            self.row.addLayout(group)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        margins = self.row.contentsMargins()
        widest = max(group.minimumSize().width() for group in (self.first, self.second))
        width = margins.left() + widest + margins.right()
        return QSize(width, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        margins = self.row.contentsMargins()
        needed = sum(map(_needed, (self.first, self.second)))
        needed += margins.left() + self.row.spacing() + margins.right()
        way = QBoxLayout.Direction
        in_a_row = needed <= self.width()
        self.row.setDirection(way.LeftToRight if in_a_row else way.TopToBottom)
        self.row.setStretch(0, 1 if in_a_row else 0)


class BackBand(Band):
    """A band with the button back to the list, for a narrow window.

    wanted(): go back.
    """

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__("head", 12, 4)
        button = IconButton(tr("All jobs"), tr("Back to the list"), before=Icon.BACK)
        button.setObjectName("plain")
        button.clicked.connect(self.wanted)
        self.row.addWidget(button)
        self.row.addStretch()
        self.hide()


class SignedInDot(QWidget):
    """A dot beside the account's name; the text says the same."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(scaled(8), scaled(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens().finished)
        painter.drawEllipse(self.rect())


def _needed(group: QHBoxLayout) -> int:
    """Return the group's minimum width with unelided buttons."""
    least = group.minimumSize().width()
    for place in range(group.count()):
        item = group.itemAt(place)
        if item and isinstance(button := item.widget(), IconButton):
            least += button.sizeHint().width() - button.minimumSizeHint().width()
    return least


def stacked(*widgets: QWidget) -> QWidget:
    """Stack the widgets vertically, without gaps."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    return whole
