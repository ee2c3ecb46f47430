"""What a screen reader gets through Qt's accessibility interface."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.core.job import Phase
from ccwatch.core.settings import Settings
from ccwatch.ui.dialogs.sign_in_dialog import SignInDialog
from ccwatch.ui.dialogs.welcome_page import WelcomePage
from ccwatch.ui.settings.dialog import SettingsDialog
from tests.ui.sample_jobs import JOBS
from tests.ui.shown_window import ShownWindow

Role = QAccessible.Role
# Roles that can have the focus, and so need a name.
CONTROLS = {
    Role.Button,
    Role.ButtonMenu,
    Role.CheckBox,
    Role.ComboBox,
    Role.EditableText,
    Role.Link,
    Role.List,
    Role.ListItem,
    Role.SpinBox,
}


@pytest.fixture(autouse=True)
def _reader() -> Iterator[None]:
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def shown(qtbot: QtBot) -> ShownWindow:
    return ShownWindow(qtbot, JOBS.values())


def parts(widget: QWidget) -> Iterator[QAccessibleInterface]:
    """Yield everything a screen reader can reach in the widget, in order."""
    whole = QAccessible.queryAccessibleInterface(widget)
    assert whole is not None
    yield from _inside(whole)


def _inside(whole: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for number in range(whole.childCount()):
        part = whole.child(number)
        if part is not None and part.isValid() and not part.state().invisible:
            yield part
            yield from _inside(part)


def name(part: QAccessibleInterface) -> str:
    return part.text(QAccessible.Text.Name)


def nameless(widget: QWidget) -> list[str]:
    """Return the controls without a name."""
    return [
        f"{part.role().name} {part.object()}"
        for part in parts(widget)
        if part.role() in CONTROLS and part.state().focusable and not name(part).strip()
    ]


def test_every_row_is_one_sentence_with_name_state_percentage_and_step(shown: ShownWindow) -> None:
    shown.window.resize(shown.window.width(), 60 * len(JOBS) + 200)
    rows = [name(part) for part in parts(shown.window) if part.role() == Role.ListItem]
    assert len(rows) == len(JOBS)
    assert "Harbour bridge, Active, 60\u202f%, Run production" in rows
    assert "Tunnel portal, Failed, 41\u202f%, Run production" in rows


@pytest.mark.parametrize("phase", [Phase.ACTIVE, Phase.FAILED, Phase.QUEUED])
def test_whatever_can_be_used_in_the_window_has_a_name(shown: ShownWindow, phase: Phase) -> None:
    shown.choose(JOBS[phase].id)
    assert nameless(shown.window) == []


def test_whatever_can_be_used_on_each_page_of_the_settings_has_a_name(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = SettingsDialog(Settings(), {}, parent)
    dialog.show()
    for page in range(dialog.groups.count()):
        dialog.groups.setCurrentRow(page)
        assert nameless(dialog) == []


def test_settings_have_their_kind_and_value(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = SettingsDialog(Settings(), {}, parent)
    dialog.show()
    dialog.groups.setCurrentRow(1)
    told = {name(part): part for part in parts(dialog)}
    box = told["A job fails"]
    assert box.role() == Role.CheckBox
    assert box.state().checked
    spin = told["Progress, every … percent"]
    assert spin.role() == Role.SpinBox
    assert spin.text(QAccessible.Text.Value) == "0"


def test_the_first_page_and_the_sign_in_dialog_are_accessible(qtbot: QtBot) -> None:
    welcome = WelcomePage(Settings(), ["http://localhost:47631/signin-callback"])
    dialog = SignInDialog(welcome)
    for widget in (welcome, dialog):
        qtbot.addWidget(widget)
        widget.show()
        assert nameless(widget) == []


def test_the_keys_lead_through_the_window_as_the_eye_does(shown: ShownWindow) -> None:
    shown.add.setFocus()
    met: list[str] = []
    for _ in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        interface = QAccessible.queryAccessibleInterface(focus)
        assert interface is not None
        if met and name(interface) == met[0]:
            break
        met.append(name(interface))
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    order = [
        "Job IDs or links to watch",
        "Add",
        "Filter jobs",
        "Pause notifications for a while",
        "More",
        "Sorted by Time left",
        "Jobs",
        "Copy the job’s ID",
    ]
    assert [word for word in met if word in order] == order
