"""The switch for starting at sign-in: shows the system's actual state and reports its refusals."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.core.settings import Settings
from ccwatch.intents.login_start import LoginStartIntents
from ccwatch.system.autostart.protocol import LoginStart, State, not_changed
from ccwatch.system.autostart.xdg import XdgAutostart
from ccwatch.ui.settings.dialog import SettingsDialog
from tests.intents.window_fixture import NoWorkers, run

COMMAND = ("/opt/ccwatch", "--hidden")


class Refusing:
    """A system that refuses every change."""

    def state(self, _: Sequence[str]) -> State:
        return State.OFF

    def switch_on(self, _: Sequence[str]) -> None:
        raise not_changed("Access is denied")

    def switch_off(self) -> None:
        raise not_changed("Access is denied")


class Shown:
    def __init__(
        self, qtbot: QtBot, system: LoginStart, command: Sequence[str] | None = COMMAND
    ) -> None:
        parent = self._parent = QWidget()
        qtbot.addWidget(parent)
        self.dialog = SettingsDialog(Settings(), {}, parent)
        self.dialog.show()
        workers: Any = NoWorkers()
        LoginStartIntents(system, command, workers, spawn=run).show_in(self.dialog)

    @property
    def switch(self) -> QCheckBox:
        found = self.dialog.findChild(QCheckBox, "login_start")
        assert isinstance(found, QCheckBox)
        return found

    def words(self) -> list[str]:
        return [it.text() for it in self.dialog.findChildren(QLabel) if it.isVisible()]


def test_the_switch_changes_the_system_and_shows_what_it_has(qtbot: QtBot, tmp_path: Path) -> None:
    system = XdgAutostart({}, tmp_path)
    shown = Shown(qtbot, system)
    words = shown.words()
    assert "In the tray, without a window." in words
    assert shown.switch.isEnabled()
    assert not shown.switch.isChecked()
    shown.switch.click()
    assert system.state(COMMAND) is State.ON
    assert shown.switch.isChecked()
    assert shown.words() == words
    shown.switch.click()
    assert system.state(COMMAND) is State.OFF
    assert not shown.switch.isChecked()


def test_another_copy_is_reported_and_can_be_replaced_by_this_one(
    qtbot: QtBot, tmp_path: Path
) -> None:
    system = XdgAutostart({}, tmp_path)
    system.switch_on(("/old/ccwatch", "--hidden"))
    shown = Shown(qtbot, system)
    assert shown.switch.isChecked()
    assert any(
        words.startswith("Another copy of ccwatch is set to start.") for words in shown.words()
    )
    shown.switch.click()
    shown.switch.click()
    assert system.state(COMMAND) is State.ON


def test_a_refusal_is_reported_and_the_switch_shows_the_real_state(qtbot: QtBot) -> None:
    shown = Shown(qtbot, Refusing())
    shown.switch.click()
    assert not shown.switch.isChecked()
    refusal = "Start at sign-in not changed: Access is denied."
    assert any(words.startswith(refusal) for words in shown.words())


def test_a_system_whose_state_cannot_be_read_is_reported(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object, __: Sequence[str]) -> State:
        raise not_changed("It is locked")

    monkeypatch.setattr(Refusing, "state", fail)
    shown = Shown(qtbot, Refusing())
    assert any("Start at sign-in not changed: It is locked." in words for words in shown.words())
    assert shown.switch.isEnabled()
    assert not shown.switch.isChecked()


def test_the_demo_leaves_the_computer_alone(qtbot: QtBot) -> None:
    shown = Shown(qtbot, Refusing(), None)
    assert not shown.switch.isEnabled()
    assert "Not available in the demo." in shown.words()
