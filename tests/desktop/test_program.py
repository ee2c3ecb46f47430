"""The program as a whole, on its own loop and without a screen that anybody sees."""

import asyncio
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
from ccwatch.core.job import JobId
from ccwatch.core.settings import Settings
from ccwatch.desktop.program import Program
from ccwatch.desktop.wiring import acts_of
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.error_reports import ErrorReporter
from ccwatch.ui.commands import COMMANDS, Takes
from ccwatch.ui.intent_signals import IntentSignals
from ccwatch.ui.tray.tray import Tray

SOON = 60.0


class Running:
    """A program that ends as soon as `until` returns something true, or after five seconds."""

    def __init__(self, paths: Paths, loop: asyncio.AbstractEventLoop) -> None:
        self.schemes: list[str] = []
        self.error_reporter = ErrorReporter()
        self.tray = Tray()
        self._loop = loop
        self.program = Program(
            paths,
            replace(Settings(), client_id="native-1"),
            SystemClock(),
            self.tray,
            loop,
            self.error_reporter,
            self.schemes.append,
            demo=False,
        )
        self.window = self.program._screen.window

    def run(self, until: Callable[[], object]) -> bool:
        """Return whether it came to that."""
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
    qapp.setQuitOnLastWindowClosed(False)  # as the program has it
    with qasync.QSelectorEventLoop(qapp, already_running=False) as loop:
        yield loop
    qapp.setQuitOnLastWindowClosed(True)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = paths_for({"CCWATCH_HOME": str(tmp_path / "home")})
    paths.prepare()
    return paths


def test_a_journal_that_cannot_be_opened_is_said_in_the_window(
    paths: Paths, loop: asyncio.AbstractEventLoop, qtbot: QtBot
) -> None:
    paths.database.mkdir()
    running = Running(paths, loop)
    assert running.run(lambda: "Watching goes on." in running.said())
    assert str(paths.database) in running.said()
    assert not paths.crashes.exists() or not paths.crashes.read_text()


def test_what_is_added_is_recorded_and_comes_back_to_be_shown(
    paths: Paths, loop: asyncio.AbstractEventLoop, qtbot: QtBot
) -> None:
    running = Running(paths, loop)
    store = running.program._screen.store
    loop.call_later(0.2, running.window.intents.add.emit, "job-1")
    assert running.run(lambda: "job-1" in store.jobs)
    again = Running(paths, loop)
    assert again.run(lambda: "job-1" in again.program._screen.store.jobs)


def test_a_changed_setting_is_followed(
    paths: Paths, loop: asyncio.AbstractEventLoop, qtbot: QtBot
) -> None:
    running = Running(paths, loop)
    settings = running.program._intents.settings
    loop.call_later(0.2, settings.change, {"theme": "dark"})
    assert running.run(lambda: running.schemes and paths.settings.exists())
    assert running.schemes == ["dark"]
    assert '"dark"' in paths.settings.read_text()


def unheard(part: QObject, *names: str) -> list[str]:
    """Return those of the signals of a part that nothing listens to."""
    meta = part.metaObject()
    signals = [meta.method(number) for number in range(meta.methodCount())]
    named = {bytes(signal.name().data()).decode(): signal for signal in signals}
    return [name for name in names if not part.isSignalConnected(named[name])]


def test_every_wish_of_the_window_and_the_tray_leads_somewhere(
    paths: Paths, loop: asyncio.AbstractEventLoop, qtbot: QtBot
) -> None:
    running = Running(paths, loop)
    assert running.run(lambda: True)
    kinds = [name for name, it in vars(IntentSignals).items() if isinstance(it, Signal)]
    assert len(kinds) == 5
    assert unheard(running.window.intents, *kinds) == []
    assert unheard(running.tray, "wanted") == []


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
            continue  # Qt's own, which has no signature to ask for
        signature(acts[command.id]).bind(*given[command.takes])
