"""That notifications do not arrive is said once, and again only after one has arrived."""

import pytest
from pytestqt.qtbot import QtBot

from ccwatch.intents.missed_notices import MissedNotices
from ccwatch.ui.window.message_bar import MessageBar
from tests.ui.shown_window import ShownWindow

REASON = "desktop notifications: no notification daemon answers"
SAID = f"Notifications do not arrive: {REASON}. The history lists them."


class Stage:
    def __init__(self, shown: ShownWindow) -> None:
        self.window = shown.window
        self.missed = MissedNotices(shown.window)
        self.window.intents.shown.connect(self.missed.tell)

    def said(self) -> str:
        """Return what the window says, and close the message."""
        (bar,) = self.window.findChildren(MessageBar)
        said = bar.accessibleName() if bar.isVisible() else ""
        bar.hide()
        return said


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(ShownWindow(qtbot))


def test_it_is_said_once(stage: Stage) -> None:
    stage.missed.delivered(REASON)
    assert stage.said() == SAID
    stage.missed.delivered(REASON)
    assert stage.said() == ""
    assert stage.missed.told


def test_it_is_said_again_if_one_arrived_meanwhile(stage: Stage) -> None:
    stage.missed.delivered(REASON)
    stage.said()
    stage.missed.delivered("")
    assert not stage.missed.told
    assert stage.said() == ""
    stage.missed.delivered(REASON)
    assert stage.said() == SAID


QUIET = "“Do not disturb” is on: your desktop does not show notifications. The history lists them."


def test_that_the_desktop_holds_them_back_is_said_once_until_one_is_shown(stage: Stage) -> None:
    stage.missed.held_back()
    assert stage.said() == QUIET
    stage.missed.held_back()
    assert stage.said() == ""
    stage.missed.delivered("")
    stage.missed.held_back()
    assert stage.said() == QUIET


def test_what_is_true_when_the_window_opens_is_said(stage: Stage) -> None:
    stage.window.hide()
    stage.missed.delivered(REASON)
    stage.missed.held_back()
    stage.window.show()
    assert stage.said() == QUIET
    stage.window.hide()
    stage.missed.told = False
    stage.missed.held_back()
    stage.missed.delivered("")
    stage.window.show()
    assert stage.said() == ""


def test_it_waits_for_a_hidden_window(stage: Stage) -> None:
    stage.window.hide()
    stage.missed.delivered(REASON)
    assert not stage.missed.told
    stage.window.show()
    assert stage.said() == SAID
    stage.window.hide()
    stage.window.show()
    assert stage.said() == ""


def test_nothing_is_said_of_what_arrives_or_was_said_by_an_earlier_process(stage: Stage) -> None:
    stage.missed.delivered("")
    assert stage.said() == ""
    stage.missed.told = True
    stage.missed.delivered(REASON)
    assert stage.said() == ""


def test_it_does_not_hide_another_message(stage: Stage) -> None:
    stage.window.show_message("The disk is full.")
    stage.missed.delivered(REASON)
    assert stage.said() == "The disk is full."
    stage.missed.delivered(REASON)
    assert stage.said() == SAID
