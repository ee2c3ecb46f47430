"""The session's end on Windows: the program is closed before its message is answered."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ccwatch.system import session_end
from ccwatch.system.session_end import SessionMessages
from tests.system.windows_message import deliver

WM_QUERYENDSESSION, WM_ENDSESSION = 0x0011, 0x0016


class Program:
    """Takes a moment of Qt's loop to close, then ends that loop; `told` is sent from within it."""

    def __init__(self, *, hangs: bool = False) -> None:
        self.wishes = self.closed = 0
        self.closed_at: list[int] = []
        self._hangs = hangs
        self.session = SessionMessages(self._wish)

    def told(self, *messages: tuple[int, int]) -> list[tuple[bool, int]]:
        """Return the filter's answers to the messages, all sent in one Qt loop."""
        answers: list[tuple[bool, int]] = []

        def deliver_all() -> None:
            for number, wparam in messages:
                answers.append(deliver(self.session._messages, number, wparam=wparam))
                self.closed_at.append(self.closed)
            QApplication.exit()

        QTimer.singleShot(0, deliver_all)
        QApplication.exec()
        return answers

    def _wish(self) -> None:
        self.wishes += 1
        if not self._hangs:
            QTimer.singleShot(1, self._close)

    def _close(self) -> None:
        self.closed += 1
        QApplication.exit()


@pytest.fixture
def program(qtbot: QtBot) -> Iterator[Program]:
    program = Program()
    yield program
    program.session.close()


def test_the_program_is_closed_when_the_message_is_answered(program: Program) -> None:
    assert program.told((WM_QUERYENDSESSION, 0), (WM_ENDSESSION, 1)) == [(False, 0), (True, 0)]
    assert (program.wishes, program.closed_at) == (1, [0, 1])


def test_it_is_closed_once_though_every_window_is_told(program: Program) -> None:
    assert program.told(*[(WM_ENDSESSION, 1)] * 3) == [(True, 0)] * 3
    assert (program.wishes, program.closed_at) == (1, [1, 1, 1])


@pytest.mark.parametrize(
    ("message", "wparam"),
    [(WM_QUERYENDSESSION, 0), (WM_ENDSESSION, 0), (0x0010, 1)],
    ids=["asked whether it may end", "called off", "a window is closed"],
)
def test_anything_else_is_left_to_qt(program: Program, message: int, wparam: int) -> None:
    assert program.told((message, wparam)) == [(False, 0)]
    assert program.wishes == 0


def test_a_program_that_does_not_end_holds_the_message_no_longer_than_windows_waits(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert session_end.PATIENCE_MS < 5000
    monkeypatch.setattr(session_end, "PATIENCE_MS", 1)
    program = Program(hangs=True)
    try:
        assert program.told((WM_ENDSESSION, 1)) == [(True, 0)]
        assert (program.wishes, program.closed) == (1, 0)
    finally:
        program.session.close()
