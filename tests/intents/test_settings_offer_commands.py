"""Commands that depend on settings are offered as long as the settings allow them."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from ccwatch.core.settings import Settings
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.intents.settings import SettingsIntents
from tests.intents.window_fixture import ACTIVE, FAILED, NoWorkers, WindowFixture, run

NAMED = replace(Settings(), job_page="https://jobs.example.org/{job}")
CANCEL = replace(Settings(), allow_cancel=True)


def follow(current: CurrentSettings, fixture: WindowFixture) -> None:
    SettingsIntents(current, Path("nowhere"), NoWorkers(), fixture.window, spawn=run)


def test_the_pages_are_offered_as_long_as_the_settings_name_them(qtbot: QtBot) -> None:
    fixture = WindowFixture(qtbot)
    current = CurrentSettings(NAMED)
    follow(current, fixture)
    button = fixture.button(fixture.details, "Open in browser")
    assert button.isVisible()
    current.put(Settings())
    assert not button.isVisible()
    current.put(NAMED)
    assert button.isVisible()


def test_cancelling_is_offered_only_if_switched_on_and_for_jobs_that_have_not_ended(
    qtbot: QtBot,
) -> None:
    fixture = WindowFixture(qtbot)
    current = CurrentSettings(Settings())
    follow(current, fixture)

    def offered(*jobs: str) -> tuple[bool, bool]:
        fixture.choose(*jobs)
        (menu,) = [it for it in fixture.rows.findChildren(QMenu) if it.parent() is fixture.rows]
        named = {it.text().replace("&", ""): it for it in menu.actions()}
        action = named["Cancel job…"]
        return action.isVisible(), action.isEnabled()

    assert not offered(ACTIVE.id)[0]
    current.put(CANCEL)
    assert offered(ACTIVE.id) == (True, True)
    assert offered(FAILED.id) == (True, False)
    assert offered(ACTIVE.id, FAILED.id) == (True, False)
    current.put(Settings())
    assert not offered(ACTIVE.id)[0]
