"""The list of the user's own jobs: loading, error, empty list, selection."""

from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ccwatch.core.job import Details, JobId, Service
from ccwatch.core.job_refs import JobRef
from ccwatch.core.service_replies import Listed
from ccwatch.ui.dialogs.my_jobs_dialog import MyJobsDialog

Kind = TypeVar("Kind", bound=QWidget)
NOW = 1_790_000_000.0
DAY = 86_400.0


def listed(job: str, name: str | None, state: str | None, days_old: float | None) -> Listed:
    created = None if days_old is None else NOW - days_old * DAY
    return Listed(JobId(job), Details(name=name, state=state, created=created))


JOBS = (
    listed("old-1", "Old town", "success", 30),
    listed("new-1", "Harbour bridge", "active", 0),
    listed("mid-1", "Tunnel portal", "failed", 1),
    listed("no-date", None, None, None),
)


class Opened:
    def __init__(self, qtbot: QtBot) -> None:
        self.parent = QWidget()
        qtbot.addWidget(self.parent)
        self.dialog = MyJobsDialog(lambda: NOW, self.parent)
        self.chosen: list[tuple[str, ...]] = []
        self.refs: tuple[JobRef, ...] = ()
        self.followed: list[bool] = []
        self.dialog.chosen.connect(self._choose)
        self.dialog.follow_wanted.connect(self.followed.append)
        self.dialog.show()

    def _choose(self, refs: tuple[JobRef, ...]) -> None:
        self.refs = refs
        self.chosen.append(tuple(str(ref.listed_as) for ref in refs))

    @property
    def tree(self) -> QTreeWidget:
        return self._child(QTreeWidget)

    @property
    def filter(self) -> QLineEdit:
        return self._child(QLineEdit)

    @property
    def watch(self) -> QPushButton:
        box = self._child(QDialogButtonBox)
        return box.button(QDialogButtonBox.StandardButton.Ok)

    def _child(self, kind: type[Kind]) -> Kind:
        found = self.dialog.findChild(kind)
        assert found is not None
        return found

    def said(self) -> list[str]:
        labels = self.dialog.findChildren(QLabel)
        return [label.text() for label in labels if label.isVisible()]

    def items(self) -> Iterator[QTreeWidgetItem]:
        for row in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(row)
            assert item is not None
            if not item.isHidden():
                yield item

    def rows(self) -> list[tuple[str, str]]:
        return [(item.text(0), item.text(3)) for item in self.items()]

    def tick(self, name: str) -> None:
        item = next(item for item in self.items() if item.text(0) == name)
        item.setCheckState(0, Qt.CheckState.Checked)


@pytest.fixture
def opened(qtbot: QtBot) -> Opened:
    return Opened(qtbot)


def test_it_says_that_it_asks_and_offers_nothing_yet(opened: Opened) -> None:
    assert opened.said() == ["Asking the service…"]
    assert not opened.tree.isVisible()
    assert not opened.watch.isEnabled()


def test_it_says_why_there_is_no_list(opened: Opened) -> None:
    opened.dialog.show_error("Not reachable: <b>no</b> connection.")
    assert opened.said() == ["Not reachable: <b>no</b> connection."]
    assert opened.dialog.findChildren(QLabel)[0].textFormat() is Qt.TextFormat.PlainText
    assert not opened.tree.isVisible()


def test_it_says_that_there_are_no_jobs(opened: Opened) -> None:
    opened.dialog.show_jobs([], set())
    assert opened.said() == ["The service lists no jobs for your account."]


def test_an_incomplete_list_shows_the_reason(opened: Opened) -> None:
    opened.dialog.show_jobs(JOBS, set(), "The service answered <b>503</b>.")
    assert opened.said() == ["This list may not be complete: The service answered <b>503</b>."]
    assert len(opened.rows()) == 4
    labels = opened.dialog.findChildren(QLabel)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_an_empty_incomplete_list_is_not_called_empty(opened: Opened) -> None:
    opened.dialog.show_jobs([], set(), "The service answered 503.")
    assert opened.said() == ["This list may not be complete: The service answered 503."]


def test_it_lists_the_newest_first_with_name_and_state(opened: Opened) -> None:
    opened.dialog.show_jobs(JOBS, set())
    assert opened.said() == []
    assert opened.rows() == [
        ("Harbour bridge", "Queued"),
        ("Tunnel portal", "Failed"),
        ("Old town", "Finished"),
        ("no-date", "—"),
    ]
    assert [item.text(4) for item in opened.items()][1:4:2] == ["yesterday", "—"]


def test_an_unknown_state_is_shown_as_it_is(opened: Opened) -> None:
    opened.dialog.show_jobs([listed("a", "A", "Hibernating", 0)], set())
    assert opened.rows() == [("A", "Hibernating")]


def test_a_name_stays_one_plain_line(opened: Opened) -> None:
    opened.dialog.show_jobs([listed("a", "A\nB\u202e" + "x" * 300, "active", 0)], set())
    ((name, _),) = opened.rows()
    assert name.isprintable()
    assert len(name) <= 80


def test_a_state_and_an_id_stay_plain_lines_too(opened: Opened) -> None:
    opened.dialog.show_jobs([listed("a\n\u202eb", None, "Off\n\x1b[2J\u202e", 0)], set())
    assert opened.rows() == [("a b", "Off [2J")]


def test_ticked_jobs_are_chosen(opened: Opened) -> None:
    opened.dialog.show_jobs(JOBS, set())
    opened.tick("Old town")
    opened.tick("Harbour bridge")
    opened.watch.click()
    assert opened.chosen == [("new-1", "old-1")]
    assert not opened.dialog.isVisible()


def test_an_id_is_shown_and_chosen_as_the_service_spells_it(opened: Opened) -> None:
    key = "8f6c3a52-0d1e-4b7a-9c55-6f0e2a7d2b41"
    opened.dialog.show_jobs([Listed(JobId(key), Details(id=key.upper()))], set())
    opened.tick(key.upper())
    opened.watch.click()
    assert opened.chosen == [(key.upper(),)]


def test_there_is_nothing_to_watch_without_a_tick(opened: Opened) -> None:
    opened.dialog.show_jobs(JOBS, set())
    assert not opened.watch.isEnabled()
    opened.tick("Old town")
    assert opened.watch.isEnabled()


def test_jobs_on_watch_are_ticked_for_good_and_not_chosen_again(opened: Opened) -> None:
    opened.dialog.show_jobs(JOBS, {"new-1"})
    first = next(opened.items())
    assert (first.text(0), first.text(3)) == ("Harbour bridge", "Watching")
    assert first.checkState(0) is Qt.CheckState.Checked
    assert first.isDisabled()
    assert not opened.watch.isEnabled()
    opened.tick("Old town")
    opened.watch.click()
    assert opened.chosen == [("old-1",)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("BRIDGE", ["Harbour bridge"]),
        ("failed", ["Tunnel portal"]),
        ("mid-", ["Tunnel portal"]),
        ("o", ["Harbour bridge", "Tunnel portal", "Old town", "no-date"]),
        ("nothing like it", []),
        ("  ", ["Harbour bridge", "Tunnel portal", "Old town", "no-date"]),
    ],
)
def test_the_filter_looks_at_name_state_and_id(
    qtbot: QtBot, opened: Opened, typed: str, names: list[str]
) -> None:
    opened.dialog.show_jobs(JOBS, set())
    QTest.keyClicks(opened.filter, typed)
    assert [name for name, _ in opened.rows()] == names


def test_a_filter_hides_no_choice_that_was_made(qtbot: QtBot, opened: Opened) -> None:
    opened.dialog.show_jobs(JOBS, set())
    opened.tick("Old town")
    QTest.keyClicks(opened.filter, "bridge")
    opened.watch.click()
    assert opened.chosen == [("old-1",)]


def test_cancelling_chooses_nothing(qtbot: QtBot, opened: Opened) -> None:
    opened.dialog.show_jobs(JOBS, set())
    opened.tick("Old town")
    QTest.keyClick(opened.dialog, Qt.Key.Key_Escape)
    assert opened.chosen == []


def test_the_keyboard_ticks_and_watches(qtbot: QtBot, opened: Opened) -> None:
    opened.dialog.show_jobs(JOBS, set())
    opened.tree.setFocus()
    opened.tree.setCurrentItem(next(opened.items()))
    QTest.keyClick(opened.tree, Qt.Key.Key_Space)
    QTest.keyClick(opened.tree, Qt.Key.Key_Return)
    assert opened.chosen == [("new-1",)]


BRIDGE = Details("Bridge", "Full", "active", itwin="dc720f05", created=NOW - 60, started=NOW)
BOLTS = Details("Bolts", "Objects2D", "Active", itwin="0f3e", created=NOW - 120, started=NOW)
FAMILY = (
    Listed(JobId("bridge"), BRIDGE),
    Listed(JobId("bolts"), BOLTS, Service.ANALYSIS_2),
    Listed(JobId("roof"), Details("Roof", "Full", "failed"), Service.MODELING_2),
)


def test_a_job_is_watched_at_the_service_that_lists_it(opened: Opened) -> None:
    opened.dialog.show_jobs(FAMILY, set())
    opened.tick("Bolts")
    opened.watch.click()
    assert [(ref.id, ref.service) for ref in opened.refs] == [("bolts", Service.ANALYSIS_2)]


@pytest.mark.parametrize(
    ("spoken", "value", "names"),
    [
        ("Filter by state", "Failed", ["Roof"]),
        ("Filter by state", "Active", ["Bridge", "Bolts"]),
        ("Filter by type", "Full", ["Bridge", "Roof"]),
        ("Filter by iTwin", "0f3e", ["Bolts"]),
    ],
)
def test_the_list_can_be_filtered_by_what_jobs_have(
    opened: Opened, spoken: str, value: str, names: list[str]
) -> None:
    opened.dialog.show_jobs(FAMILY, set())
    (choice,) = (
        it for it in opened.dialog.findChildren(QComboBox) if it.accessibleName() == spoken
    )
    choice.setCurrentText(value)
    assert [name for name, _ in opened.rows()] == names
    choice.setCurrentIndex(0)
    assert len(opened.rows()) == 3


def test_what_all_jobs_have_in_common_is_no_choice(opened: Opened) -> None:
    opened.dialog.show_jobs(FAMILY[:1], set())
    assert not [it for it in opened.dialog.findChildren(QComboBox) if it.isVisible()]


@pytest.mark.parametrize("typed", ["0f3e", "objects"])
def test_the_text_filter_looks_at_the_type_and_the_itwin_too(opened: Opened, typed: str) -> None:
    opened.dialog.show_jobs(FAMILY, set())
    QTest.keyClicks(opened.filter, typed)
    assert [name for name, _ in opened.rows()] == ["Bolts"]


def test_the_box_below_follows_all_of_them(opened: Opened) -> None:
    (box,) = opened.dialog.findChildren(QCheckBox)
    assert (box.text(), box.isChecked()) == ("Follow my jobs", False)
    box.click()
    box.click()
    assert opened.followed == [True, False]
