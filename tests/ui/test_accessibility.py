"""What a screen reader gets through Qt's accessibility interface."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.core.job import Job, Phase, Trouble
from ccwatch.core.settings import Settings
from ccwatch.ui.dialogs.sign_in_dialog import SignInDialog
from ccwatch.ui.dialogs.welcome_page import WelcomePage
from ccwatch.ui.jobs import row_delegate
from ccwatch.ui.settings.dialog import SettingsDialog
from ccwatch.ui.style.text_label import CountingLabel
from tests.ui.sample_jobs import JOBS
from tests.ui.screens import SCREENS, Screen
from tests.ui.shown_window import ShownWindow
from tests.ui.stage import settled, staged

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


OUT = Trouble("Service not reachable", "The name of the service is not known here.")
TROUBLED = [replace(JOBS[phase], trouble=OUT, alias="In trouble") for phase in (Phase.ACTIVE,)]


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


def _drawn(part: QAccessibleInterface) -> bool:
    """Return whether the part is a widget without text of its own that explains another one."""
    return part.role() in (Role.StaticText, Role.Graphic) and not part.text(QAccessible.Text.Value)


def nameless(widget: QWidget) -> list[str]:
    """Return the controls without a name."""
    return [
        f"{part.role().name} {part.object()}"
        for part in parts(widget)
        if part.role() in CONTROLS and part.state().focusable and not name(part).strip()
    ]


def test_every_row_is_one_sentence_with_all_it_shows(shown: ShownWindow) -> None:
    shown.window.resize(shown.window.width(), 60 * len(JOBS) + 200)
    rows = [name(part) for part in parts(shown.window) if part.role() == Role.ListItem]
    assert len(rows) == len(JOBS)
    assert (
        "Harbour bridge, Active, 60\u202f%, Reconstruction, Run production, "
        "15 min – 4 h left, ends 14:30 – 18:00, waiting"
    ) in [re.sub(r"ends [^,]*", "ends 14:30 – 18:00", row) for row in rows]
    assert (
        "Tunnel portal, Failed, 41\u202f%, Reconstruction, "
        "Image IMG_0731.jpg has no overlap with its neighbours., took 1 h 29 min, ended 14:12"
    ) in [re.sub(r"ended \d\d:\d\d", "ended 14:12", row) for row in rows]


@pytest.mark.parametrize("job", [*JOBS.values(), *TROUBLED], ids=lambda it: it.name)
@pytest.mark.parametrize("width", [1600, 500, 350])
def test_a_row_says_what_it_shows(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, job: Job, width: int
) -> None:
    painted: list[str] = []

    def spied(painter: QPainter, rect: QRect, text: str, *more: Any, **options: Any) -> None:
        painted.append(text)

    monkeypatch.setattr(row_delegate, "paint_text", spied)
    shown = ShownWindow(qtbot, [job])
    shown.rows.resize(width, 200)
    shown.rows.grab()
    said = shown.rows.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    texts = {part for text in painted for part in text.split(" · ") if part not in ("", "—")}
    assert len(texts) >= 3
    assert [text for text in texts if text not in said] == []


SHOWING = [screen for screen in SCREENS if screen.name not in ("glyphs", "settings-choices")]


@pytest.mark.parametrize("screen", SHOWING, ids=lambda it: it.name)
def test_a_button_is_called_what_it_shows(qapp: QApplication, screen: Screen) -> None:
    """WCAG 2.2, 2.5.3: who speaks to a computer says what is on the button."""
    with staged(qapp, "light") as stage:
        whole = screen.show(stage)
        settled()
        for button in whole.findChildren(QAbstractButton):
            words = button.text().replace("&", "").strip()
            if button.isVisible() and words and not button.objectName().startswith("qt_"):
                interface = QAccessible.queryAccessibleInterface(button)
                assert interface is not None
                assert words in name(interface)


@pytest.mark.parametrize("screen", SHOWING, ids=lambda it: it.name)
def test_every_part_of_a_screen_that_is_no_group_has_a_name(
    qapp: QApplication, screen: Screen
) -> None:
    groups = {Role.Client, Role.LayeredPane, Role.Splitter, Role.Pane, Role.Grouping, Role.Dialog}
    groups |= {Role.ScrollBar, Role.Separator, Role.Border, Role.NoRole}
    with staged(qapp, "light") as stage:
        whole = screen.show(stage)
        settled()
        nameless = [
            f"{part.role().name} {part.object()}"
            for part in parts(whole)
            if part.role() not in groups and not name(part).strip() and not _drawn(part)
        ]
        assert nameless == []


def test_the_list_comes_before_the_details(shown: ShownWindow) -> None:
    met = [name(part) for part in parts(shown.window)]
    assert met.index("Jobs") < met.index("Details") < met.index("Divider")


def test_a_number_that_changes_all_the_time_is_heard_once_a_minute(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = CountingLabel()
    qtbot.addWidget(label)
    for count in (1, 2, 3):
        label.setText(f"{count} requests this hour")
    assert (label.text(), label.accessibleName()) == (
        "3 requests this hour",
        "1 requests this hour",
    )
    label._heard.setRemainingTime(0)
    label.setText("4 requests this hour")
    assert label.accessibleName() == "4 requests this hour"
    label.setText("Signed out after 4 requests")
    assert label.accessibleName() == "Signed out after 4 requests"


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
        "Snooze",
        "More",
        "Sorted by Time left",
        "Jobs",
        "Copy the job’s ID",
    ]
    assert [word for word in met if word in order] == order
