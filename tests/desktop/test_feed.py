"""Recorded events reach store, notifications and summary, in order and not too often."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ccwatch.core.events import Added, CatchingUp, CaughtUp, Event
from ccwatch.core.job import JobId, Service
from ccwatch.core.jobs import Status
from ccwatch.desktop.feed import Feed
from ccwatch.ui.store import JobStore

AT = 1_790_000_000.0


class Shown:
    """A feed with fakes of all its receivers; `later` holds the scheduled calls."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.later: list[tuple[float, Callable[[], object]]] = []
        self.store = JobStore([], Status())
        self.feed = Feed(
            self.store,
            self,
            lambda seconds, call: self.later.append((seconds, call)),
            lambda: self.calls.append("notices"),
            lambda: self.calls.append("summary"),
        )

    def hear(self, told: Sequence[Any]) -> None:
        self.calls.append(f"hear {len(told)} with {len(self.store.jobs)} jobs")

    def catch_up(self, begins: bool) -> None:
        self.calls.append(f"catch up {begins}")


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    return Shown()


def added(name: str) -> Event:
    return Added(JobId(name), AT, Service.MODELING)


def test_the_jobs_are_there_before_their_notifications_are_shown(shown: Shown) -> None:
    told: Any = object()
    shown.feed.apply([added("a"), added("b")], [told])
    assert shown.calls == ["hear 1 with 2 jobs", "notices"]


def test_without_news_the_notifications_stay_as_they_are(shown: Shown) -> None:
    shown.feed.apply([added("a")], [])
    assert shown.calls == ["hear 0 with 1 jobs"]


def test_many_events_make_one_summary_a_quarter_of_a_second_later(shown: Shown) -> None:
    for name in "abc":
        shown.feed.apply([added(name)], [])
    ((seconds, summarise),) = shown.later
    assert seconds == 0.25
    assert "summary" not in shown.calls
    summarise()
    assert shown.calls[-1] == "summary"
    shown.feed.apply([added("d")], [])
    assert len(shown.later) == 2


def test_where_there_are_many_jobs_the_summary_comes_less_often(shown: Shown) -> None:
    shown.feed.apply([added(str(number)) for number in range(10_000)], [])
    shown.later.pop()[1]()
    shown.feed.apply([added("one more")], [])
    assert shown.later[0][0] == pytest.approx(5.0, abs=0.01)


def test_the_notifications_learn_when_the_watcher_catches_up(shown: Shown) -> None:
    shown.feed.apply([CatchingUp(AT), CaughtUp(AT)], [])
    assert shown.calls[:2] == ["catch up True", "catch up False"]
