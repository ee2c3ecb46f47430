"""The window is visible when it should be, and never hidden without a tray."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from ccwatch.intents.window_visibility import TRAY_SECONDS, WindowVisibility
from ccwatch.ui.window.message_bar import MessageBar
from tests.ui.shown_window import ShownWindow


class FakeTray(QObject):
    availability_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.there = True

    def available(self) -> bool:
        return self.there

    def change(self, there: bool) -> None:
        self.there = there
        self.availability_changed.emit(there)


class Screen:
    """A window and a fake tray; time passes only in `wait`."""

    def __init__(self, qtbot: QtBot, *, tray: bool = True, desktop: str = "") -> None:
        self.window = ShownWindow(qtbot).window
        self.window.hide()
        self.tray = FakeTray()
        self.tray.there = tray
        self.due: list[Callable[[], None]] = []
        known: Any = self.tray
        self.showing = WindowVisibility(self.window, known, self._call_later, desktop)

    def _call_later(self, seconds: float, call: Callable[[], None]) -> None:
        assert seconds == TRAY_SECONDS
        self.due.append(call)

    def wait(self) -> None:
        while self.due:
            self.due.pop()()


@pytest.fixture
def screen(qtbot: QtBot) -> Screen:
    return Screen(qtbot)


@pytest.fixture
def bare(qtbot: QtBot) -> Screen:
    """A screen without a tray."""
    return Screen(qtbot, tray=False)


def test_a_usual_start_shows_the_window_with_and_without_a_tray(
    screen: Screen, bare: Screen
) -> None:
    for it in (screen, bare):
        it.showing.begin(hidden=False)
        it.wait()
        assert it.window.isVisible()
        assert not it.window.isMinimized()
        assert it.window.hides_on_close is it.tray.there


def test_a_hidden_start_stays_in_the_tray(screen: Screen) -> None:
    screen.showing.begin(hidden=True)
    screen.wait()
    assert not screen.window.isVisible()


def test_a_hidden_start_without_a_tray_is_minimised_after_a_while(bare: Screen) -> None:
    bare.showing.begin(hidden=True)
    assert not bare.window.isVisible()
    bare.wait()
    assert bare.window.isMinimized()


def test_a_tray_that_comes_in_time_keeps_the_window_hidden(bare: Screen) -> None:
    bare.showing.begin(hidden=True)
    bare.tray.change(True)
    bare.wait()
    assert not bare.window.isVisible()


def test_a_tray_that_comes_late_takes_the_minimised_window_in(bare: Screen) -> None:
    bare.showing.begin(hidden=True)
    bare.wait()
    bare.tray.change(True)
    assert not bare.window.isVisible()


def test_a_window_that_was_opened_meanwhile_stays(bare: Screen) -> None:
    bare.showing.begin(hidden=True)
    bare.wait()
    bare.window.come_forward()
    bare.tray.change(True)
    assert bare.window.isVisible()


def test_a_window_that_the_user_minimised_stays(bare: Screen) -> None:
    bare.showing.begin(hidden=False)
    bare.wait()
    bare.window.showMinimized()
    bare.tray.change(True)
    assert bare.window.isVisible()


def test_when_the_tray_vanishes_for_good_a_hidden_window_can_be_reached(screen: Screen) -> None:
    screen.showing.begin(hidden=True)
    screen.tray.change(False)
    assert not screen.window.isVisible()
    screen.wait()
    assert screen.window.isMinimized()


def test_a_panel_that_restarts_changes_nothing(screen: Screen) -> None:
    screen.showing.begin(hidden=True)
    screen.tray.change(False)
    screen.tray.change(True)
    screen.wait()
    assert not screen.window.isVisible()


def test_at_the_end_no_window_comes_back(screen: Screen) -> None:
    screen.showing.begin(hidden=True)
    screen.tray.change(False)
    screen.showing.end()
    screen.wait()
    assert not screen.window.isVisible()


def said(screen: Screen) -> str:
    notes = screen.window.findChild(MessageBar)
    assert notes is not None
    return notes.accessibleName() if notes.isVisible() else ""


def test_without_a_tray_the_hint_what_to_install_is_shown_once(qtbot: QtBot) -> None:
    for desktop, words in (("ubuntu:GNOME", "AppIndicator"), ("i3", "A panel with a system tray")):
        bare = Screen(qtbot, tray=False, desktop=desktop)
        bare.showing.begin(hidden=False)
        assert said(bare) == ""
        bare.wait()
        assert words in said(bare)
        assert bare.showing.told_of_no_tray
        again = Screen(qtbot, tray=False, desktop=desktop)
        again.showing.begin(hidden=False, told_of_no_tray=True)
        again.wait()
        assert said(again) == ""
        assert again.showing.told_of_no_tray


def test_another_message_stays_and_the_hint_comes_another_time(bare: Screen) -> None:
    bare.showing.begin(hidden=False)
    bare.window.show_message("No longer watching Bridge.")
    bare.wait()
    assert said(bare) == "No longer watching Bridge."
    assert not bare.showing.told_of_no_tray


def test_with_a_tray_there_is_no_hint(screen: Screen) -> None:
    screen.showing.begin(hidden=False)
    screen.wait()
    assert said(screen) == ""
