"""The hint in place of an empty list, and its buttons."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ccwatch.core.events import Added, Removed
from ccwatch.core.job import Job, JobId, Service
from ccwatch.ui.jobs.empty_list import EmptyList
from tests.ui.shown_window import ShownWindow


@pytest.mark.parametrize(
    ("text", "command"),
    [("My jobs…", "my-jobs"), ("Paste from the clipboard", "paste"), ("Try the demo", "demo")],
)
def test_each_way_to_begin_is_a_button(qtbot: QtBot, text: str, command: str) -> None:
    shown = ShownWindow(qtbot)
    shown.button(shown.window, text).click()
    assert shown.heard[0] == (command, ())


def test_the_hint_gives_way_to_the_first_job_and_comes_back(qtbot: QtBot) -> None:
    shown = ShownWindow(qtbot)
    hint = shown.window.findChild(EmptyList)
    assert hint is not None
    assert (hint.isVisible(), shown.rows.isVisible()) == (True, False)
    shown.store.apply(Added(JobId("a"), shown.now, Service.MODELING))
    assert (hint.isVisible(), shown.rows.isVisible()) == (False, True)
    shown.store.apply(Removed(JobId("a"), shown.now))
    assert (hint.isVisible(), shown.rows.isVisible()) == (True, False)


def test_a_window_with_jobs_does_not_make_the_hint(qtbot: QtBot) -> None:
    shown = ShownWindow(qtbot, [Job(JobId("a"))])
    assert shown.window.findChild(EmptyList) is None
    assert "Try the demo" not in [it.text() for it in shown.window.findChildren(QPushButton)]
