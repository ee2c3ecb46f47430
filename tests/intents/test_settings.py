"""Settings are exported and imported; rejected ones are named, and nothing is lost."""

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
from tests.intents.window_fixture import NoWorkers, WindowFixture, run


class SettingsFixture(WindowFixture):
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
        """Return the dialog's texts once all background work has ended."""
        while self.begun:
            run(self.begun.pop(0))
        return [label.text() for label in self.dialog.findChildren(QLabel)]


@pytest.fixture
def fixture(qtbot: QtBot, tmp_path: Path) -> SettingsFixture:
    return SettingsFixture(qtbot, tmp_path)


def test_what_is_changed_in_the_dialog_is_in_force_and_written(fixture: SettingsFixture) -> None:
    assert fixture.dialog.parent() is fixture.window
    fixture.dialog.changed.emit("theme", "dark")
    fixture.answers()
    assert fixture.current.get().theme == "dark"
    assert settings_file.load(fixture.path) == (fixture.current.get(), [])


def test_an_export_holds_all_settings(fixture: SettingsFixture) -> None:
    fixture.settings.change({"theme": "dark"})
    fixture.dialog.export_wanted.emit(str(fixture.file))
    assert "The settings are in mine.json." in fixture.answers()
    values = json.loads(fixture.file.read_text())
    assert values["theme"] == "dark"
    assert values["notify_step"] is True


def test_an_export_leaves_out_what_only_the_environment_gave(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCWATCH_CLIENT_ID", "native-of-the-environment")
    fixture = SettingsFixture(qtbot, tmp_path)
    fixture.settings.change({"theme": "dark"})
    fixture.dialog.export_wanted.emit(str(fixture.file))
    fixture.answers()
    assert json.loads(fixture.file.read_text())["client_id"] == ""


def test_an_import_changes_nothing_before_the_user_agrees(fixture: SettingsFixture) -> None:
    fixture.file.write_text(json.dumps({"api_url": "https://example.org", "theme": "dark"}))
    fixture.dialog.import_wanted.emit(str(fixture.file))
    fixture.answers()
    question = fixture.dialog.findChild(ImportDialog)
    assert question is not None
    assert "mine.json changes 2 settings:" in fixture.answers()
    shown = question.findChild(QTreeWidget)
    assert shown is not None
    rows = [shown.topLevelItem(row) for row in range(shown.topLevelItemCount())]
    assert [[row.text(number) for number in range(3)] for row in rows if row] == [
        ["Service URL", "https://api.bentley.com", "https://example.org"],
        ["Theme", "System", "Dark"],
    ]
    assert fixture.changes == []
    question.reject()
    fixture.answers()
    assert fixture.changes == []
    assert not fixture.path.exists()


def test_enter_does_not_agree(fixture: SettingsFixture) -> None:
    fixture.file.write_text(json.dumps({"api_url": "https://example.org"}))
    fixture.dialog.import_wanted.emit(str(fixture.file))
    fixture.answers()
    question = fixture.dialog.findChild(ImportDialog)
    assert question is not None
    QTest.keyClick(question, Qt.Key.Key_Return)
    fixture.answers()
    assert fixture.changes == []


def test_an_import_is_in_force_shown_and_written(fixture: SettingsFixture) -> None:
    fixture.file.write_text(json.dumps({"theme": "dark", "quiet_from": "21:00", "teapot": 1}))
    fixture.dialog.import_wanted.emit(str(fixture.file))
    fixture.answers()
    question = fixture.dialog.findChild(ImportDialog)
    assert question is not None
    question.accept()
    said = "2 settings imported. Not imported: This ccwatch has no setting “teapot”."
    assert said in fixture.answers()
    assert fixture.current.get().theme == "dark"
    assert [now.quiet_from for now in fixture.changes] == ["21:00"]
    assert settings_file.load(fixture.path)[0] == fixture.current.get()


def test_an_import_leaves_what_the_environment_sets(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCWATCH_CLIENT_ID", "native-1")
    fixture = SettingsFixture(qtbot, tmp_path)
    fixture.file.write_text('{"client_id": "native-2"}')
    fixture.dialog.import_wanted.emit(str(fixture.file))
    assert (
        "0 settings imported. Not imported: “Client ID” is set by CCWATCH_CLIENT_ID."
        in fixture.answers()
    )
    assert fixture.current.get().client_id == ""
    assert fixture.changes == []


def test_a_file_that_cannot_be_used_changes_nothing_and_says_why(
    fixture: SettingsFixture, tmp_path: Path
) -> None:
    fixture.file.write_text("[]")
    fixture.dialog.import_wanted.emit(str(fixture.file))
    assert any(
        text.startswith(f"File cannot be used: {fixture.file} contains no settings")
        for text in fixture.answers()
    )
    fixture.dialog.export_wanted.emit(str(tmp_path / "none" / "x.json"))
    assert any("No such file or directory" in text for text in fixture.answers())
    assert fixture.changes == []


def test_a_disk_that_refuses_a_change_is_said_and_the_change_holds(
    qtbot: QtBot, tmp_path: Path
) -> None:
    fixture = SettingsFixture(qtbot, tmp_path / "missing")
    fixture.settings.change({"theme": "dark"})
    fixture.answers()
    assert "No such file or directory" in " ".join(fixture.words(fixture.notes))
    assert fixture.current.get().theme == "dark"


def test_what_another_process_wrote_is_taken_up(fixture: SettingsFixture) -> None:
    settings_file.change(fixture.path, {"theme": "dark", "requests_per_hour": 100})
    fixture.settings.look_again()
    fixture.answers()
    assert (fixture.current.get().theme, fixture.current.get().requests_per_hour) == ("dark", 100)
    assert fixture.changes == [fixture.current.get()]
    fixture.settings.look_again()
    fixture.answers()
    assert len(fixture.changes) == 1, "nothing has changed since"


def test_what_another_process_wrote_wrongly_is_said(fixture: SettingsFixture) -> None:
    fixture.path.write_text('{"theme": "dark", "requests_per_hour": "many"}')
    fixture.settings.look_again()
    fixture.answers()
    (said,) = fixture.words(fixture.notes)
    assert said.startswith(f"requests_per_hour in {fixture.path}: ")
    assert fixture.current.get().theme == "dark"


def test_the_environment_wins_over_what_another_process_wrote(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCWATCH_CLIENT_ID", "native-1")
    fixture = SettingsFixture(qtbot, tmp_path)
    settings_file.change(fixture.path, {"client_id": "native-2"})
    fixture.settings.look_again()
    fixture.answers()
    assert fixture.current.get().client_id == "native-1"
