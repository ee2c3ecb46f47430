"""A newer version is announced once, with a link; failures are not shown."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ccwatch.cloud.release_feed import LARGEST_FEED
from ccwatch.core.errors import Unreachable
from ccwatch.core.settings import Settings
from ccwatch.intents.updates import UpdateIntents
from ccwatch.ui.window.message_bar import MessageBar
from tests.cloud.servers import Answer, Spy, spy_server
from tests.intents.window_fixture import NoWorkers
from tests.ui.shown_window import ShownWindow
from tests.virtual_time import run_virtual

PAGE = "https://example.org/1.2.0"
DAY = 86_400


class UpdateFixture(ShownWindow):
    """A window with a release feed; `pages` are the addresses opened."""

    def __init__(self, qtbot: QtBot, spy: Spy, **settings: Any) -> None:
        super().__init__(qtbot, [])
        self.settings = Settings(**{"check_updates": True, "update_feed": spy.url, **settings})
        self.pages: list[str] = []
        self.intents = UpdateIntents(
            lambda: self.settings,
            NoWorkers(),
            self.window,
            open_page=self.pages.append,
            running="1.1.0",
        )

    def look(self) -> None:
        asyncio.run(self.intents.look())

    def remark(self) -> str:
        notes = self.window.findChild(MessageBar)
        assert notes is not None
        return notes.accessibleName() if notes.isVisible() else ""


@pytest.fixture
def spy() -> Any:
    with spy_server() as server:
        yield server


def offering(version: str) -> Answer:
    return Answer(body=json.dumps({"version": version, "page": PAGE}).encode())


def test_a_newer_version_is_announced_with_a_link_and_only_once(qtbot: QtBot, spy: Spy) -> None:
    spy.reply = lambda _: offering("1.2.0")
    fixture = UpdateFixture(qtbot, spy)
    fixture.look()
    assert fixture.remark() == "ccwatch 1.2.0 is available (you have 1.1.0)."
    buttons = fixture.window.findChildren(QPushButton)
    (link,) = (button for button in buttons if button.text() == "View")
    assert fixture.pages == []
    link.click()
    assert fixture.pages == [PAGE]
    fixture.look()
    assert fixture.remark() == ""


@pytest.mark.parametrize(
    "answer",
    [offering("1.1.0"), offering("0.9"), Answer(500), Answer(body=b"x" * (LARGEST_FEED + 1))],
)
def test_no_newer_version_and_a_failure_are_not_announced(
    qtbot: QtBot, spy: Spy, answer: Answer
) -> None:
    spy.reply = lambda _: answer
    fixture = UpdateFixture(qtbot, spy)
    fixture.look()
    assert len(spy.asked) == 1
    assert fixture.remark() == ""


def test_an_address_without_tls_is_not_requested(qtbot: QtBot, spy: Spy) -> None:
    fixture = UpdateFixture(qtbot, spy, update_feed="http://example.org/feed.json")
    fixture.look()
    assert fixture.remark() == ""


def test_the_proxy_of_the_settings_is_asked(
    qtbot: QtBot, spy: Spy, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []

    def fetch(*given: str) -> object:
        asked.append(given)
        raise Unreachable("The service does not answer.")

    monkeypatch.setattr("ccwatch.intents.updates.fetch_feed", fetch)
    proxy = "http://proxy.example.org:8080"
    UpdateFixture(qtbot, spy, proxy=proxy).look()
    assert asked == [(spy.url, proxy)]


def test_it_is_off_by_default() -> None:
    assert (Settings().check_updates, Settings().update_feed) == (False, "")


@pytest.mark.parametrize("missing", [{"check_updates": False}, {"update_feed": ""}])
def test_switched_off_it_asks_nothing_and_switched_on_it_asks_once_a_day(
    qtbot: QtBot, spy: Spy, missing: dict[str, Any]
) -> None:
    spy.reply = lambda _: offering("1.2.0")
    fixture = UpdateFixture(qtbot, spy)
    switched_on = fixture.settings
    fixture.settings = replace(switched_on, **missing)

    async def course() -> None:
        running = asyncio.create_task(fixture.intents.run())
        await asyncio.sleep(DAY)
        assert spy.asked == []
        fixture.settings = switched_on
        fixture.intents.settings_changed()
        await asyncio.sleep(1)
        fixture.intents.settings_changed()
        await asyncio.sleep(DAY - 2)
        assert len(spy.asked) == 1
        await asyncio.sleep(2)
        assert len(spy.asked) == 2
        running.cancel()

    run_virtual(course())


def test_the_first_queries_of_the_jobs_come_before_it(qtbot: QtBot, spy: Spy) -> None:
    spy.reply = lambda _: offering("1.2.0")
    fixture = UpdateFixture(qtbot, spy)

    async def course() -> None:
        running = asyncio.create_task(fixture.intents.run())
        await asyncio.sleep(59)
        assert spy.asked == []
        await asyncio.sleep(2)
        assert len(spy.asked) == 1
        running.cancel()

    run_virtual(course())
