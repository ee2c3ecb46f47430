"""What would be lost with the windows keeps the program from restarting, and nothing else does."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QMenu, QMessageBox, QSpinBox
from pytestqt.qtbot import QtBot

from ccwatch.core.job import Phase
from ccwatch.ui.unfinished_input import has_unfinished_input
from tests.ui.sample_jobs import JOBS
from tests.ui.shown_window import ShownWindow


@pytest.fixture
def shown(qtbot: QtBot) -> ShownWindow:
    made = ShownWindow(qtbot, JOBS.values())
    assert not has_unfinished_input()
    return made


def test_text_in_the_field_for_new_jobs_counts_also_while_the_window_is_hidden(
    shown: ShownWindow,
) -> None:
    shown.add.setFocus()
    assert not has_unfinished_input(), "nothing was typed"
    QTest.keyClicks(shown.add, "job-")
    assert has_unfinished_input()
    shown.rows.setFocus()
    shown.window.hide()
    assert has_unfinished_input()
    shown.add.clear()
    assert not has_unfinished_input()


def test_a_filter_counts_while_it_is_typed(shown: ShownWindow) -> None:
    field = shown.window.findChild(QLineEdit, "filter")
    assert field is not None
    field.setFocus()
    QTest.keyClicks(field, "har")
    assert has_unfinished_input()
    shown.rows.setFocus()
    assert not has_unfinished_input()


@pytest.mark.parametrize("key", [Qt.Key.Key_X, Qt.Key.Key_Delete])
def test_the_name_of_a_job_counts_while_it_is_changed(shown: ShownWindow, key: Qt.Key) -> None:
    job = JOBS[Phase.ACTIVE].id
    shown.choose(job)
    shown.window.rename(job)
    editor = shown.rows.viewport().findChild(QLineEdit)
    assert editor is not None
    assert has_unfinished_input()
    editor.selectAll()
    QTest.keyClick(editor, key)
    assert has_unfinished_input(), "also when all of it was taken out"


@pytest.mark.parametrize("kind", [QDialog, QMessageBox, QFileDialog])
def test_an_open_dialog_counts_until_it_is_closed(
    shown: ShownWindow, kind: Callable[..., QDialog]
) -> None:
    dialog = kind(shown.window)
    assert not has_unfinished_input()
    dialog.open()
    assert has_unfinished_input()
    dialog.close()
    assert not has_unfinished_input()


def test_an_open_menu_counts(shown: ShownWindow) -> None:
    menu = QMenu(shown.window)
    menu.addAction("any")
    menu.popup(shown.window.pos())
    shown.qtbot.waitUntil(has_unfinished_input)
    menu.close()
    shown.qtbot.waitUntil(lambda: not has_unfinished_input())


def test_what_the_program_put_into_a_field_or_only_shows_does_not_count(
    shown: ShownWindow,
) -> None:
    field = QLineEdit("kept", shown.window)
    field.show()
    spin = QSpinBox(shown.window)
    spin.show()
    copied = QLineEdit("https://example.org", shown.window)
    copied.setReadOnly(True)
    copied.setModified(True)
    copied.show()
    assert not has_unfinished_input()
    field.setModified(True)
    assert has_unfinished_input()
