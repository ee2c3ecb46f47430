"""Looking back: the page, the unread count, and what a click leads to."""

from collections.abc import Iterator
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from ccwatch.core.errors import StorageFault
from ccwatch.core.events import Added, Event, Removed, Renamed, StepChanged
from ccwatch.core.glance import Glyph
from ccwatch.core.job import Job, JobId, Progress, Service
from ccwatch.core.notice import Kept, Notice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.disk.recorder import Recorder
from ccwatch.intents.notice_log import AT_ONCE, NoticeLogIntents
from ccwatch.ui.notices.page import HistoryPage
from ccwatch.ui.window.bell_button import HistoryButton
from tests.intents.answers import Answers
from tests.intents.desk import ACTIVE, FAILED, Desk, run
from tests.ui.sample_jobs import NOW
from tests.ui.sample_notices import kept

GONE = JobId("gone-99")


def say(event: Event, job: Job | None, waiting: int) -> Notice | None:
    """Say something of each step; of one that is called "sign-in" of no job."""
    if not isinstance(event, StepChanged):
        return None
    about = None if event.progress.step == "sign-in" else event.job
    return Notice(NoticeKind.STEP, Glyph.ACTIVE, f"{event.job} — {event.progress.step}", job=about)


class Counts:
    def __init__(self) -> None:
        self.shown: list[int] = []

    def show_unread(self, count: int) -> None:
        self.shown.append(count)


class HistoryDesk(Desk):
    """A window with the intents of the history, and a journal that answers at once."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.recorder = Answers(say, [ACTIVE, FAILED])
        self.counts = Counts()
        self.history = NoticeLogIntents(
            cast("Recorder", self.recorder),
            self.watcher,
            self.store,
            self.window,
            (self.window, self.counts),
            lambda: NOW,
            spawn=run,
        )

    def step(self, *steps: str, job: JobId = ACTIVE.id) -> None:
        seen = [Progress(5.0, "Active", step) for step in steps]
        self.recorder.journal.record([StepChanged(job, NOW, each, None) for each in seen])

    @property
    def page(self) -> HistoryPage:
        page = self.window.page()
        assert isinstance(page, HistoryPage)
        return page

    def kept(self) -> list[Kept]:
        return list(self.recorder.journal.notices(9999).notices)

    def titles(self) -> list[str]:
        model = self.page._model
        rows = [model.index(row, 0) for row in range(model.rowCount())]
        return [row.data() for row in rows][1:]

    def close(self) -> None:
        self.window.hide()
        self.recorder.journal.close()


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[HistoryDesk]:
    made = HistoryDesk(qtbot)
    yield made
    made.close()


def test_the_page_takes_the_place_of_the_jobs_and_lists_the_newest(desk: HistoryDesk) -> None:
    desk.step("A", "B")
    desk.window.hide()
    desk.history.open()
    assert desk.window.isVisible()
    assert desk.titles() == [f"{ACTIVE.id} — B", f"{ACTIVE.id} — A"]
    assert not desk.add.isVisible()
    desk.page.back_wanted.emit()
    assert desk.window.page() is None
    assert desk.add.isVisible()


def test_opened_twice_it_is_one_page(desk: HistoryDesk) -> None:
    desk.history.open()
    page = desk.page
    desk.history.open()
    assert desk.page is page


def test_the_unread_are_counted_where_they_are_shown(desk: HistoryDesk) -> None:
    desk.step("A", "B", "C")
    desk.history.look_again()
    assert desk.counts.shown[-1] == 3
    (bell,) = desk.window.findChildren(HistoryButton)
    assert bell.accessibleName() == "History, 3 unread"
    desk.history.mark_read([kept.number for kept in desk.kept()[:2]])
    assert desk.counts.shown[-1] == 1
    desk.history.open()
    desk.page.all_read_wanted.emit()
    assert desk.counts.shown[-1] == 0
    assert all(kept.read == NOW for kept in desk.kept())


def test_what_comes_while_the_page_is_open_is_listed_at_once(desk: HistoryDesk) -> None:
    desk.history.open()
    assert desk.titles() == []
    desk.step("A")
    desk.history.look_again()
    assert desk.titles() == [f"{ACTIVE.id} — A"]


def test_what_was_seen_is_read_after_leaving_the_page(desk: HistoryDesk) -> None:
    desk.step("A")
    desk.history.open()
    desk.qtbot.wait(10)
    assert desk.kept()[0].read is None
    desk.page.back_wanted.emit()
    assert desk.kept()[0].read == NOW
    assert desk.counts.shown[-1] == 0


def test_older_ones_are_loaded_when_they_are_asked_for(desk: HistoryDesk) -> None:
    desk.step(*(f"S{number}" for number in range(AT_ONCE + 20)))
    desk.history.open()
    assert len(desk.titles()) == AT_ONCE
    desk.page.older_wanted.emit()
    assert len(desk.titles()) == AT_ONCE + 20
    desk.page.back_wanted.emit()
    desk.history.open()
    assert len(desk.titles()) == AT_ONCE


def test_a_notice_opens_that_very_job_and_is_read(desk: HistoryDesk) -> None:
    desk.step("A", job=FAILED.id)
    desk.history.open()
    desk.page.opened.emit(desk.kept()[0])
    assert desk.window.page() is None
    assert desk.rows.current_job() == FAILED.id
    assert desk.kept()[0].read == NOW


def test_a_notice_of_no_job_is_read_and_the_page_stays(desk: HistoryDesk) -> None:
    desk.step("sign-in")
    desk.history.open()
    desk.page.opened.emit(desk.kept()[0])
    assert desk.page
    assert desk.kept()[0].read == NOW


def test_a_job_that_is_no_longer_watched_can_be_watched_again(desk: HistoryDesk) -> None:
    desk.recorder.journal.record([Added(GONE, NOW, Service.MODELING_2), Removed(GONE, NOW)])
    desk.step("A", job=GONE)
    desk.history.open()
    desk.page.opened.emit(desk.kept()[0])
    assert desk.words(desk.notes) == ["This job is no longer watched."]
    desk.button(desk.notes, "Watch it again").click()
    assert desk.store.jobs[GONE].service is Service.MODELING_2


def test_a_job_that_was_never_watched_is_taken_for_one_of_the_main_service(
    desk: HistoryDesk,
) -> None:
    desk.history.open()
    desk.page.opened.emit(kept(5, job=JobId("never-1")))
    desk.button(desk.notes, "Watch it again").click()
    assert desk.store.jobs[JobId("never-1")].service is Service.MODELING


def test_a_disk_that_fails_is_said_on_the_page_and_ends_nothing(desk: HistoryDesk) -> None:
    desk.recorder.fault = StorageFault("The disk is gone.")
    desk.history.open()
    assert "The disk is gone." in desk.page._list.empty_text[1]
    desk.history.mark_read(None)
    desk.history.load_past(ACTIVE.id)
    desk.page.back_wanted.emit()
    desk.history.look_again()
    desk.recorder.fault = None
    desk.step("A")
    desk.history.look_again()
    assert desk.counts.shown[-1] == 1


def test_the_past_of_a_job_is_shown_in_the_details(desk: HistoryDesk) -> None:
    desk.choose(ACTIVE.id)
    desk.recorder.journal.record([Renamed(ACTIVE.id, NOW, None)])
    desk.step("Texturing")
    desk.history.load_past(ACTIVE.id)
    assert "Texturing began" in desk.words(desk.details)


def test_much_at_once_is_looked_at_once_more_and_no_oftener(
    desk: HistoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("ccwatch.intents.notice_log.asyncio.sleep", sleep)
    ask = desk.recorder.ask

    def busy(question: object) -> object:
        if len(desk.counts.shown) == 0:
            for _ in range(50):
                desk.history.look_again()
        return ask(question)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.recorder, "ask", busy)
    desk.history.look_again()
    assert len(desk.counts.shown) == 2
    assert waits == [1.0]
