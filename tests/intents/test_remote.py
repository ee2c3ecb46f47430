"""What another start of the program hands over is done, and answered in lines for a person."""

from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ccwatch import __version__
from ccwatch.core.events import SignInWanted, WentUnreachable
from ccwatch.core.job import Trouble
from ccwatch.intents.remote import OtherStarts
from ccwatch.ui.window.message_bar import Notes
from tests.intents.desk import ACTIVE, AccountDesk
from tests.terminal.hostile import HOSTILE, steering
from tests.ui.sample_jobs import NOW


class Desk(AccountDesk):
    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.quits: list[bool] = []
        self.looks: list[bool] = []
        self.starts = OtherStarts(
            self.intents,
            self.account,
            self.window,
            self.store,
            lambda: self.quits.append(True),
            lambda: self.looks.append(True),
        )


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_another_start_brings_the_window_forward(desk: Desk) -> None:
    desk.window.hide()
    assert desk.starts.answer({"do": "raise"}) == {"ok": True, "lines": []}
    assert desk.window.isVisible()


def test_another_start_adds_and_removes_jobs(desk: Desk) -> None:
    added = desk.starts.answer({"do": "add", "jobs": ["new-1", "new-2"]})
    assert added == {"ok": True, "lines": ["Watching new-1", "Watching new-2"]}
    gone = desk.starts.answer({"do": "remove", "jobs": ["new-1", "none"]})
    assert gone == {"ok": True, "lines": ["No longer watching new-1", "Not watched: none"]}
    assert "new-2" in desk.store.jobs


def test_another_start_may_spell_a_job_in_another_way(desk: Desk) -> None:
    guid = "8f6c3a52-0d1e-4b7a-9c55-6f0e2a7d2b41"
    desk.starts.answer({"do": "add", "jobs": [guid]})
    again = desk.starts.answer({"do": "add", "jobs": [guid.upper(), f"{{{guid}}}"]})
    assert again == {"ok": True, "lines": [f"Already watched: {guid}"]}
    gone = desk.starts.answer({"do": "remove", "jobs": [guid.upper()]})
    assert gone == {"ok": True, "lines": [f"No longer watching {guid}"]}


def test_another_start_has_the_program_quit(desk: Desk) -> None:
    assert desk.starts.answer({"do": "quit"}) == {"ok": True, "lines": ["ccwatch quits."]}
    assert desk.quits == [True]


def test_another_start_has_the_settings_read_again(desk: Desk) -> None:
    assert desk.starts.answer({"do": "settings"})["ok"] is True
    assert desk.looks == [True]


def test_a_link_asks_before_it_adds(desk: Desk, qtbot: QtBot) -> None:
    link = {"do": "offer", "jobs": ["new-1"]}
    lines = ["Asking whether to watch new-1"]
    assert desk.starts.answer(link) == {"ok": True, "lines": lines}
    assert "new-1" not in desk.store.jobs
    (button,) = (b for b in desk.window.findChildren(QPushButton) if b.text() == "Watch")
    button.click()
    assert "new-1" in desk.store.jobs
    assert desk.starts.answer(link) == {"ok": True, "lines": []}


def test_a_link_carries_nothing_but_ids(desk: Desk) -> None:
    before = dict(desk.store.jobs)
    desk.starts.answer({"do": "offer", "jobs": ["<b>x</b> ../etc $(reboot)", "new-2\nnew-3"]})
    assert dict(desk.store.jobs) == before
    remark = desk.window.findChild(Notes)
    assert remark is not None
    assert "<" not in remark.accessibleName()


def test_another_start_is_told_how_things_are(desk: Desk) -> None:
    running = f"ccwatch {__version__} is running."
    counted = "2 jobs · 1 active · 1 needs a look"
    who = "No sign-in set up."
    assert desk.starts.answer({"do": "status"})["lines"] == [running, counted, who]
    desk.store.apply(SignInWanted(NOW, "Signed out."))
    desk.store.apply(WentUnreachable(NOW, NOW, Trouble("Not reachable", "No connection.")))
    assert desk.starts.answer({"do": "status"})["lines"][3:] == [
        "Sign-in needed: Signed out.",
        "Not reachable: No connection.",
    ]


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"do": "dance"},
        {"do": ["raise"]},
        {"do": None},
        {"do": "add", "jobs": "new-1"},
        {"do": "add", "jobs": [1]},
        {"do": "remove", "jobs": {"a": 1}},
        {"do": "remove", "jobs": None},
    ],
)
def test_what_nobody_understands_does_nothing(desk: Desk, message: dict[str, Any]) -> None:
    answer = desk.starts.answer(message)
    assert answer["ok"] is False
    assert isinstance(answer["error"], str)
    assert desk.events == []


def test_another_start_can_sign_in_and_out(desk: Desk) -> None:
    assert desk.starts.answer({"do": "sign-in"})["ok"]
    assert desk.welcomes == 1
    assert desk.starts.answer({"do": "sign-out"})["ok"]


def test_a_hostile_name_steers_neither_the_terminal_nor_the_undo_bar(desk: Desk) -> None:
    desk.intents.rename(ACTIVE.id, HOSTILE)
    answer = desk.starts.answer({"do": "remove", "jobs": [ACTIVE.id]})
    (line,) = answer["lines"]
    assert line.startswith("No longer watching Bridge")
    (bar,) = desk.window.findChildren(Notes)
    assert not steering(line + "".join(desk.words(bar)))
    assert "Bridge" in "".join(desk.words(bar))


def test_a_hostile_reason_or_person_is_told_in_plain_lines(desk: Desk) -> None:
    desk.store.apply(SignInWanted(NOW, HOSTILE))
    desk.store.apply(WentUnreachable(NOW, NOW, Trouble(HOSTILE, HOSTILE)))
    lines = desk.starts.answer({"do": "status"})["lines"]
    assert len(lines) >= 4
    assert not steering("".join(lines))
