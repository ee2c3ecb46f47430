"""Every shortcut does what the shortcuts page says, and no key is used twice in one place."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.core.events import Added, Described, Removed
from ccwatch.core.job import Phase
from ccwatch.core.past import Past
from ccwatch.ui.commands import COMMANDS, Command, Takes
from ccwatch.ui.details.chart import Chart
from ccwatch.ui.dialogs.shortcuts_dialog import ShortcutsDialog
from ccwatch.ui.notices.list_view import NoticeList
from ccwatch.ui.notices.page import NoticeLogPage
from ccwatch.ui.widget_keys import (
    CHART,
    DETAILS,
    FIELD,
    FILTER,
    HISTORY,
    LIST,
    SHORTCUTS,
    WINDOW,
    page,
)
from ccwatch.ui.window.filter_field import FilterField
from tests.core.surveys_oracle import survey
from tests.ui.sample_course import POINTS
from tests.ui.sample_jobs import JOBS, NOW
from tests.ui.sample_notices import kept
from tests.ui.sample_notices import page as notices
from tests.ui.shown_window import ShownWindow, unmarked

TEXT = "from-the-clipboard-1"
OF_JOBS = [it for it in COMMANDS if it.keys and it.takes is not Takes.NOTHING]
OF_WINDOW = [it for it in COMMANDS if it.keys and it.takes is Takes.NOTHING]
EACH = [(it.key, keys) for it in SHORTCUTS for keys in it.keys]
EACH += [(it.id, keys) for it in OF_WINDOW for keys in it.keys]
PLACE = {it.key: it.place for it in SHORTCUTS} | {it.id: WINDOW for it in OF_WINDOW}


class Keyed(ShownWindow):
    """A window with jobs, with the focus where the shortcut works."""

    def __init__(self, qtbot: QtBot, place: str) -> None:
        super().__init__(qtbot, [replace(job, unseen=False) for job in JOBS.values()])
        self.window.hides_on_close = True
        self.filter = self._part(FilterField)
        QGuiApplication.clipboard().setText(TEXT)
        self.choose(JOBS[next(iter(JOBS))].id)
        self.chart = self._part(Chart)
        self.chart.show_past(Past(course=POINTS))
        self.place = {
            DETAILS: self.details,
            FIELD: self.add,
            FILTER: self.filter,
            CHART: self.chart,
        }.get(place, self.rows)
        if place == HISTORY:
            self.place = self._history()
        self.place.setFocus()
        self.menu: list[str] = []

    def press(self, keys: str) -> None:
        """Press the keys; record and close any menu that opens, as some block until closed."""
        QTimer.singleShot(0, self._look_at_menu)
        sequence: Any = QKeySequence(keys)
        combination = sequence[0]
        QTest.keyClick(self.place, combination.key(), combination.keyboardModifiers())
        self.qtbot.wait(1)

    def have_a_survey(self, *, unfolded: bool = False) -> None:
        """Have a survey of two jobs as the only row, selected."""
        for known in tuple(self.store.jobs):
            self.store.apply(Removed(known, NOW))
        for job in survey()[:2]:
            assert job.details
            self.store.apply(Added(job.id, NOW, job.service))
            self.store.apply(Described(job.id, NOW, job.details))
        self.rows.choose_any()
        if unfolded:
            self.press("Right")

    def has_focus(self, widget: QWidget) -> bool:
        return QApplication.focusWidget() is widget

    def chosen(self) -> int:
        return len(self.rows.chosen_jobs())

    def _history(self) -> NoticeList:
        history = NoticeLogPage(lambda: NOW)
        for name in ("back_wanted", "opened"):
            getattr(history, name).connect(lambda *said, it=name: self.heard.append((it, said)))
        self.window.show_page(history)
        history.show_notices(notices(kept(1)))
        rows = self._part(NoticeList)
        rows.setCurrentIndex(rows.model().index(1, 0))
        return rows

    def _look_at_menu(self) -> None:
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            self.menu = [unmarked(action.text()) for action in popup.actions()]
            popup.close()


BEFORE: dict[str, Callable[[Keyed], object]] = {
    "take-offer": lambda keyed: keyed.window.offer_undo("No longer watching Bridge."),
    "unfilter": lambda keyed: keyed.filter.setText("bridge"),
    "clear": lambda keyed: keyed.filter.setText("bridge"),
    "unfold": lambda keyed: keyed.have_a_survey(),
    "fold": lambda keyed: keyed.have_a_survey(unfolded=True),
    "more": lambda keyed: keyed.choose(JOBS[list(JOBS)[4]].id),
    "submit": lambda keyed: keyed.add.setPlainText("a-1"),
    "line": lambda keyed: keyed.add.setPlainText("a-1"),
    "empty": lambda keyed: keyed.add.setPlainText("a-1"),
}
AFTER: dict[str, Callable[[Keyed], object]] = {
    "take-offer": lambda keyed: keyed.said("undo") == [()] and not keyed.notes.isVisible(),
    "go-to-add": lambda keyed: keyed.has_focus(keyed.add),
    "go-to-filter": lambda keyed: keyed.has_focus(keyed.filter),
    "history": lambda keyed: keyed.heard[-1] == ("history", ()),
    "paste": lambda keyed: keyed.said("add") == [TEXT],
    "settings": lambda keyed: keyed.heard[-1] == ("settings", ()),
    "wall": lambda keyed: keyed.heard[-1] == ("wall", ()),
    "open-menu": lambda keyed: "About ccwatch" in keyed.menu,
    "shortcuts": lambda keyed: keyed.heard[-1] == ("shortcuts", ()),
    "close": lambda keyed: not keyed.window.isVisible(),
    "quit": lambda keyed: keyed.heard[-1] == ("quit", ()),
    "details": lambda keyed: keyed.has_focus(keyed.details),
    "unfilter": lambda keyed: len(keyed.names()) == len(JOBS),
    "unfold": lambda keyed: keyed.rows.model().rowCount() == 3,
    "fold": lambda keyed: keyed.rows.model().rowCount() == 1,
    "row menu": lambda keyed: "Stop watching" in keyed.menu,
    "all": lambda keyed: keyed.chosen() == len(JOBS),
    "more": lambda keyed: keyed.chosen() == 2,
    "back": lambda keyed: keyed.has_focus(keyed.rows),
    "read": lambda keyed: keyed.chart.reading() != "",
    "read ends": lambda keyed: keyed.chart.reading() != "",
    "open notice": lambda keyed: keyed.said("opened") == [kept(1)],
    "copy notice": lambda keyed: QGuiApplication.clipboard().text() == "Bridge — step 1\n41 %",
    "leave": lambda keyed: keyed.said("back_wanted") == [()],
    "submit": lambda keyed: keyed.said("add") == ["a-1"],
    "line": lambda keyed: "\n" in keyed.add.toPlainText(),
    "empty": lambda keyed: keyed.add.toPlainText() == "",
    "clear": lambda keyed: keyed.has_focus(keyed.rows) and len(keyed.names()) == len(JOBS),
    "to list": lambda keyed: keyed.has_focus(keyed.rows),
}


@pytest.mark.parametrize(("key", "keys"), EACH, ids=[f"{key}-{keys}" for key, keys in EACH])
def test_each_key_does_what_its_page_says(qtbot: QtBot, key: str, keys: str) -> None:
    keyed = Keyed(qtbot, PLACE[key])
    if prepare := BEFORE.get(key):
        prepare(keyed)
    keyed.press(keys)
    assert AFTER[key](keyed)


@pytest.mark.parametrize("command", OF_JOBS, ids=[command.id for command in OF_JOBS])
def test_each_command_for_jobs_is_given_by_its_keys(qtbot: QtBot, command: Command) -> None:
    keyed = Keyed(qtbot, LIST)
    keyed.window.allow(browsing=True)
    keyed.choose(JOBS[Phase.FAILED].id)
    for keys in command.keys:
        keyed.press(keys)
        assert keyed.heard[-1] == (command.id, (JOBS[Phase.FAILED].id,))


def test_no_key_is_ambiguous_where_it_is_pressed() -> None:
    by_place: dict[str, list[str]] = {}
    for shortcut in SHORTCUTS:
        by_place.setdefault(shortcut.place, []).extend(shortcut.keys)
    by_place[LIST] += [keys for command in OF_JOBS for keys in command.keys]
    everywhere = [keys for command in OF_WINDOW for keys in command.keys]
    assert [keys for keys, count in Counter(everywhere).items() if count > 1] == []
    for keys in by_place.values():
        counted = Counter(keys + everywhere)
        assert [it for it, count in counted.items() if count > 1] == []


def test_all_keys_can_be_read_by_qt() -> None:
    for keys in (*(keys for _, keys in EACH), *(keys for it in OF_JOBS for keys in it.keys)):
        sequence = QKeySequence(keys)
        assert sequence.count() == 1
        assert sequence.toString() == keys


def test_the_page_lists_each_shortcut_and_each_command_with_keys(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ShortcutsDialog(parent)
    dialog.show()
    spoken = [label.accessibleName() for label in dialog.findChildren(QLabel)]
    listed = [f"{deed}: {', '.join(keys)}" for _, deeds in page() for deed, keys in deeds]
    assert len(listed) == len(SHORTCUTS) + len(OF_JOBS) + len(OF_WINDOW)
    assert set(listed) <= set(spoken)
    assert "Check now: F5" in spoken
    assert "Watch the jobs on the clipboard: Ctrl+V, Shift+Ins" in spoken


def test_pasting_into_a_field_is_for_the_field(qtbot: QtBot) -> None:
    keyed = Keyed(qtbot, FILTER)
    keyed.press("Ctrl+V")
    assert keyed.filter.text() == TEXT
    assert keyed.said("add") == []


def test_the_tab_key_moves_in_visual_order(qtbot: QtBot) -> None:
    keyed = Keyed(qtbot, FIELD)
    visited: list[QWidget] = []
    for _ in range(30):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in visited:
            break
        visited.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    names = [it.accessibleName() or it.property("text") for it in visited]
    assert names[:7] == [
        "Job IDs or links to watch",
        "Add",
        "Filter jobs",
        "History",
        "Snooze",
        "More",
        "Sorted by Time left",
    ]
    assert names[7] == "Jobs"
    assert len(names) > 8  # the details follow
    assert visited[0] is keyed.add


def test_in_a_narrow_window_the_details_take_the_place_of_the_list(qtbot: QtBot) -> None:
    keyed = Keyed(qtbot, LIST)
    keyed.window.resize(500, 600)
    assert keyed.rows.isVisible()
    assert not keyed.details.isVisible()
    keyed.press("Enter")
    assert keyed.details.isVisible()
    assert not keyed.rows.isVisible()
    keyed.place = keyed.details
    keyed.press("Esc")
    assert keyed.rows.isVisible()
    assert keyed.has_focus(keyed.rows)
    keyed.place = keyed.rows
    keyed.press("Enter")
    keyed.window.resize(1100, 600)
    assert keyed.rows.isVisible()
    assert keyed.details.isVisible()
    keyed.window.resize(500, 600)
    assert keyed.rows.isVisible()


def test_the_enter_key_has_one_name_on_the_page() -> None:
    keys = {key for _, shortcuts in page() for _, shown in shortcuts for key in shown}
    named = {key.rpartition("+")[2] for key in keys if "Enter" in key or "Return" in key}
    assert named == {"Enter"}
    assert "Ctrl+Enter" in keys
