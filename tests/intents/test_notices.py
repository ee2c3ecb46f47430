"""Notices are recorded, shown and marked."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from ccwatch.core.errors import StorageFault
from ccwatch.core.events import Event, Started
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Job, JobId, Progress
from ccwatch.core.notice import LoggedNotice, Notice, notice_for
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.core.settings import Settings
from ccwatch.disk.recorder import Recorder
from ccwatch.intents.notices import NoticeDelivery
from ccwatch.notify.notifier import FirstThatWorks, NotShown
from tests.intents.answers import Answers
from tests.virtual_time import EPOCH, VirtualClock, run_virtual

STARTED = Started(JobId("a"), EPOCH, Progress(1.0, "Active"))
JOB = Job(JobId("a"), alias="Quarry")


def say(event: Event, job: Job | None, waiting: int) -> Notice | None:
    return notice_for(event, job, Settings(), waiting)


class Screen:
    """Shows notices, or says why not; `last` is what it was given last."""

    name = "screen"

    def __init__(self) -> None:
        self.shown: list[tuple[int, str]] = []
        self.last: tuple[Notice, Path | None] | None = None
        self.reason = ""
        self.held_back = False

    async def show(self, number: int, notice: Notice, icon: Path | None) -> bool:
        if self.reason:
            raise NotShown(self.reason)
        self.shown.append((number, notice.title))
        self.last = notice, icon
        return self.held_back


class Stage:
    def __init__(self) -> None:
        self.notes, self.screen = Answers(say, [JOB]), Screen()
        self.changes = 0
        self.outcomes: list[str] = []
        self.delivery = NoticeDelivery(
            Settings,
            VirtualClock(),
            cast("Recorder", self.notes),
            FirstThatWorks([self.screen]),
            lambda glyph, percentage: Path(f"{glyph.name} {percentage}.png"),
            self._change,
            lambda: True,
            self.outcomes.append,
            lambda: self.outcomes.append("held back"),
        )

    def _change(self) -> None:
        self.changes += 1

    def kept(self) -> LoggedNotice:
        """Return the newest notice in the history."""
        return self.notes.journal.notices(1).notices[0]

    def run(self, *events: Event) -> None:
        """Deliver the journal's pending notices, then those of these events."""

        async def main() -> None:
            dispatcher = self.delivery.dispatcher
            dispatcher.take_up(self.notes.journal.pending_notices())
            running = asyncio.ensure_future(dispatcher.run())
            await asyncio.sleep(5)
            self.screen.reason = ""
            dispatcher.hear(self.notes.journal.record(events))
            await asyncio.sleep(5)
            running.cancel()
            await asyncio.wait({running})

        run_virtual(main())


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.notes.journal.close()


def test_a_change_is_recorded_shown_and_marked(stage: Stage) -> None:
    stage.run(STARTED)
    assert stage.screen.shown == [(1, "Quarry")]
    assert stage.notes.journal.pending_notices() == []
    assert stage.kept().taken is True
    assert stage.changes == 1
    assert stage.screen.last == (stage.kept().notice, Path("ACTIVE 1.0.png"))


def test_pending_notices_of_an_earlier_run_are_shown(stage: Stage) -> None:
    ((number, _),) = stage.notes.journal.record([STARTED])
    stage.run()
    assert stage.screen.shown == [(number, "Quarry")]


def test_a_storage_fault_does_not_keep_a_notice_from_the_screen(stage: Stage) -> None:
    stage.notes.fault = StorageFault("The disk is full.")
    stage.run(STARTED)
    assert [title for _, title in stage.screen.shown] == ["Quarry"]
    assert len(stage.notes.journal.pending_notices()) == 1


def test_a_screen_that_fails_ends_nothing(stage: Stage) -> None:
    stage.notes.journal.record([STARTED])
    stage.screen.reason = "no bus"
    stage.run(STARTED)
    assert [title for _, title in stage.screen.shown] == ["Quarry"]
    assert stage.notes.journal.pending_notices() == []
    first = stage.notes.journal.notices(2).notices[1]
    assert (first.taken, stage.kept().taken) == (False, True)
    assert stage.outcomes == ["screen: no bus", ""]


def test_what_a_snooze_holds_back_is_kept_as_held(stage: Stage) -> None:
    stage.delivery.dispatcher.snooze(EPOCH + 1800)
    stage.run(STARTED)
    assert stage.screen.shown == []
    assert (stage.kept().shown, stage.kept().held is None) == (None, False)
    assert stage.changes == 1


def test_a_test_notification_says_what_became_of_it(stage: Stage) -> None:
    assert run_virtual(stage.delivery.test()) == "Sent through screen."
    assert stage.screen.shown == [(0, "Test notification")]
    sent = Notice(NoticeKind.TEST, Glyph.FINISHED, "Test notification", body="It works.")
    assert stage.screen.last == (sent, Path("FINISHED None.png"))
    stage.screen.held_back = True
    assert run_virtual(stage.delivery.test()) == (
        "Sent through screen. “Do not disturb” is on: your desktop does not show notifications."
    )
    stage.screen.reason = "no bus"
    assert run_virtual(stage.delivery.test()) == "Not shown: screen: no bus."


def test_what_the_desktop_holds_back_was_accepted_and_is_reported(stage: Stage) -> None:
    stage.screen.held_back = True
    stage.run(STARTED)
    assert stage.outcomes == ["held back"]
    assert (stage.kept().taken, stage.kept().shown is None) == (True, False)
