"""The settings dialog: a control per setting, applied immediately or rejected with a reason."""

import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ccwatch.core.settings import Settings, about, with_value
from ccwatch.ui.settings.dialog import SettingsDialog
from tests.test_settings_everywhere import WRONG

ALL = [entry.name for entry in fields(Settings)]
NAMES = [name for name in ALL if about(name).system in ("", sys.platform)]
PAGES = list(dict.fromkeys(about(name).group for name in NAMES))


class Opened:
    """A dialog on the screen, and the signals it emitted."""

    def __init__(
        self, qtbot: QtBot, settings: Settings, environ: Mapping[str, str], page: str
    ) -> None:
        self.parent = QWidget()
        qtbot.addWidget(self.parent)
        self.dialog = SettingsDialog(settings, environ, self.parent)
        self.changes: list[tuple[str, Any]] = []
        self.dialog.changed.connect(lambda name, value: self.changes.append((name, value)))
        self.dialog.show()
        (group,) = self.dialog.groups.findItems(page, Qt.MatchFlag.MatchExactly)
        self.dialog.groups.setCurrentItem(group)

    def control(self, name: str) -> Any:
        return self.dialog.findChild(QWidget, name)

    def words(self) -> list[str]:
        """Return all text on the page."""
        labels = self.dialog.findChildren(QLabel)
        return [label.text() for label in labels if label.isVisible() and label.text()]

    def button(self, text: str) -> QPushButton:
        return next(it for it in self.dialog.findChildren(QPushButton) if it.text() == text)

    def type(self, name: str, text: str) -> None:
        line = self.control(name)
        line.selectAll()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)


@pytest.fixture
def notices(qtbot: QtBot) -> Opened:
    return Opened(qtbot, Settings(), {}, "Notifications")


def test_each_setting_has_a_control_with_its_value(qtbot: QtBot) -> None:
    settings = with_value(Settings(), "notify_progress_every", 10)
    opened = Opened(qtbot, settings, {}, "General")
    for name in NAMES:
        value, control = getattr(settings, name), opened.control(name)
        if isinstance(value, bool):
            assert isinstance(control, QCheckBox)
            assert control.isChecked() is value
        elif isinstance(value, int):
            assert isinstance(control, QSpinBox)
            assert control.value() == value
        elif about(name).choices:
            assert isinstance(control, QComboBox)
            assert control.currentText().lower() == value
        else:
            assert isinstance(control, QLineEdit)
            assert control.text() == value


@pytest.mark.parametrize("name", NAMES)
def test_each_control_says_to_a_screen_reader_what_it_is_for(notices: Opened, name: str) -> None:
    control = notices.control(name)
    assert control.accessibleName() == about(name).label
    assert control.accessibleDescription() == about(name).help


@pytest.mark.parametrize("name", NAMES)
def test_each_control_is_reached_by_the_keyboard(notices: Opened, name: str) -> None:
    assert notices.control(name).focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_pages_are_the_groups_of_the_table(notices: Opened) -> None:
    groups = [notices.dialog.groups.item(row).text() for row in range(4)]
    assert groups == list(dict.fromkeys(about(name).group for name in NAMES))
    assert notices.control("notify_failed").isVisible()
    assert not notices.control("client_id").isVisible()


def test_a_tick_is_applied_at_once(notices: Opened) -> None:
    notices.control("notify_step").click()
    notices.control("notify_step").click()
    assert notices.changes == [("notify_step", False), ("notify_step", True)]


def test_a_number_is_applied_when_it_is_complete(qtbot: QtBot, notices: Opened) -> None:
    spin = notices.control("notify_progress_every")
    spin.selectAll()
    QTest.keyClicks(spin, "25")
    assert notices.changes == []
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert notices.changes == [("notify_progress_every", 25)]


def test_a_number_stays_in_its_bounds(notices: Opened) -> None:
    spin = notices.control("notify_progress_every")
    assert (spin.minimum(), spin.maximum()) == (0, 50)


def test_a_text_is_applied_trimmed_and_once(qtbot: QtBot) -> None:
    opened = Opened(qtbot, Settings(), {}, "Account")
    opened.type("client_id", " native-1 ")
    QTest.keyClick(opened.control("client_id"), Qt.Key.Key_Return)
    assert opened.changes == [("client_id", "native-1")]


def test_a_choice_is_applied(qtbot: QtBot) -> None:
    opened = Opened(qtbot, Settings(), {}, "General")
    opened.control("theme").setCurrentText("Dark")
    assert opened.changes == [("theme", "dark")]


def test_a_wrong_value_is_not_applied_and_says_why_until_it_is_right(notices: Opened) -> None:
    notices.type("quiet_from", "25:00")
    assert notices.changes == []
    assert "“Quiet from” must have the form 22:00." in notices.words()
    notices.type("quiet_from", "21:30")
    assert notices.changes == [("quiet_from", "21:30")]
    assert not [words for words in notices.words() if "must have the form" in words]


def test_plain_http_to_another_computer_is_refused(qtbot: QtBot) -> None:
    opened = Opened(qtbot, Settings(), {}, "Service")
    opened.type("api_url", "http://example.org")
    assert opened.changes == []
    assert [words for words in opened.words() if "Use https." in words]


def test_what_the_environment_sets_is_shown_as_such_and_cannot_be_changed(qtbot: QtBot) -> None:
    environ = {"CCWATCH_API_URL": "http://127.0.0.1:8000"}
    settings = with_value(Settings(), "api_url", environ["CCWATCH_API_URL"])
    opened = Opened(qtbot, settings, environ, "Service")
    assert opened.control("api_url").text() == "http://127.0.0.1:8000"
    assert not opened.control("api_url").isEnabled()
    assert "Set by CCWATCH_API_URL." in opened.words()
    assert opened.control("job_page").isEnabled()


def test_a_test_notification_can_be_sent_and_its_outcome_is_shown(
    qtbot: QtBot, notices: Opened
) -> None:
    with qtbot.waitSignal(notices.dialog.test_notice_wanted):
        notices.button("Send a test notification").click()
    notices.dialog.show_answer("Sent through desktop notifications.")
    assert "Sent through desktop notifications." in notices.words()


def test_enter_in_a_field_presses_no_button(qtbot: QtBot, notices: Opened) -> None:
    with qtbot.assertNotEmitted(notices.dialog.test_notice_wanted):
        notices.type("quiet_to", "06:00")
    assert notices.dialog.isVisible()


def test_a_wheel_that_scrolls_over_a_number_leaves_it(notices: Opened) -> None:
    spin = notices.control("notify_progress_every")
    for focused, expected in ((False, 0), (True, 1)):
        if focused:
            spin.setFocus()
        QApplication.sendEvent(spin, _wheel_up())
        assert spin.value() == expected


def test_escape_and_close_shut_it(qtbot: QtBot, notices: Opened) -> None:
    QTest.keyClick(notices.dialog, Qt.Key.Key_Escape)
    assert not notices.dialog.isVisible()
    notices.dialog.show()
    notices.button("Close").click()
    assert not notices.dialog.isVisible()


def test_a_search_shows_what_has_its_words_with_the_groups_as_headings(notices: Opened) -> None:
    notices.dialog.search.setText("  SIGN in ")
    shown = {name for name in NAMES if notices.control(name).isVisible()}
    assert shown == {"notify_sign_in", "quiet", "redirect_ports", "authority", "keep_sign_in"}
    assert notices.control("login_start").isVisible()
    words = notices.words()
    assert [heading for heading in words if heading in PAGES] == [
        "General",
        "Notifications",
        "Account",
    ]


def test_a_search_finds_choices_and_variables(notices: Opened) -> None:
    for words, name in (
        ("français", "language"),
        ("ccwatch_scopes", "scopes"),
        ("contrast", "theme"),
    ):
        notices.dialog.search.setText(words)
        assert [it for it in NAMES if notices.control(it).isVisible()] == [name]


def test_a_search_without_results_says_so(notices: Opened) -> None:
    notices.dialog.search.setText("teapot")
    assert notices.words() == ["No matching settings"]


def test_escape_ends_a_search_and_then_shuts_the_dialog(notices: Opened) -> None:
    QTest.keyClick(notices.dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = notices.dialog.search
    assert field.hasFocus()
    QTest.keyClicks(field, "port")
    assert not notices.control("notify_step").isVisible()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert notices.control("notify_step").isVisible()
    assert not notices.control("redirect_ports").isVisible()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not notices.dialog.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Down])
def test_from_the_search_a_key_leads_to_what_was_found(notices: Opened, key: Qt.Key) -> None:
    notices.dialog.search.setFocus()
    QTest.keyClicks(notices.dialog.search, "proxy")
    QTest.keyClick(notices.dialog.search, key)
    assert notices.control("proxy").hasFocus()
    notices.dialog.search.setText("teapot")
    QTest.keyClick(notices.dialog.search, key)


def test_a_group_ends_a_search_also_the_one_it_began_in(notices: Opened) -> None:
    for row, name in ((1, "notify_step"), (2, "client_id")):
        notices.dialog.search.setText("proxy")
        place = notices.dialog.groups.visualItemRect(notices.dialog.groups.item(row)).center()
        QTest.mouseClick(notices.dialog.groups.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert notices.dialog.search.text() == ""
        assert notices.control(name).isVisible()
        assert not notices.control("proxy").isVisible()


def reset_of(opened: Opened, name: str) -> QPushButton:
    label = f"Reset “{about(name).label}” to default"
    links = opened.dialog.findChildren(QPushButton)
    return next(it for it in links if it.accessibleName() == label)


def test_what_differs_can_be_reset_and_what_does_not_cannot(notices: Opened) -> None:
    assert not reset_of(notices, "notify_step").isVisible()
    notices.control("notify_step").click()
    reset_of(notices, "notify_step").click()
    assert notices.control("notify_step").isChecked()
    assert notices.changes == [("notify_step", False), ("notify_step", True)]
    assert not reset_of(notices, "notify_step").isVisible()
    assert notices.control("notify_step").hasFocus()


@pytest.mark.parametrize(
    ("name", "value"),
    [("theme", "dark"), ("scopes", "x"), ("requests_per_hour", 10), ("quiet_from", "20:00")],
)
def test_each_kind_of_control_goes_back_to_its_default(
    qtbot: QtBot, name: str, value: object
) -> None:
    opened = Opened(qtbot, with_value(Settings(), name, value), {}, about(name).group)
    reset_of(opened, name).click()
    default = getattr(Settings(), name)
    assert opened.changes == [(name, default)]


def test_a_reset_removes_the_complaint(notices: Opened) -> None:
    notices.type("quiet_from", "20:00")
    notices.type("quiet_from", "99")
    reset_of(notices, "quiet_from").click()
    assert notices.control("quiet_from").text() == "22:00"
    assert not [words for words in notices.words() if "must have the form" in words]


def test_what_the_environment_sets_cannot_be_reset(qtbot: QtBot) -> None:
    settings = with_value(Settings(), "api_url", "https://example.org")
    opened = Opened(qtbot, settings, {"CCWATCH_API_URL": "https://example.org"}, "Service")
    assert not reset_of(opened, "api_url").isVisible()


def test_values_changed_elsewhere_are_shown_and_not_emitted_again(notices: Opened) -> None:
    notices.type("quiet_from", "99")
    other = with_value(with_value(Settings(), "notify_step", False), "theme", "dark")
    notices.dialog.show_settings(other)
    assert not notices.control("notify_step").isChecked()
    assert notices.control("theme").currentText() == "Dark"
    assert notices.control("quiet_from").text() == "22:00"
    assert reset_of(notices, "notify_step").isVisible()
    assert notices.changes == []


def test_starting_at_sign_in_is_as_the_system_says(qtbot: QtBot) -> None:
    opened = Opened(qtbot, Settings(), {}, "General")
    switch = opened.control("login_start")
    wanted: list[bool] = []
    opened.dialog.login_start_wanted.connect(wanted.append)
    assert not switch.isEnabled()
    opened.dialog.show_login_start(True, "In the tray.")
    assert switch.isChecked()
    assert "In the tray." in opened.words()
    assert wanted == []
    switch.click()
    opened.dialog.show_login_start(True, complaint="It is read-only.")
    assert wanted == [False]
    assert switch.isChecked()
    assert "It is read-only." in opened.words()


@pytest.mark.parametrize(
    ("label", "signal"),
    [("Export settings…", "export_wanted"), ("Import settings…", "import_wanted")],
)
def test_a_file_is_chosen_for_the_settings(
    qtbot: QtBot, tmp_path: Path, label: str, signal: str
) -> None:
    opened = Opened(qtbot, Settings(), {}, "General")
    file = tmp_path / "mine.json"
    file.write_text("{}")
    paths: list[str] = []
    getattr(opened.dialog, signal).connect(paths.append)
    opened.button(label).click()
    (dialog,) = opened.dialog.findChildren(QFileDialog)
    assert dialog.isVisible()
    dialog.fileSelected.emit(str(file))
    dialog.reject()
    assert paths == [str(file)]


def _wheel_up() -> QWheelEvent:
    at = QPointF(5, 5)
    return QWheelEvent(
        at,
        at,
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


def test_settings_of_other_systems_are_not_shown(qtbot: QtBot) -> None:
    opened = Opened(qtbot, Settings(), {}, PAGES[0])
    assert {name for name in ALL if opened.control(name)} == set(NAMES)
    assert "dock" in ALL
    assert ("dock" in NAMES) is (sys.platform == "darwin")


@pytest.mark.parametrize("name", [name for name in NAMES if isinstance(WRONG[name], str)])
def test_what_cannot_be_used_is_refused_beside_its_field(qtbot: QtBot, name: str) -> None:
    opened = Opened(qtbot, Settings(), {}, about(name).group)
    if not isinstance(opened.control(name), QLineEdit):
        return
    opened.type(name, WRONG[name])
    assert opened.changes == []
    row = opened.control(name).parentWidget()
    said = [label.text() for label in row.findChildren(QLabel) if label.isVisible()]
    assert any(words.startswith(f"“{about(name).label}”") for words in said)


def test_a_variable_that_is_refused_leaves_its_setting_to_be_changed(qtbot: QtBot) -> None:
    environ = {"CCWATCH_REDIRECT_PORTS": "99999", "CCWATCH_CLIENT_ID": "native-1"}
    opened = Opened(qtbot, Settings(), environ, "Account")
    assert opened.control("redirect_ports").isEnabled()
    assert not opened.control("client_id").isEnabled()
