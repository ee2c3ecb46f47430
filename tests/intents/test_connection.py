"""Changed settings switch the account and the client."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.cloud.account import NoAccount
from ccwatch.cloud.client import HttpClient
from ccwatch.cloud.connection import account_for
from ccwatch.cloud.token_set import Tokens
from ccwatch.cloud.user_account import UserAccount
from ccwatch.core.check import Check
from ccwatch.core.errors import SettingRefused
from ccwatch.core.settings import Settings, with_value
from ccwatch.disk.paths import paths_for
from ccwatch.intents.connection import ConnectionIntents
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.intents.settings import SettingsIntents
from ccwatch.ui.settings.connection_panel import ConnectionPanel
from tests.intents.window_fixture import AccountFixture, run


class ConnectionFixture(AccountFixture):
    """An account fixture with the connection's intents; `asked_at` is the client's address."""

    def __init__(self, qtbot: QtBot, home: Path, *, demo: bool = False) -> None:
        super().__init__(qtbot)
        self.paths = paths_for({"CCWATCH_HOME": str(home)})
        self.paths.prepare()
        self.current = CurrentSettings(Settings())
        self.settings = SettingsIntents(
            self.current, self.paths.settings, self.workers, self.window, spawn=run
        )
        self.connection = ConnectionIntents(
            self.current,
            self.account,
            self.service,
            self.paths,
            demo=demo,
        )
        self.current.follow(self.connection.change)

    @property
    def asked_at(self) -> str:
        return self.service.client._client._api_url


@pytest.fixture
def fixture(qtbot: QtBot, tmp_path: Path) -> ConnectionFixture:
    return ConnectionFixture(qtbot, tmp_path)


def test_another_theme_leaves_client_and_account(fixture: ConnectionFixture) -> None:
    client, account = fixture.service.client._client, fixture.service.account
    fixture.settings.change({"theme": "dark"})
    assert (fixture.service.client._client, fixture.service.account) == (client, account)


def test_another_proxy_is_taken_up_by_both(fixture: ConnectionFixture) -> None:
    fixture.settings.change({"client_id": "native-1"})
    client, account = fixture.service.client._client, fixture.service.account
    fixture.settings.change({"proxy": "http://proxy.example.org:8080"})
    assert fixture.service.client._client is not client
    assert fixture.service.account is not account


def test_without_a_client_id_the_first_page_is_shown_again(fixture: ConnectionFixture) -> None:
    fixture.settings.change({"client_id": "native-1"})
    fixture.settings.change({"client_id": ""})
    assert isinstance(fixture.service.account, NoAccount)
    assert fixture.welcomes == 1


def test_values_with_one_that_cannot_be_used_change_nothing(fixture: ConnectionFixture) -> None:
    before, account = fixture.current.get(), fixture.service.account
    with pytest.raises(SettingRefused, match="https"):
        fixture.settings.change({"client_id": "native-1", "authority": "http://127.0.0.1"})
    assert fixture.current.get() == before
    assert fixture.service.account is account


def test_another_way_of_keeping_keeps_the_account(
    fixture: ConnectionFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    monkeypatch.setattr(UserAccount, "keep_as", lambda account, keep: kept.append(keep))
    fixture.settings.change({"client_id": "native-1"})
    account = fixture.service.account
    fixture.settings.change({"keep_sign_in": "session"})
    assert kept == ["session"]
    assert fixture.service.account is account


def test_the_demo_connects_to_nothing_else(qtbot: QtBot, tmp_path: Path) -> None:
    fixture = ConnectionFixture(qtbot, tmp_path, demo=True)
    client = fixture.service.client._client
    fixture.connection.change(
        Settings(), replace(Settings(), client_id="native-1", api_url="https://x.example.org")
    )
    assert fixture.service.client._client is client
    dialog = fixture.settings.open()
    run(fixture.connection.test(dialog))
    labels = dialog.findChildren(ConnectionPanel)[0].findChildren(QLabel)
    assert [label.text() for label in labels] == [
        "Demo",
        "The demo contacts only this computer.",
    ]


def test_the_connection_is_tested_with_the_settings_in_force_and_each_layer_shown(
    fixture: ConnectionFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[Settings, object]] = []

    def diagnose(settings: Settings, access_token: object) -> list[Check]:
        given.append((settings, access_token))
        return [Check("Name", True, "found"), Check("Service", False, "refused")]

    monkeypatch.setattr("ccwatch.cloud.diagnosis.diagnose", diagnose)
    fixture.settings.change({"api_url": "https://qa.example.org"})
    dialog = fixture.settings.open()
    run(fixture.connection.test(dialog))
    assert given == [(fixture.current.get(), fixture.service.access_token)]
    panel = dialog.findChildren(ConnectionPanel)[0]
    labels = panel.findChildren(QLabel)
    assert [label.text() for label in labels] == ["Name", "found", "Service", "refused"]
    marks = {part.accessibleName() for part in panel.findChildren(QWidget)}
    assert {"Name: works", "Service: fails"} <= marks


@pytest.mark.parametrize("name", ["client_id", "authority", "api_url"])
def test_a_sign_in_is_for_one_service_one_issuer_and_one_client(tmp_path: Path, name: str) -> None:
    """Another address needs another sign-in: the one stored for the first is not even read."""
    mine = replace(Settings(), client_id="native-1", keep_sign_in="file")
    tokens = Tokens("a-token", 0.0, 4e9, "a-refresh-token", "ada")

    def account(settings: Settings) -> UserAccount:
        account = account_for(settings, {}, tmp_path)
        assert isinstance(account, UserAccount)
        return account

    account(mine)._cache.save(tokens.to_text())
    assert account(mine).restore()
    other = {
        "client_id": "native-2",
        "authority": "https://b.example",
        "api_url": "https://c.example",
    }
    assert not account(with_value(mine, name, other[name])).restore()


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("client_id", "native-2"),
        ("authority", "https://b.example"),
        ("api_url", "https://c.example"),
        ("scopes", "contextcapture:read"),
        ("redirect_ports", "47640"),
        ("proxy", "http://proxy.example:8080"),
    ],
)
def test_another_destination_takes_another_account(
    fixture: ConnectionFixture, name: str, other: str
) -> None:
    before = replace(Settings(), client_id="native-1")
    account = fixture.service.account
    fixture.connection.change(before, with_value(before, name, other))
    assert fixture.service.account is not account


def test_no_token_for_one_service_reaches_another(fixture: ConnectionFixture) -> None:
    """Between the two changes, no client of the new address has the old account's token."""
    seen: list[tuple[str, str]] = []
    use = fixture.service.client.use

    def taken(client: HttpClient) -> None:
        seen.append((client._api_url, type(fixture.service.account).__name__))
        use(client)

    fixture.service.client.use = taken  # type: ignore[method-assign]
    before = replace(Settings(), client_id="native-1")
    account = fixture.service.account
    fixture.connection.change(before, replace(before, api_url="https://c.example"))
    assert seen == [("https://c.example", "UserAccount")]
    assert fixture.service.account is not account
