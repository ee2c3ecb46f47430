"""Requests to end the program reach Qt's loop, and the signal handlers are restored."""

import signal
import subprocess
import sys

import pytest
from pytestqt.qtbot import QtBot

from ccwatch.system.termination import TerminationSignals

NAMES = ["SIGTERM", "SIGINT", "SIGBREAK" if sys.platform == "win32" else "SIGHUP"]


@pytest.mark.parametrize("name", NAMES)
def test_each_signal_that_asks_for_the_end_is_told(qtbot: QtBot, name: str) -> None:
    wishes = TerminationSignals()
    try:
        with qtbot.waitSignal(wishes.terminate_requested, timeout=2000):
            signal.raise_signal(getattr(signal, name))
    finally:
        wishes.close()


def test_closing_gives_the_signals_back(qtbot: QtBot) -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    TerminationSignals().close()
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before


PROGRAM = """
import asyncio, sys
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
import qasync
from ccwatch.system.termination import Application, TerminationSignals

early = sys.argv[1] == "early"
application = Application([])
if early:  # quit() does nothing yet, but the system may send its event
    QCoreApplication.sendEvent(application, QEvent(QEvent.Type.Quit))

async def run():
    wanted = asyncio.Event()
    wishes = TerminationSignals()
    wishes.terminate_requested.connect(wanted.set)
    if not early:
        QTimer.singleShot(0, QCoreApplication.quit)
    await wanted.wait()
    await asyncio.sleep(0.01)
    wishes.close()
    print("closed in good order")

with qasync.QSelectorEventLoop(application) as loop:
    loop.run_until_complete(run())
"""


@pytest.mark.parametrize("when", ["early", "running"])
def test_a_quit_of_qt_ends_the_program_in_good_order(when: str) -> None:
    # A session manager, the macOS menu, Dock and sign-out use this event.
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, when], capture_output=True, text=True, timeout=60
    )
    assert (done.stdout.split("\n")[0], done.stderr) == ("closed in good order", "")
    assert done.returncode == 0
