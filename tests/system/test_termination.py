"""The system's wish to end reaches Qt's loop, and the handlers are given back."""

import signal
import sys

import pytest
from pytestqt.qtbot import QtBot

from ccwatch.system.termination import TerminationSignals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
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
