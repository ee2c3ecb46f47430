"""The page of the first start leads to a sign-in, to the demo, or to the jobs."""

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from ccwatch.core.settings import Settings
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.intents.settings import SettingsIntents
from ccwatch.intents.welcome import WelcomeIntents
from ccwatch.ui.dialogs.welcome_page import WelcomePage
from ccwatch.ui.style.copy_field import CopyField
from tests.intents.window_fixture import NoWorkers, WindowFixture, run


class WelcomeFixture(WindowFixture):
    """A window with the page; `signed_in` holds the settings in force at each sign-in."""

    def __init__(self, qtbot: QtBot, home: Path) -> None:
        super().__init__(qtbot)
        self.file = home / "settings.json"
        self.pages: list[str] = []
        self.demos = 0
        self.signed_in: list[Settings] = []
        workers: Any = NoWorkers()
        self.current = CurrentSettings(Settings())
        settings = SettingsIntents(self.current, self.file, workers, self.window, spawn=run)
        self.welcome = WelcomeIntents(
            self.current,
            settings,
            self.window,
            open_page=self.pages.append,
            start_demo=self._start_demo,
        )

    def show(self) -> None:
        self.welcome.show(lambda: self.signed_in.append(self.current.get()))

    def _start_demo(self) -> None:
        self.demos += 1

    @property
    def page(self) -> WelcomePage | None:
        pages = [page for page in self.window.findChildren(WelcomePage) if page.isVisible()]
        return pages[0] if pages else None


@pytest.fixture
def fixture(qtbot: QtBot, tmp_path: Path) -> WelcomeFixture:
    return WelcomeFixture(qtbot, tmp_path)


def test_the_first_page_names_the_addresses_for_our_ports(fixture: WelcomeFixture) -> None:
    fixture.show()
    assert fixture.page
    shown = [field.text() for field in fixture.page.findChildren(CopyField)]
    ports = (47631, 47632, 47633)
    assert shown[-3:] == [f"http://localhost:{port}/signin-callback" for port in ports]
    assert not fixture.add.isVisible()
    fixture.button(fixture.page, "Not now").click()
    assert fixture.page is None
    assert fixture.add.isVisible()


@pytest.mark.parametrize("managed", [True, False])
def test_what_the_administrator_has_set_cannot_be_changed_on_the_first_page(
    fixture: WelcomeFixture, managed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if managed:
        monkeypatch.setenv("CCWATCH_AUTHORITY", "https://qa-ims.bentley.com")
    fixture.show()
    assert fixture.page
    (environment,) = fixture.page.findChildren(QComboBox)
    assert environment.isEnabled() is not managed


def test_the_first_page_leads_to_the_demo_and_the_portal(fixture: WelcomeFixture) -> None:
    fixture.show()
    assert fixture.page
    fixture.button(fixture.page, "Try the demo").click()
    fixture.button(fixture.page, "Open the developer portal").click()
    assert fixture.demos == 1
    assert fixture.pages[0].startswith("https://developer.")


def test_setting_up_is_in_force_and_written_before_the_sign_in(fixture: WelcomeFixture) -> None:
    fixture.show()
    assert fixture.page
    fixture.page.sign_in_wanted.emit(
        "native-1", "https://qa-ims.bentley.com", "https://qa.example.org", True
    )
    (settings,) = fixture.signed_in
    assert settings.client_id == "native-1"
    assert settings.api_url == "https://qa.example.org"
    assert json.loads(fixture.file.read_text()) == {
        "api_url": "https://qa.example.org",
        "authority": "https://qa-ims.bentley.com",
        "client_id": "native-1",
        "follow_my_jobs": True,
    }
