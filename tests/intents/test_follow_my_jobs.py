"""The user's jobs are followed as the setting says; it is suggested once, after a sign-in."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ccwatch.core.events import SignedIn
from ccwatch.core.job import Service
from ccwatch.core.settings import Settings, with_value
from ccwatch.core.window_state import WindowState
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.intents.follow_my_jobs import FollowIntents
from ccwatch.intents.settings import SettingsIntents
from tests.intents.window_fixture import NoWorkers, WindowFixture, run
from tests.ui.sample_jobs import NOW

SUGGESTION = "ccwatch can watch every job that you submit, with any program."


class Lists:
    """Records what it is told to do."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []

    def follow(self, on: bool, *, quietly: bool = False) -> None:
        self.calls.append((on, quietly))

    def refresh(self) -> None:
        self.calls.append(("refresh",))


class FollowFixture(WindowFixture):
    def __init__(self, qtbot: QtBot, home: Path, *, on: bool = False) -> None:
        super().__init__(qtbot)
        workers: Any = NoWorkers()
        lists: Any = Lists()
        self.lists: Lists = lists
        self.current = CurrentSettings(with_value(Settings(), "follow_my_jobs", on))
        settings = SettingsIntents(
            self.current, home / "settings.json", workers, self.window, spawn=run
        )
        self.signed_in = False
        self.follow = FollowIntents(
            self.current, settings, lists, self.store, self.window, lambda: self.signed_in
        )

    def sign_in(self) -> None:
        self.signed_in = True
        self.store.apply(SignedIn(NOW))


@pytest.fixture
def fixture(qtbot: QtBot, tmp_path: Path) -> FollowFixture:
    return FollowFixture(qtbot, tmp_path)


def test_it_is_suggested_once_after_a_sign_in_and_begins_quietly(fixture: FollowFixture) -> None:
    fixture.follow.begin(WindowState(), suggests=True)
    fixture.follow.look()
    assert fixture.words(fixture.notes) == []
    fixture.sign_in()
    assert fixture.words(fixture.notes)[0] == SUGGESTION
    assert fixture.follow.offered
    fixture.window.take_offer()
    assert fixture.follow.is_on
    assert fixture.lists.calls == [(False, True), (True, True)]


def test_it_waits_until_no_other_message_is_shown(fixture: FollowFixture) -> None:
    fixture.follow.begin(WindowState(), suggests=True)
    fixture.window.show_message("Signed in as Ada.")
    fixture.sign_in()
    assert fixture.words(fixture.notes)[0] == "Signed in as Ada."
    assert not fixture.follow.offered
    fixture.notes.hide()
    fixture.follow.look()
    assert fixture.words(fixture.notes)[0] == SUGGESTION


@pytest.mark.parametrize(
    ("left", "on", "suggests"),
    [
        (WindowState(offered_to_follow=True), False, True),
        (WindowState(), True, True),
        (WindowState(), False, False),
    ],
)
def test_it_is_not_suggested_again_nor_where_it_is_on(
    qtbot: QtBot, tmp_path: Path, left: WindowState, *, on: bool, suggests: bool
) -> None:
    fixture = FollowFixture(qtbot, tmp_path, on=on)
    fixture.follow.begin(left, suggests=suggests)
    fixture.sign_in()
    assert fixture.words(fixture.notes) == []


@pytest.mark.parametrize("followed", [True, False])
def test_after_a_restart_new_jobs_are_announced_if_they_were_followed(
    qtbot: QtBot, tmp_path: Path, *, followed: bool
) -> None:
    fixture = FollowFixture(qtbot, tmp_path, on=True)
    fixture.follow.begin(WindowState(followed=followed), suggests=True)
    assert fixture.lists.calls == [(True, not followed)]


def test_only_its_own_setting_begins_and_ends_it(fixture: FollowFixture) -> None:
    fixture.follow.begin(WindowState(), suggests=True)
    fixture.current.put(with_value(fixture.current.get(), "theme", "dark"))
    fixture.follow.change(True)
    fixture.follow.change(False)
    assert fixture.lists.calls == [(False, True), (True, True), (False, True)]


def test_services_without_a_list_are_shown_once_also_across_restarts(
    fixture: FollowFixture,
) -> None:
    known = WindowState(unlisted=("realityconversion",))
    fixture.follow.begin(known, suggests=False)
    fixture.window.show_message("Something else.")
    fixture.follow.show_unlisted([Service.CONVERSION, Service.ANALYSIS, Service.ANALYSIS_2])
    assert fixture.words(fixture.notes)[0] == "Something else."
    fixture.notes.hide()
    fixture.follow.look()
    assert fixture.words(fixture.notes)[0] == (
        "Not available for your account: Reality Analysis, Reality Analysis v2. "
        "Add the jobs of these services by their IDs."
    )
    assert fixture.follow.unlisted == (
        "realityconversion",
        "realitydataanalysis",
        "reality-analysis",
    )
    fixture.notes.hide()
    fixture.follow.show_unlisted([Service.ANALYSIS])
    assert not fixture.notes.isVisible()
