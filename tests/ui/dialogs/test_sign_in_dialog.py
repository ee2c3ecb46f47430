"""The dialog that waits for the browser."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.core.errors import SignInFailed
from ccwatch.ui.dialogs.sign_in_dialog import SignInDialog
from ccwatch.ui.style.copy_field import CopyField

PAGE = "https://ims.example.org/authorize?state=1"


class Shown:
    """The dialog on the screen, and the signals it emitted."""

    def __init__(self, qtbot: QtBot) -> None:
        parent = QWidget()
        qtbot.addWidget(parent)
        parent.show()
        self.parent, self.dialog = parent, SignInDialog(parent)
        self.heard: list[str] = []
        self.dialog.browser_wanted.connect(self.heard.append)
        self.dialog.again_wanted.connect(lambda: self.heard.append("again"))
        self.dialog.cancel_wanted.connect(lambda: self.heard.append("cancel"))
        self.dialog.open()

    def press(self, text: str) -> None:
        buttons = [b for b in self.dialog.findChildren(QPushButton) if b.isVisible()]
        next(button for button in buttons if button.text() == text).click()

    def words(self) -> str:
        labels = self.dialog.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    return Shown(qtbot)


def test_it_waits_with_the_address_to_take_elsewhere(shown: Shown) -> None:
    assert not shown.dialog.findChildren(CopyField)[0].isVisible()
    shown.dialog.show_waiting(PAGE)
    field = shown.dialog.findChildren(CopyField)[0]
    assert field.isVisible()
    assert field.text() == PAGE
    shown.press("Open again")
    assert shown.heard == [PAGE]


@pytest.mark.parametrize("way", ["Cancel", "escape", "close"])
def test_cancelling_is_emitted_once(shown: Shown, way: str) -> None:
    shown.dialog.show_waiting(PAGE)
    {
        "Cancel": lambda: shown.press("Cancel"),
        "escape": shown.dialog.reject,
        "close": shown.dialog.close,
    }[way]()
    assert shown.heard == ["cancel"]
    assert not shown.dialog.isVisible()


def test_a_failure_is_shown_with_advice_and_can_be_tried_again(shown: Shown) -> None:
    shown.dialog.show_waiting(PAGE)
    shown.dialog.show_failed(SignInFailed("No <b>consent</b>.", advice="Ask your administrator."))
    assert "No <b>consent</b>." in shown.words()
    assert "Ask your administrator." in shown.words()
    shown.press("Try again")
    assert shown.heard == ["again"]
    assert shown.dialog.isVisible()


def test_closing_after_a_failure_cancels_nothing(shown: Shown) -> None:
    shown.dialog.show_failed(SignInFailed("Late."))
    shown.press("Close")
    assert shown.heard == []


def test_finishing_cancels_nothing(shown: Shown) -> None:
    shown.dialog.show_waiting(PAGE)
    shown.dialog.finish()
    assert shown.heard == []
    assert not shown.dialog.isVisible()
