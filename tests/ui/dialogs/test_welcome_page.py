"""The page of the first start: values to register, input, and other choices."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ccwatch.core.environments import ENVIRONMENTS
from ccwatch.core.settings import Settings, with_value
from ccwatch.ui.dialogs.welcome_page import WelcomePage
from ccwatch.ui.style.copy_field import CopyField

ADDRESSES = ("http://localhost:47631/signin-callback", "http://localhost:47632/signin-callback")
PRODUCTION, TEST = ENVIRONMENTS


class Shown:
    """The page on the screen, and the sign-ins it requested."""

    def __init__(self, qtbot: QtBot, settings: Settings, managed: tuple[str, ...] = ()) -> None:
        self.page = WelcomePage(settings, ADDRESSES, managed)
        qtbot.addWidget(self.page)
        self.page.resize(700, 600)
        self.page.show()
        self.wanted: list[tuple[str, str, str, bool]] = []
        self.page.sign_in_wanted.connect(lambda *said: self.wanted.append(said))

    def press(self, text: str) -> None:
        next(b for b in self.page.findChildren(QPushButton) if b.text() == text).click()

    def type_id(self, text: str) -> None:
        fields = self.page.findChildren(QLineEdit)
        next(it for it in fields if it.accessibleName() == "Client ID").setText(text)

    @property
    def environment(self) -> QComboBox:
        return self.page.findChildren(QComboBox)[0]

    def words(self) -> str:
        labels = self.page.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    return Shown(qtbot, Settings())


def test_each_value_to_register_can_be_copied(shown: Shown) -> None:
    fields = shown.page.findChildren(CopyField)
    assert [field.text() for field in fields] == ["itwin-platform", *ADDRESSES]
    for field in fields:
        field.copy()
        assert QGuiApplication.clipboard().text() == field.text()
        assert field.findChildren(QPushButton)[0].text() == "Copied"


def test_the_client_id_is_taken_without_the_spaces_around_it(shown: Shown) -> None:
    shown.type_id("  native-0a1B2c3D \t")
    shown.press("Sign in")
    assert shown.wanted == [("native-0a1B2c3D", PRODUCTION.authority, PRODUCTION.api_url, True)]


def test_the_test_environment_has_its_own_addresses(shown: Shown) -> None:
    shown.environment.setCurrentIndex(1)
    shown.type_id("native-1")
    shown.press("Sign in")
    assert shown.wanted == [("native-1", TEST.authority, TEST.api_url, True)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "missing"),
        ("two words", "no spaces"),
        ("<b>x</b>", "no spaces"),
        ("nätive", "no spaces"),
    ],
)
def test_an_invalid_client_id_is_reported_beside_the_field(
    shown: Shown, text: str, said: str
) -> None:
    shown.type_id(text)
    shown.press("Sign in")
    assert shown.wanted == []
    assert said in shown.words()
    shown.type_id("native-1")
    assert said not in shown.words()


def test_other_addresses_of_the_settings_stay(qtbot: QtBot) -> None:
    settings = with_value(Settings(), "authority", "https://id.example.org")
    shown = Shown(qtbot, settings)
    assert "https://id.example.org" in shown.environment.currentText()
    shown.type_id("native-1")
    shown.press("Sign in")
    assert shown.wanted == [("native-1", "https://id.example.org", PRODUCTION.api_url, True)]


def test_the_jobs_are_followed_unless_the_box_is_cleared(shown: Shown) -> None:
    (box,) = shown.page.findChildren(QCheckBox)
    assert (box.text(), box.isChecked()) == ("Follow my jobs", True)
    box.click()
    shown.type_id("native-1")
    shown.press("Sign in")
    assert shown.wanted == [("native-1", PRODUCTION.authority, PRODUCTION.api_url, False)]


def test_what_an_administrator_set_cannot_be_changed(qtbot: QtBot) -> None:
    shown = Shown(qtbot, Settings(), ("authority",))
    assert not shown.environment.isEnabled()
    assert "Set by your administrator." in shown.words()


def test_there_are_other_ways_on(shown: Shown) -> None:
    taken: list[str] = []
    shown.page.demo_wanted.connect(lambda: taken.append("demo"))
    shown.page.skip_wanted.connect(lambda: taken.append("skip"))
    shown.page.portal_wanted.connect(lambda: taken.append("portal"))
    for text in ("Try the demo", "Not now", "Open the developer portal"):
        shown.press(text)
    assert taken == ["demo", "skip", "portal"]
