"""The whole program, on its own loop and an offscreen display."""

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from inspect import signature
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ccwatch.clock import SystemClock
from ccwatch.core.errors import FilesReplaced
from ccwatch.core.job import JobId
from ccwatch.core.settings import Settings
from ccwatch.core.window_state import Visibility
from ccwatch.desktop.program import Program
from ccwatch.desktop.wiring import acts_of
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.error_reports import ErrorReporter
from ccwatch.ipc.handover import Handover, Wish, leave, taken_from
from ccwatch.system.installed_files import ImportGuard
from ccwatch.ui.commands import COMMANDS, Takes
from ccwatch.ui.dialogs.sign_in_dialog import SignInDialog
from ccwatch.ui.intent_signals import IntentSignals
from ccwatch.ui.tray.tray import Tray

SOON = 60.0
NOWHERE = "https://127.0.0.1:1"


class Running:
    """A program that ends once `until` returns something true, or after five seconds."""

    def __init__(
        self, paths: Paths, loop: asyncio.AbstractEventLoop, *, takes_over: bool = False
    ) -> None:
        self.schemes: list[str] = []
        self.error_reporter = ErrorReporter()
        self.tray = Tray()
        self._loop = loop
        self.program = Program(
            paths,
            replace(Settings(), client_id="native-1", authority=NOWHERE),
            SystemClock(),
            self.tray,
            loop,
            self.error_reporter,
            self.schemes.append,
            lambda _: None,
            scale_text=lambda factor: None,
            demo=False,
            takes_over=takes_over,
        )
        self.window = self.program._screen.window

    def run(self, until: Callable[[], object]) -> bool:
        """Return whether `until` returned something true."""
        came = False

        async def watch() -> None:
            nonlocal came
            while not (came := bool(until())):
                await asyncio.sleep(0.01)
            self.tray.wanted.emit("quit", ())

        async def both() -> None:
            waiting = asyncio.ensure_future(watch())
            self._loop.call_later(SOON, self.tray.wanted.emit, "quit", ())
            await self.program.run([], [], hidden=False)
            waiting.cancel()

        self._loop.run_until_complete(both())
        return came

    def said(self) -> str:
        return " ".join(label.text() for label in self.window.findChildren(QLabel))


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    qapp.setQuitOnLastWindowClosed(False)  # as in the program
    with qasync.QSelectorEventLoop(qapp, already_running=False) as loop:
        yield loop
    qapp.setQuitOnLastWindowClosed(True)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = paths_for({"CCWATCH_HOME": str(tmp_path / "home")})
    paths.prepare()
    paths.window.write_text("{}")  # not the first start
    return paths


def test_a_journal_that_cannot_be_opened_is_reported_in_the_window(
    paths: Paths, loop: asyncio.AbstractEventLoop, qtbot: QtBot
) -> None:
    paths.database.mkdir()
    running = Running(paths, loop)
    assert running.run(lambda: "ccwatch keeps watching." in running.said())
    assert str(paths.database) in running.said()
    assert not paths.crashes.exists() or not paths.crashes.read_text()


def test_the_worker_threads_end_with_the_program(
    paths: Paths, loop: asyncio.AbstractEventLoop, qtbot: QtBot
) -> None:
    def workers() -> set[threading.Thread]:
        return {thread for thread in threading.enumerate() if thread.name.startswith("worker-")}

    before = workers()
    started: set[threading.Thread] = set()

    def have_started() -> bool:
        started.update(workers() - before)
        return bool(started)

    assert Running(paths, loop).run(have_started)
    for thread in started:
        thread.join(10)
        assert not thread.is_alive()


def test_an_added_job_is_recorded_and_then_shown(
    paths: Paths, loop: asyncio.AbstractEventLoop, qtbot: QtBot
) -> None:
    running = Running(paths, loop)
    store = running.program._screen.store
    loop.call_later(0.2, running.window.intents.add.emit, "job-1")
    assert running.run(lambda: "job-1" in store.jobs)
    again = Running(paths, loop)
    assert again.run(lambda: "job-1" in again.program._screen.store.jobs)


@pytest.mark.parametrize(("started_before", "opened"), [(False, True), (True, False)])
def test_the_first_start_goes_straight_to_a_sign_in_that_is_set_up(
    paths: Paths,
    loop: asyncio.AbstractEventLoop,
    qtbot: QtBot,
    started_before: bool,
    opened: bool,
) -> None:
    if not started_before:
        paths.window.unlink()
    running = Running(paths, loop)
    store = running.program._screen.store
    seen: list[bool] = []

    def settled() -> bool:
        shown = bool(running.window.findChildren(SignInDialog))
        seen.append(shown)
        return shown if opened else store.status.signed_in is False and len(seen) > 10

    assert running.run(settled)
    assert any(seen) is opened
    for dialog in running.window.findChildren(SignInDialog):
        dialog.close()


def test_a_changed_setting_is_followed(
    paths: Paths, loop: asyncio.AbstractEventLoop, qtbot: QtBot
) -> None:
    running = Running(paths, loop)
    settings = running.program._intents.settings
    loop.call_later(0.2, settings.change, {"theme": "dark"})
    assert running.run(lambda: running.schemes and paths.settings.exists())
    assert running.schemes == ["dark"]
    assert '"dark"' in paths.settings.read_text()


def unconnected(part: QObject, *names: str) -> list[str]:
    """Return the part's signals that nothing is connected to."""
    meta = part.metaObject()
    signals = [meta.method(number) for number in range(meta.methodCount())]
    named = {bytes(signal.name().data()).decode(): signal for signal in signals}
    return [name for name in names if not part.isSignalConnected(named[name])]


def test_every_signal_of_the_window_and_the_tray_is_connected(
    paths: Paths, loop: asyncio.AbstractEventLoop, qtbot: QtBot
) -> None:
    running = Running(paths, loop)
    assert running.run(lambda: True)
    kinds = [name for name, it in vars(IntentSignals).items() if isinstance(it, Signal)]
    assert len(kinds) == 6
    assert unconnected(running.window.intents, *kinds) == []
    assert unconnected(running.tray, "wanted") == []


def test_each_command_is_carried_out_with_the_jobs_that_it_takes(
    paths: Paths, loop: asyncio.AbstractEventLoop, qtbot: QtBot
) -> None:
    running = Running(paths, loop)
    program = running.program
    acts = acts_of(program._services, running.window, program._intents, lambda: None)
    assert running.run(lambda: True)
    given = {Takes.NOTHING: (), Takes.ONE: (JobId("a"),), Takes.SOME: ((JobId("a"),),)}
    wired = [command for command in COMMANDS if command.opens is None]
    assert {command.id for command in wired} == set(acts)
    for command in wired:
        if command.id == "close":
            continue  # a Qt method, which has no signature
        signature(acts[command.id]).bind(*given[command.takes])


def test_a_start_whose_files_are_replaced_halfway_is_left_to_the_next_process(
    paths: Paths,
    loop: asyncio.AbstractEventLoop,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    started: list[bool] = []
    monkeypatch.setattr("ccwatch.intents.restart.SETTLED_AFTER", 0.01)

    def start(*, demo: bool) -> bool:
        started.append(demo)
        return True

    monkeypatch.setattr("ccwatch.desktop.intents.start_successor", start)
    running = Running(paths, loop)
    running.program._intents.restart._files._before = {}

    async def interrupted() -> None:
        raise FilesReplaced

    monkeypatch.setattr(type(running.program._services), "load", lambda _: interrupted())
    assert running.run(lambda: started)
    assert started == [False]
    assert taken_from(paths.handover).wish == Wish("open"), "the window was to be shown"
    assert not [record for record in caplog.records if record.levelname == "CRITICAL"]
    assert not any(isinstance(finder, ImportGuard) for finder in sys.meta_path)


def test_what_was_handed_over_is_taken_up(
    paths: Paths, loop: asyncio.AbstractEventLoop, qtbot: QtBot
) -> None:
    until = SystemClock().now() + 600
    leave(paths.handover, Handover(Wish("open", offered=("job-7",)), Visibility.HIDDEN, "", until))
    running = Running(paths, loop, takes_over=True)
    assert running.run(lambda: "job-7" in running.said())
    assert running.program._intents.notices.dispatcher.snoozed_until == until
    assert not paths.handover.exists()


def test_an_end_that_nobody_takes_over_from_leaves_nothing(
    paths: Paths, loop: asyncio.AbstractEventLoop, qtbot: QtBot
) -> None:
    assert Running(paths, loop).run(lambda: True)
    assert not paths.handover.exists()
