"""The notice history: the page, the unread count, and clicks on notices."""

from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ccwatch.core.errors import StorageFault
from ccwatch.core.events import Added, Event, Removed, Renamed, StepChanged
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Job, JobId, Progress, Service
from ccwatch.core.notice import LoggedNotice, Notice, NoticePage
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.disk.recorder import Recorder
from ccwatch.intents.notice_log import AT_ONCE, NoticeLogIntents
from ccwatch.ui.notices.page import NoticeLogPage
from ccwatch.ui.window.bell_button import BellButton
from tests.intents.answers import Answers
from tests.intents.window_fixture import ACTIVE, FAILED, WindowFixture, run
from tests.ui.sample_jobs import NOW
from tests.ui.sample_notices import kept

GONE = JobId("gone-99")


def say(event: Event, job: Job | None, waiting: int) -> Notice | None:
    """Return a notice for each step; for the step "sign-in", one without a job."""
    if not isinstance(event, StepChanged):
        return None
    about = None if event.progress.step == "sign-in" else event.job
    return Notice(NoticeKind.STEP, Glyph.ACTIVE, f"{event.job} — {event.progress.step}", job=about)


class Counts:
    def __init__(self) -> None:
        self.shown: list[int] = []

    def show_unread(self, count: int) -> None:
        self.shown.append(count)


class HistoryFixture(WindowFixture):
    """A window with the history's intents, and a journal that answers immediately."""

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
    def page(self) -> NoticeLogPage:
        page = self.window.page()
        assert isinstance(page, NoticeLogPage)
        return page

    def kept(self) -> list[LoggedNotice]:
        return list(self.recorder.journal.notices(9999).notices)

    def titles(self) -> list[str]:
        model = self.page._model
        rows = [model.index(row, 0) for row in range(model.rowCount())]
        return [row.data() for row in rows][1:]

    def close(self) -> None:
        self.window.hide()
        self.recorder.journal.close()


@pytest.fixture
def fixture(qtbot: QtBot) -> Iterator[HistoryFixture]:
    made = HistoryFixture(qtbot)
    yield made
    made.close()


def test_the_page_takes_the_place_of_the_jobs_and_lists_the_newest(fixture: HistoryFixture) -> None:
    fixture.step("A", "B")
    fixture.window.hide()
    fixture.history.open()
    assert fixture.window.isVisible()
    assert fixture.titles() == [f"{ACTIVE.id} — B", f"{ACTIVE.id} — A"]
    assert not fixture.add.isVisible()
    fixture.page.back_wanted.emit()
    assert fixture.window.page() is None
    assert fixture.add.isVisible()


def test_opening_the_history_twice_shows_one_page(fixture: HistoryFixture) -> None:
    fixture.history.open()
    page = fixture.page
    fixture.history.open()
    assert fixture.page is page


def test_the_unread_are_counted_where_they_are_shown(fixture: HistoryFixture) -> None:
    fixture.step("A", "B", "C")
    fixture.history.look_again()
    assert fixture.counts.shown[-1] == 3
    (bell,) = fixture.window.findChildren(BellButton)
    assert bell.accessibleName() == "History, 3 unread"
    fixture.history.mark_read([kept.number for kept in fixture.kept()[:2]])
    assert fixture.counts.shown[-1] == 1
    fixture.history.open()
    fixture.page.all_read_wanted.emit()
    assert fixture.counts.shown[-1] == 0
    assert all(kept.read == NOW for kept in fixture.kept())


def test_what_comes_while_the_page_is_open_is_listed_at_once(fixture: HistoryFixture) -> None:
    fixture.history.open()
    assert fixture.titles() == []
    fixture.step("A")
    fixture.history.look_again()
    assert fixture.titles() == [f"{ACTIVE.id} — A"]


def test_what_was_seen_is_read_after_leaving_the_page(fixture: HistoryFixture) -> None:
    fixture.step("A")
    fixture.history.open()
    fixture.qtbot.wait(10)
    assert fixture.kept()[0].read is None
    fixture.page.back_wanted.emit()
    assert fixture.kept()[0].read == NOW
    assert fixture.counts.shown[-1] == 0


def test_older_ones_are_loaded_when_they_are_asked_for(fixture: HistoryFixture) -> None:
    fixture.step(*(f"S{number}" for number in range(AT_ONCE + 20)))
    fixture.history.open()
    assert len(fixture.titles()) == AT_ONCE
    fixture.page.older_wanted.emit()
    assert len(fixture.titles()) == AT_ONCE + 20
    fixture.page.back_wanted.emit()
    fixture.history.open()
    assert len(fixture.titles()) == AT_ONCE


def test_notices_are_read_only_for_the_page_that_shows_them(
    fixture: HistoryFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[int] = []
    read = fixture.recorder.journal.notices

    def notices(limit: int) -> NoticePage:
        limits.append(limit)
        return read(limit)

    monkeypatch.setattr(fixture.recorder.journal, "notices", notices)
    fixture.step("A")
    fixture.window.show_page(QWidget())
    fixture.history.look_again()
    assert (limits, fixture.counts.shown) == ([0], [1])
    fixture.history.open()
    assert limits[1:] == [AT_ONCE]


def test_a_page_that_is_left_while_it_is_read_is_shown_nothing(
    fixture: HistoryFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixture.history.open()
    read = fixture.recorder.journal.notices

    def notices(limit: int) -> NoticePage:
        fixture.window.show_page(None)
        return read(limit)

    monkeypatch.setattr(fixture.recorder.journal, "notices", notices)
    fixture.step("A")
    fixture.counts.shown.clear()
    fixture.history.look_again()
    assert fixture.counts.shown == [1]


def test_a_notice_opens_that_very_job_and_is_read(fixture: HistoryFixture) -> None:
    fixture.step("A", job=ACTIVE.id)
    fixture.step("B", job=FAILED.id)
    fixture.counts.shown.clear()
    fixture.history.open()
    fixture.page.opened.emit(fixture.kept()[0])
    assert fixture.window.page() is None
    assert fixture.rows.current_job() == FAILED.id
    assert fixture.kept()[0].read == NOW
    assert fixture.counts.shown[:2] == [2, 1], "the other is still unread"


def test_a_notice_of_no_job_is_read_and_the_page_stays(fixture: HistoryFixture) -> None:
    fixture.step("sign-in")
    fixture.history.open()
    fixture.page.opened.emit(fixture.kept()[0])
    assert fixture.page
    assert fixture.kept()[0].read == NOW


def test_a_job_that_is_no_longer_watched_can_be_watched_again(fixture: HistoryFixture) -> None:
    fixture.recorder.journal.record([Added(GONE, NOW, Service.MODELING_2), Removed(GONE, NOW)])
    fixture.step("A", job=GONE)
    fixture.history.open()
    fixture.page.opened.emit(fixture.kept()[0])
    assert fixture.words(fixture.notes) == ["This job is no longer watched."]
    fixture.button(fixture.notes, "Watch it again").click()
    assert fixture.store.jobs[GONE].service is Service.MODELING_2
    assert fixture.rows.current_job() == GONE
    assert not fixture.notes.isVisible()


@pytest.mark.parametrize("fault", [None, StorageFault("The disk is gone.")])
def test_a_job_of_unknown_service_is_taken_for_one_of_the_main_service(
    fixture: HistoryFixture, fault: StorageFault | None
) -> None:
    fixture.recorder.fault = fault
    fixture.history.open()
    fixture.page.opened.emit(kept(5, job=JobId("never-1")))
    fixture.button(fixture.notes, "Watch it again").click()
    assert fixture.store.jobs[JobId("never-1")].service is Service.MODELING


def test_a_storage_fault_is_shown_on_the_page_and_ends_nothing(fixture: HistoryFixture) -> None:
    fixture.recorder.fault = StorageFault("The disk is gone.")
    fixture.history.open()
    assert "The disk is gone." in fixture.page._list.empty_text[1]
    fixture.history.mark_read(None)
    fixture.history.load_past(ACTIVE.id)
    fixture.page.back_wanted.emit()
    fixture.history.look_again()
    fixture.recorder.fault = None
    fixture.step("A")
    fixture.history.look_again()
    assert fixture.counts.shown[-1] == 1


def test_the_past_of_a_job_is_shown_in_the_details(fixture: HistoryFixture) -> None:
    fixture.choose(ACTIVE.id)
    fixture.recorder.journal.record([Renamed(ACTIVE.id, NOW, None)])
    fixture.step("Texturing")
    fixture.history.load_past(ACTIVE.id)
    assert "Texturing started" in fixture.words(fixture.details)


def test_many_changes_at_once_cause_only_one_more_update(
    fixture: HistoryFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("ccwatch.intents.notice_log.asyncio.sleep", sleep)
    ask = fixture.recorder.ask

    def busy(question: object) -> object:
        if len(fixture.counts.shown) == 0:
            for _ in range(50):
                fixture.history.look_again()
        return ask(question)  # type: ignore[arg-type]

    monkeypatch.setattr(fixture.recorder, "ask", busy)
    fixture.history.look_again()
    assert len(fixture.counts.shown) == 2
    assert waits == [1.0]
