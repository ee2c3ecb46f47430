"""The message bar under the toolbar."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ccwatch.core.language import tr
from ccwatch.ui.style.flat_button import flat_button
from ccwatch.ui.style.icon_button import IconButton
from ccwatch.ui.style.icons import Icon
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font

MOST_LINES = 3


class MessageBar(QWidget):
    """A message with a close button and at most one action."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notes")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = TextLabel("", font(13), most_lines=MOST_LINES)
        self._button = flat_button("")
        self._act: Callable[[], None] | None = None
        self._button.clicked.connect(self.take_offer)
        self._dismiss = IconButton("", tr("Dismiss"), before=Icon.CLOSE)
        self._dismiss.setObjectName("plain")
        self._dismiss.clicked.connect(self.hide)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._dismiss)
        self.hide()

    def say(
        self,
        text: str,
        label: str = "",
        act: Callable[[], None] | None = None,
        for_ms: int = 0,
    ) -> None:
        """Show the text until closed, or for `for_ms`; a `label` adds a button that calls `act`."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self._button.setText(label)
        self._button.setVisible(bool(label))
        self._act = act
        self._timer.stop()
        if for_ms:
            self._timer.start(for_ms)
        self.show()

    def take_offer(self) -> None:
        """Trigger the action, if there is one."""
        if self.isVisible() and self._act:
            self.hide()
            self._act()
