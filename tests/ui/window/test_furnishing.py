"""What is in the window is made when it is first wanted, whole or at the next try."""

import pytest
from pytestqt.qtbot import QtBot

from ccwatch.core.job import Phase
from ccwatch.ui.jobs.job_list import JobList
from ccwatch.ui.store import JobStore
from ccwatch.ui.window.bell_button import BellButton
from ccwatch.ui.window.job_window import JobWindow
from tests.ui.sample_jobs import JOBS, NOW

FAILED = JOBS[Phase.FAILED]


@pytest.mark.parametrize("part", ["jobs_page.JobsPage", "message_bar.MessageBar"])
def test_a_window_that_could_not_be_made_once_is_made_at_the_next_try(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    store = JobStore(JOBS.values())
    window = JobWindow(store, lambda: NOW)
    qtbot.addWidget(window)
    window.show_unread(3)
    with monkeypatch.context() as broken:
        broken.setattr(f"ccwatch.ui.window.{part}", lambda *_: 1 / 0)
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                window.come_forward()
    assert not window.isVisible()
    window.come_forward()
    assert window.isVisible()
    (rows,) = window.findChildren(JobList)
    assert rows.model().rowCount() == len(JOBS)
    (bell,) = window.findChildren(BellButton)
    assert "3" in bell.accessibleName()
    shortcuts = [key.toString() for it in window.actions() for key in it.shortcuts()]
    assert len(shortcuts) == len(set(shortcuts)), "each key is given once"


def test_what_is_added_and_removed_before_the_window_was_seen_needs_no_window(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = JobWindow(JobStore(JOBS.values()), lambda: NOW)
    qtbot.addWidget(window)
    with monkeypatch.context() as broken:
        broken.setattr("ccwatch.ui.window.jobs_page.JobsPage", lambda *_: 1 / 0)
        window.show_added([FAILED.id], [], "")
        window.offer_undo("No longer watching it.")
        assert window.chosen() is None
    window.come_forward()
    assert window.chosen() == FAILED.id
