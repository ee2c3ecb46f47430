"""The list of the user's own jobs shows the reply or an error; chosen jobs are watched."""

from typing import Any

from PySide6.QtWidgets import QLabel, QTreeWidget
from pytestqt.qtbot import QtBot

from ccwatch.core.errors import CcwatchError, Unreachable, WrongAddress
from ccwatch.core.events import Added, Limited
from ccwatch.core.job import Details, JobId, Trouble
from ccwatch.core.my_jobs import MyJobs
from ccwatch.core.service_replies import Listed
from ccwatch.intents.my_jobs import MyJobsIntents
from ccwatch.ui.dialogs.my_jobs_dialog import MyJobsDialog
from tests.intents.window_fixture import WindowFixture, run
from tests.ui.sample_jobs import NOW


class Listing:
    """A client that returns a given list of jobs, or fails."""

    def __init__(self, found: MyJobs | CcwatchError) -> None:
        self.found = found
        self.asked = 0

    async def my_jobs(self) -> MyJobs:
        self.asked += 1
        if isinstance(self.found, CcwatchError):
            raise self.found
        return self.found


def opened(fixture: WindowFixture, client: Any) -> MyJobsDialog:
    intents = MyJobsIntents(
        client, fixture.intents, fixture.store, fixture.window, lambda: NOW, spawn=run
    )
    intents.open()
    (dialog,) = fixture.window.findChildren(MyJobsDialog)
    return dialog


def listing(fixture: WindowFixture, found: MyJobs | CcwatchError) -> tuple[str, int, Listing]:
    """Return the list's message, the number of jobs shown, and the client."""
    client: Any = Listing(found)
    dialog = opened(fixture, client)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
    return said, dialog.findChildren(QTreeWidget)[0].topLevelItemCount(), client


def test_an_incomplete_list_is_shown_with_the_reason(qtbot: QtBot) -> None:
    jobs = (Listed(JobId("a"), Details()), Listed(JobId("b"), Details()))
    found = MyJobs(jobs, "The service answered 503.")
    said, shown, _ = listing(WindowFixture(qtbot), found)
    assert said == "This list may not be complete: The service answered 503."
    assert shown == 2


def test_in_a_pause_that_the_service_asked_for_no_list_is_asked_for(qtbot: QtBot) -> None:
    fixture = WindowFixture(qtbot)
    trouble = Trouble("Request limit reached", "The service asked ccwatch to wait.")
    fixture.store.apply(Limited(NOW - 10, NOW + 20, trouble))
    said, shown, client = listing(fixture, MyJobs(()))
    assert said == "The service asked ccwatch to wait. Try again in 20 s."
    assert (shown, client.asked) == (0, 0)


def test_a_subscription_without_the_list_gets_advice(qtbot: QtBot) -> None:
    said, _, _ = listing(WindowFixture(qtbot), WrongAddress("The service answered 404."))
    assert said == "Your subscription does not include this list. Add jobs by their IDs."


def test_an_error_is_shown_in_the_list(qtbot: QtBot) -> None:
    said, _, _ = listing(WindowFixture(qtbot), Unreachable("The service does not answer."))
    assert said.startswith("Service not reachable: The service does not answer.")


def test_what_is_chosen_is_watched(qtbot: QtBot) -> None:
    fixture = WindowFixture(qtbot)
    opened(fixture, Listing(MyJobs(()))).chosen.emit(["job-new"])
    assert [event.job for event in fixture.events if isinstance(event, Added)] == ["job-new"]
