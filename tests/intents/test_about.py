"""The About dialog and the shortcuts page: their contents and buttons."""

import platform
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from ccwatch import __version__
from ccwatch.disk.paths import paths_for
from ccwatch.intents.about import AboutIntents
from ccwatch.ui.dialogs.about_dialog import AboutDialog
from ccwatch.ui.dialogs.shortcuts_dialog import ShortcutsDialog
from tests.intents.window_fixture import NoWorkers, WindowFixture, run


class AboutFixture(WindowFixture):
    def __init__(self, qtbot: QtBot, home: Path) -> None:
        super().__init__(qtbot)
        self.paths = paths_for({"CCWATCH_HOME": str(home)})
        self.folders: list[Path] = []
        workers: Any = NoWorkers()
        self.about = AboutIntents(
            self.paths,
            workers,
            self.window,
            requests=lambda: (1204, 4500),
            spawn=run,
            open_folder=self.folders.append,
        )

    def dialog(self) -> AboutDialog:
        self.about.about()
        (dialog,) = self.window.findChildren(AboutDialog)
        return dialog


@pytest.fixture
def fixture(qtbot: QtBot, tmp_path: Path) -> AboutFixture:
    return AboutFixture(qtbot, tmp_path)


def press(dialog: QWidget, name: str) -> None:
    buttons = dialog.findChildren(QAbstractButton)
    next(it for it in buttons if name in (it.text(), it.accessibleName())).click()


def test_the_libraries_are_listed_with_their_licences(fixture: AboutFixture) -> None:
    tree = fixture.dialog().findChild(QTreeWidget)
    assert tree is not None
    items = tree.findItems("", Qt.MatchFlag.MatchContains)
    assert "msal" in [item.text(0) for item in items]
    assert [item.text(0) for item in items if not item.text(2)] == []


def test_all_of_it_can_be_copied(fixture: AboutFixture) -> None:
    press(fixture.dialog(), "Copy details")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == f"ccwatch {__version__}"
    assert "Qt 6." in lines[1]
    assert lines[1].endswith(f" · {platform.system()} {platform.release()}")
    assert "1,204 of 4,500 requests this hour" in lines
    assert f"Data: {fixture.paths.data}" in lines
    assert any(line.startswith("msal ") and line.endswith("(MIT)") for line in lines)


def test_each_folder_can_be_opened(fixture: AboutFixture) -> None:
    dialog = fixture.dialog()
    for label in ("Data", "Settings", "Log"):
        press(dialog, f"Open the folder: {label}")
    assert fixture.folders == [fixture.paths.data, fixture.paths.config, fixture.paths.logs]


def test_the_dialog_is_created_only_once(fixture: AboutFixture) -> None:
    first = fixture.dialog()
    press(first, "Close")
    assert not first.isVisible()
    assert fixture.dialog() is first
    assert first.isVisible()


def test_the_keys_are_shown(fixture: AboutFixture) -> None:
    fixture.about.shortcuts()
    (dialog,) = fixture.window.findChildren(ShortcutsDialog)
    assert dialog.isVisible()
    press(dialog, "Close")


def test_a_package_names_the_file_with_all_licences(
    fixture: AboutFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.intents.about.resource_path", lambda name: tmp_path / name)
    (tmp_path / "THIRD-PARTY-NOTICES.txt").write_text("Qt: LGPL-3.0", "utf-8")
    assert f"Licences: {tmp_path / 'THIRD-PARTY-NOTICES.txt'}" in fixture.dialog().details()
