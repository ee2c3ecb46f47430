"""The list of the user's own jobs shows the reply or an error; chosen jobs are watched."""

from typing import Any

from PySide6.QtWidgets import QLabel, QTreeWidget
from pytestqt.qtbot import QtBot

from ccwatch.core.errors import CcwatchError, Unreachable, WrongAddress
from ccwatch.core.events import Added, Limited
from ccwatch.core.job import Details, JobId, Service, Trouble
from ccwatch.core.job_refs import JobRef
from ccwatch.core.my_jobs import AllMyJobs, MyJobs
from ccwatch.core.service_replies import Listed
from ccwatch.intents.my_jobs import MyJobsIntents
from ccwatch.ui.dialogs.my_jobs_dialog import MyJobsDialog
from tests.intents.window_fixture import WindowFixture, run
from tests.ui.sample_jobs import NOW

DAY = 86_400.0


Found = AllMyJobs | CcwatchError


class Listing:
    """Services that list given jobs, or fail."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.asked: list[float] = []

    async def all(self, created_since: float) -> AllMyJobs:
        self.asked.append(created_since)
        if isinstance(self.found, CcwatchError):
            raise self.found
        return self.found


class Following:
    """What the list needs of following the jobs."""

    is_on = False

    def __init__(self) -> None:
        self.refreshed = 0
        self.wanted: list[bool] = []

    def refresh(self) -> None:
        self.refreshed += 1

    def change(self, on: bool) -> None:
        self.wanted.append(on)


def opened(fixture: WindowFixture, lists: Any, following: Any = None) -> MyJobsDialog:
    follow: Any = following or Following()
    intents = MyJobsIntents(
        lists,
        fixture.intents,
        follow,
        fixture.store,
        fixture.window,
        lambda: NOW,
        spawn=run,
    )
    intents.open()
    (dialog,) = fixture.window.findChildren(MyJobsDialog)
    return dialog


def listing(fixture: WindowFixture, found: Found) -> tuple[str, int, Listing]:
    """Return the list's message, the number of jobs shown, and the services."""
    client: Any = Listing(found)
    dialog = opened(fixture, client)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
    return said, dialog.findChildren(QTreeWidget)[0].topLevelItemCount(), client


def test_an_incomplete_list_is_shown_with_the_reason(qtbot: QtBot) -> None:
    jobs = (Listed(JobId("a"), Details()), Listed(JobId("b"), Details()))
    found = AllMyJobs({Service.MODELING: MyJobs(jobs, "The service answered 503.")})
    said, shown, _ = listing(WindowFixture(qtbot), found)
    assert said == "This list may not be complete: Reality Modeling: The service answered 503."
    assert shown == 2


def test_in_a_pause_that_the_service_asked_for_no_list_is_asked_for(qtbot: QtBot) -> None:
    fixture = WindowFixture(qtbot)
    trouble = Trouble("Request limit reached", "The service asked ccwatch to wait.")
    fixture.store.apply(Limited(NOW - 10, NOW + 20, trouble))
    said, shown, client = listing(fixture, AllMyJobs())
    assert said == "The service asked ccwatch to wait. Try again in 20 s."
    assert (shown, client.asked) == (0, [])


def test_a_subscription_without_the_list_gets_advice(qtbot: QtBot) -> None:
    said, _, _ = listing(WindowFixture(qtbot), WrongAddress("The service answered 404."))
    assert said == "Your subscription does not include this list. Add jobs by their IDs."


def test_an_error_is_shown_in_the_list(qtbot: QtBot) -> None:
    said, _, _ = listing(WindowFixture(qtbot), Unreachable("The service does not answer."))
    assert said.startswith("Service not reachable: The service does not answer.")


def test_what_is_chosen_is_watched(qtbot: QtBot) -> None:
    fixture = WindowFixture(qtbot)
    ref = JobRef(JobId("job-new"), Service.CONVERSION)
    opened(fixture, Listing(AllMyJobs())).chosen.emit((ref,))
    (added,) = [event for event in fixture.events if isinstance(event, Added)]
    assert (added.job, added.service) == ("job-new", Service.CONVERSION)


def test_jobs_that_ended_in_the_last_30_days_are_listed(qtbot: QtBot) -> None:
    old = Details("Old", state="success", created=NOW - 50 * DAY, ended=NOW - 31 * DAY)
    late = Details("Late", state="success", created=NOW - 50 * DAY, ended=NOW - 29 * DAY)
    long = Details("Long", state="active", created=NOW - 90 * DAY)
    jobs = tuple(Listed(JobId(str(it.name)), it) for it in (old, late, long))
    fixture = WindowFixture(qtbot)
    lists = Listing(AllMyJobs({Service.MODELING: MyJobs(jobs)}))
    tree = opened(fixture, lists).findChildren(QTreeWidget)[0]
    shown = [item.text(0) for row in range(9) if (item := tree.topLevelItem(row))]
    assert shown == ["Late", "Long"]
    assert lists.asked == [NOW - 60 * DAY]


def test_opening_the_list_lists_what_is_followed_at_once(qtbot: QtBot) -> None:
    follow = Following()
    dialog = opened(WindowFixture(qtbot), Listing(AllMyJobs()), follow)
    dialog.follow_wanted.emit(True)
    assert (follow.refreshed, follow.wanted) == (1, [True])
