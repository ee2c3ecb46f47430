"""The program restarts into the version that was installed over it, once that disturbs nobody."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ccwatch.core.errors import FilesReplaced
from ccwatch.core.job import JobId, Phase
from ccwatch.core.window_state import Visibility
from ccwatch.intents.restart import RestartIntents
from ccwatch.ipc.handover import Handover, Wish
from ccwatch.system.installed_files import FileIdentity, InstalledFiles, Look
from ccwatch.ui.window.job_window import JobWindow
from tests.ui.sample_jobs import JOBS
from tests.ui.shown_window import ShownWindow
from tests.virtual_time import run_virtual

OLD, NEW, OTHER = (FileIdentity(number, 1, 1) for number in (1, 2, 3))
A = JOBS[Phase.ACTIVE].id
SETTINGS, NOTHING = Wish("settings"), Wish()
SAID = "A newer version was installed."
FAILED = "The newer version does not start. Quit ccwatch, then start it again."


class RestartFixture(ShownWindow):
    """The window with what restarts the program; `starts` are the times of starts in seconds."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot, JOBS.values())
        self.program: FileIdentity | None = OLD
        self.busy = False
        self.starts_well = True
        self.starts: list[float] = []
        self.told: list[str] = []
        self.done: list[str] = []
        self.restart = RestartIntents(
            InstalledFiles(self._look),
            self.window,
            is_busy=lambda: self.busy,
            start=self._start,
            tell=self.told.append,
            snoozed_until=lambda: 1234.5,
        )

    def _look(self) -> Look:
        return {Path("program"): self.program}

    def _start(self) -> bool:
        self.starts.append(asyncio.get_running_loop().time())
        return self.starts_well

    def remark(self) -> str:
        return self.notes.accessibleName() if self.notes.isVisible() else ""

    def act(self) -> str:
        """Stand for what needs nothing to be loaded."""
        self.done.append("act")
        return "done"

    def load(self) -> None:
        """Stand for what needs a module."""
        if self.program != OLD:
            raise FilesReplaced
        self.done.append("load")

    def wish(self) -> Wish | None:
        """Return what the next process is to do; None: there is none."""
        left = self.restart.left()
        return left.wish if left else None


@pytest.fixture
def fixture(qtbot: QtBot) -> RestartFixture:
    return RestartFixture(qtbot)


def follow(fixture: RestartFixture, course: Callable[[], Awaitable[None]]) -> None:
    """Run the intents beside a course of events, in virtual time."""

    async def main() -> None:
        running = asyncio.ensure_future(fixture.restart.run())
        await course()
        running.cancel()

    run_virtual(main())


def test_it_looks_once_a_minute_and_restarts_when_the_files_have_settled(
    fixture: RestartFixture,
) -> None:
    fixture.choose(A)

    async def course() -> None:
        await asyncio.sleep(90)
        fixture.program = NEW
        await asyncio.sleep(29)
        assert fixture.starts == []
        await asyncio.sleep(5)
        assert fixture.starts == [pytest.approx(122)]
        assert fixture.restart.left() == Handover(NOTHING, Visibility.ACTIVE, A, 1234.5)

    follow(fixture, course)


def test_files_that_are_being_replaced_are_waited_for(fixture: RestartFixture) -> None:
    async def course() -> None:
        fixture.program = None
        fixture.restart.look_now()
        await asyncio.sleep(100)
        assert fixture.starts == []
        for identity in (NEW, OTHER) * 5:
            fixture.program = identity
            await asyncio.sleep(2)
        assert fixture.starts == [], "each look saw another file"
        await asyncio.sleep(5)
        assert len(fixture.starts) == 1

    follow(fixture, course)


def test_what_is_asked_for_is_left_to_the_next_process(fixture: RestartFixture) -> None:
    async def course() -> None:
        fixture.program = NEW
        assert fixture.restart.do(fixture.act, SETTINGS) is None
        assert fixture.done == [], "nothing is begun here"
        await asyncio.sleep(3)
        assert fixture.starts == [pytest.approx(2)]
        assert fixture.wish() == SETTINGS
        fixture.restart.do(fixture.load, Wish("open"))
        assert fixture.wish() == Wish("open"), "asked for while the next one starts"

    follow(fixture, course)


def test_nothing_is_handed_over_where_nothing_takes_over(fixture: RestartFixture) -> None:
    async def course() -> None:
        await asyncio.sleep(130)
        assert fixture.restart.left() is None
        assert fixture.restart.do(fixture.act, SETTINGS) == "done"

    follow(fixture, course)


def test_an_installation_that_was_taken_back_changes_nothing(fixture: RestartFixture) -> None:
    async def course() -> None:
        fixture.program = None
        fixture.restart.do(fixture.load, SETTINGS)
        await asyncio.sleep(10)
        fixture.program = OLD
        await asyncio.sleep(5)
        assert (fixture.starts, fixture.done) == ([], ["load"])
        assert fixture.remark() == ""

    follow(fixture, course)


def test_a_user_who_is_busy_is_told_once_and_waited_for(fixture: RestartFixture) -> None:
    async def course() -> None:
        fixture.busy, fixture.program = True, NEW
        await asyncio.sleep(100)
        assert fixture.remark() == SAID
        fixture.notes.hide()
        await asyncio.sleep(100)
        assert (fixture.remark(), fixture.starts) == ("", [])
        fixture.busy = False
        await asyncio.sleep(7)
        assert len(fixture.starts) == 1

    follow(fixture, course)


def test_a_busy_user_can_do_what_needs_no_file_and_restart_for_the_rest(
    fixture: RestartFixture,
) -> None:
    async def course() -> None:
        fixture.busy, fixture.program = True, NEW
        assert fixture.restart.do(fixture.act, NOTHING) == "done"
        assert fixture.restart.do(fixture.load, SETTINGS) is None
        await asyncio.sleep(5)
        assert fixture.remark() == SAID
        fixture.button(fixture.notes, "Restart now").click()
        await asyncio.sleep(5)
        assert len(fixture.starts) == 1
        assert fixture.wish() == SETTINGS

    follow(fixture, course)


@pytest.mark.parametrize("starts_well", [True, False])
def test_a_version_that_does_not_start_is_said_and_left_alone(
    fixture: RestartFixture, starts_well: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async def course() -> None:
        fixture.starts_well, fixture.program = starts_well, NEW
        await asyncio.sleep(125)
        assert fixture.remark() == FAILED
        assert "the newer version does not start" in caplog.text
        assert fixture.told == [], "the window says it"
        assert fixture.restart.left() is None
        await asyncio.sleep(1000)
        assert len(fixture.starts) == 1
        assert fixture.restart.do(fixture.act, NOTHING) == "done", "it goes on"
        fixture.program = OTHER
        await asyncio.sleep(70)
        assert len(fixture.starts) == 2, "yet another version may start"

    follow(fixture, course)


def test_a_window_that_cannot_be_loaded_is_said_at_the_tray(fixture: RestartFixture) -> None:
    fixture.window.hide()

    async def course() -> None:
        fixture.starts_well, fixture.program = False, NEW
        fixture.restart.do(fixture.load, Wish("open"))
        await asyncio.sleep(10)
        assert fixture.told == [FAILED]
        fixture.restart.do(fixture.load, Wish("open"))
        await asyncio.sleep(10)
        assert (len(fixture.starts), fixture.told) == (2, [FAILED] * 2), "asked again, tried again"

    follow(fixture, course)


def test_what_was_held_for_a_version_that_does_not_start_is_done_here(
    fixture: RestartFixture,
) -> None:
    async def course() -> None:
        fixture.starts_well, fixture.program = False, NEW
        fixture.restart.do(fixture.act, Wish("check", (A,)))
        await asyncio.sleep(10)
        assert fixture.done == ["act"]

    follow(fixture, course)


@pytest.mark.parametrize("command", ["quit", "close", "undo", "take-offer"])
def test_what_belongs_to_this_process_is_done_at_once(
    fixture: RestartFixture, command: str
) -> None:
    carried: list[tuple[str, tuple[JobId, ...]]] = []
    carry = fixture.restart.guarded(lambda *given: carried.append(given))

    async def course() -> None:
        fixture.program = NEW
        carry(command, ())
        assert carried == [(command, ())]
        carry("check", (A,))
        assert len(carried) == 1
        await asyncio.sleep(3)
        assert fixture.wish() == Wish("check", (A,))

    follow(fixture, course)


@pytest.mark.parametrize("seen", Visibility)
def test_the_window_comes_back_as_it_was_with_the_chosen_job(
    fixture: RestartFixture, seen: Visibility, qtbot: QtBot
) -> None:
    fixture.window.hide()
    window = JobWindow(fixture.store, lambda: fixture.now)
    qtbot.addWidget(window)
    again = RestartIntents(
        InstalledFiles(dict),
        window,
        is_busy=lambda: False,
        start=lambda: True,
        tell=fixture.told.append,
        snoozed_until=lambda: 0.0,
    )
    asked: list[tuple[str, tuple[JobId, ...]]] = []
    again.take_up(Handover(NOTHING, seen, A), lambda *given: asked.append(given))
    assert (window.isVisible(), window.isMinimized()) == (seen != "hidden", seen == "minimised")
    window.come_forward()
    assert window.chosen() == A
    assert asked == []


@pytest.mark.parametrize(
    ("wish", "asked"),
    [
        (Wish("show-job", ("a",)), [("show-job", ("a",))]),
        (Wish("settings"), [("settings", ())]),
        (Wish("show-job"), []),
        (Wish("of-another-version"), []),
        (Wish("snooze"), []),  # a submenu, which is opened
    ],
    ids=str,
)
def test_a_wish_that_this_version_knows_is_carried_out(
    fixture: RestartFixture, wish: Wish, asked: list[Any]
) -> None:
    heard: list[Any] = []
    fixture.restart.take_up(Handover(wish), lambda *given: heard.append(given))
    assert heard == asked
