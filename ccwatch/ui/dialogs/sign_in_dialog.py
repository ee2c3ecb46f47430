"""The dialog shown while a sign-in takes place in the browser."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ccwatch.core.errors import CcwatchError
from ccwatch.core.language import mark, tr
from ccwatch.core.plain_text import one_line
from ccwatch.ui.style.copy_field import CopyField
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font
from ccwatch.ui.style.type_scale import Face, FollowsFont, scaled

_WAITING = mark(
    "Your browser should have opened. Sign in there; ccwatch is waiting.\n\nIf it did "
    "not open, or to use another browser or profile, open this URL there. If it shows an "
    "error, check the client ID and the registered redirect URIs."
)
_NARROWEST = 460
_PREPARING = mark("Asking the sign-in service where to sign in…")


class SignInDialog(QDialog, FollowsFont):
    """Shows that the sign-in is waiting for the browser, or why it failed.

    browser_wanted(address): open the browser (again); again_wanted(): restart the sign-in;
    cancel_wanted(): the user cancelled it.
    """

    browser_wanted = Signal(str)
    again_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Sign in"))
        self._waits = False
        self._title = _words(font(15, bold=True))
        self._text = _words(font(13))
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(tr("Signing in"))
        self._busy.setFixedHeight(4)
        self._address = CopyField("", tr("sign-in URL"))
        self._open = _button(tr("Open again"), self._open_again)
        self._again = _button(tr("Try again"), self._try_again, primary=True)
        self._close = _button(tr("Cancel"), self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._open)
        buttons.addStretch()
        buttons.addWidget(self._close)
        buttons.addWidget(self._again)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        for widget in (self._title, self._busy, self._text, self._address):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addLayout(buttons)
        self.show_preparing()

    def show_preparing(self) -> None:
        """Show that the sign-in is starting; there is no address yet."""
        self._show(tr("Signing in"), tr(_PREPARING), waits=True)

    def show_waiting(self, address: str) -> None:
        """Show that the sign-in waits for the browser, which was sent to this address."""
        self._address.show_text(address)
        self._show(tr("Signing in"), tr(_WAITING), waits=True, address=True)

    def show_failed(self, error: CcwatchError) -> None:
        """Show the error and its advice."""
        advice = f"\n\n{one_line(error.advice)}" if error.advice else ""
        self._show(one_line(error.title), f"{one_line(error.message)}{advice}", waits=False)
        self._again.setFocus()

    def finish(self) -> None:
        """Close without cancelling."""
        self._waits = False
        self.accept()

    def reject(self) -> None:
        """Close; cancels the sign-in if it is still waiting."""
        if self._waits:
            self._waits = False
            self.cancel_wanted.emit()
        super().reject()

    def _show(self, title: str, text: str, *, waits: bool, address: bool = False) -> None:
        self._waits = waits
        self._title.setText(title)
        self._text.setText(text)
        self._busy.setVisible(waits)
        self._again.setVisible(not waits)
        for part in (self._address, self._open):
            part.setVisible(address)
        self._close.setText(tr("Cancel") if waits else tr("Close"))
        self.setAccessibleDescription(text)
        self._fit()

    def fit_font(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """Make room for all lines of the text: Qt's own size hint is too small."""
        self.setMinimumWidth(scaled(_NARROWEST))
        self.adjustSize()
        if layout := self.layout():
            self.setMinimumHeight(layout.totalHeightForWidth(self.minimumWidth()))
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def _open_again(self) -> None:
        self.browser_wanted.emit(self._address.text())

    def _try_again(self) -> None:
        self.show_preparing()
        self.again_wanted.emit()


def _words(face: Face) -> TextLabel:
    label = TextLabel("", face)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _button(text: str, pressed: object, *, primary: bool = False) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("primary", primary)
    button.setAutoDefault(False)
    button.clicked.connect(pressed)
    return button
