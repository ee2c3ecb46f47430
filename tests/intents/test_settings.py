"""Settings go to a file and come from one; what is not taken is named, and nothing is lost."""

import json
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTreeWidget
from pytestqt.qtbot import QtBot

from ccwatch.core.settings import Settings
from ccwatch.disk import settings_file
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.intents.settings import SettingsIntents
from ccwatch.ui.settings.import_dialog import ImportDialog
from tests.intents.desk import Desk, NoWorkers, run


class SettingsDesk(Desk):
    def __init__(self, qtbot: QtBot, home: Path) -> None:
        super().__init__(qtbot)
        self.path = home / "settings.json"
        self.file = home / "mine.json"
        self.changes: list[Settings] = []
        self.begun: list[Coroutine[Any, Any, object]] = []
        workers: Any = NoWorkers()
        self.current = CurrentSettings(Settings())
        self.current.follow(lambda _, now: self.changes.append(now))
        self.settings = SettingsIntents(
            self.current, self.path, workers, self.window, spawn=self.begun.append
        )
        self.dialog = self.settings.open()

    def answers(self) -> list[str]:
        """Return the words in the dialog once all that was begun has ended."""
        while self.begun:
            run(self.begun.pop(0))
        return [label.text() for label in self.dialog.findChildren(QLabel)]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> SettingsDesk:
    return SettingsDesk(qtbot, tmp_path)


def test_an_export_holds_all_settings(desk: SettingsDesk) -> None:
    desk.settings.change({"theme": "dark"})
    desk.dialog.export_wanted.emit(str(desk.file))
    assert "The settings are in mine.json." in desk.answers()
    values = json.loads(desk.file.read_text())
    assert values["theme"] == "dark"
    assert values["notify_step"] is True


def test_an_export_leaves_out_what_only_the_environment_gave(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCWATCH_CLIENT_ID", "native-of-the-environment")
    desk = SettingsDesk(qtbot, tmp_path)
    desk.settings.change({"theme": "dark"})
    desk.dialog.export_wanted.emit(str(desk.file))
    desk.answers()
    assert json.loads(desk.file.read_text())["client_id"] == ""


def test_an_import_changes_nothing_before_the_user_agrees(desk: SettingsDesk) -> None:
    desk.file.write_text(json.dumps({"api_url": "https://example.org", "theme": "dark"}))
    desk.dialog.import_wanted.emit(str(desk.file))
    desk.answers()
    question = desk.dialog.findChild(ImportDialog)
    assert question is not None
    shown = question.findChild(QTreeWidget)
    assert shown is not None
    rows = [shown.topLevelItem(row) for row in range(shown.topLevelItemCount())]
    assert [[row.text(number) for number in range(3)] for row in rows if row] == [
        ["Service address", "https://api.bentley.com", "https://example.org"],
        ["Look", "System", "Dark"],
    ]
    assert desk.changes == []
    question.reject()
    desk.answers()
    assert desk.changes == []
    assert not desk.path.exists()


def test_enter_does_not_agree(desk: SettingsDesk) -> None:
    desk.file.write_text(json.dumps({"api_url": "https://example.org"}))
    desk.dialog.import_wanted.emit(str(desk.file))
    desk.answers()
    question = desk.dialog.findChild(ImportDialog)
    assert question is not None
    QTest.keyClick(question, Qt.Key.Key_Return)
    desk.answers()
    assert desk.changes == []


def test_an_import_is_in_force_shown_and_written(desk: SettingsDesk) -> None:
    desk.file.write_text(json.dumps({"theme": "dark", "quiet_from": "21:00", "teapot": 1}))
    desk.dialog.import_wanted.emit(str(desk.file))
    desk.answers()
    question = desk.dialog.findChild(ImportDialog)
    assert question is not None
    question.accept()
    said = "2 settings taken. Not taken: This ccwatch has no setting “teapot”."
    assert said in desk.answers()
    assert desk.current.get().theme == "dark"
    assert [now.quiet_from for now in desk.changes] == ["21:00"]
    assert settings_file.load(desk.path)[0] == desk.current.get()


def test_an_import_leaves_what_the_environment_sets(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCWATCH_CLIENT_ID", "native-1")
    desk = SettingsDesk(qtbot, tmp_path)
    desk.file.write_text('{"client_id": "native-2"}')
    desk.dialog.import_wanted.emit(str(desk.file))
    assert "0 settings taken. Not taken: “Client id” is set by CCWATCH_CLIENT_ID." in desk.answers()
    assert desk.current.get().client_id == ""
    assert desk.changes == []


def test_a_file_that_cannot_be_used_changes_nothing_and_says_why(
    desk: SettingsDesk, tmp_path: Path
) -> None:
    desk.file.write_text("[]")
    desk.dialog.import_wanted.emit(str(desk.file))
    desk.dialog.export_wanted.emit(str(tmp_path / "none" / "x.json"))
    assert any("No such file or directory" in text for text in desk.answers())
    assert desk.changes == []


def test_what_another_process_wrote_is_taken_up(desk: SettingsDesk) -> None:
    settings_file.change(desk.path, {"theme": "dark", "requests_per_hour": 100})
    desk.settings.look_again()
    desk.answers()
    assert (desk.current.get().theme, desk.current.get().requests_per_hour) == ("dark", 100)
    assert desk.changes == [desk.current.get()]
    desk.settings.look_again()
    desk.answers()
    assert len(desk.changes) == 1, "nothing has changed since"


def test_the_environment_wins_over_what_another_process_wrote(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCWATCH_CLIENT_ID", "native-1")
    desk = SettingsDesk(qtbot, tmp_path)
    settings_file.change(desk.path, {"client_id": "native-2"})
    desk.settings.look_again()
    desk.answers()
    assert desk.current.get().client_id == "native-1"
