"""The system's taskbar, including a broken one, which has no effect."""

import pytest
from pytestqt.qtbot import QtBot

from ccwatch.core.badge import NOTHING, Badge, Mood
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import JobId
from ccwatch.core.tray_model import TrayLine, TraySummary
from ccwatch.system.taskbar.choice import TaskbarProgress, taskbar_of_this_system
from ccwatch.system.taskbar.linux import LauncherEntry
from ccwatch.system.taskbar.macos import DockTile
from ccwatch.system.taskbar.windows import TaskbarButton

LINE = TrayLine(JobId("a"), "Harbour bridge", "62 %")


class FakeTaskbar:
    def __init__(self) -> None:
        self.shown: list[Badge] = []
        self.closed = self.broken = False

    def show(self, badge: Badge) -> None:
        if self.broken:
            raise OSError("no taskbar")
        self.shown.append(badge)

    def close(self) -> None:
        self.closed = True


def at(percentage: float, glyph: Glyph = Glyph.ACTIVE, headline: str = "") -> TraySummary:
    return TraySummary(glyph, percentage, headline, (LINE,))


def test_only_what_changed_is_handed_on() -> None:
    taskbar = FakeTaskbar()
    progress = TaskbarProgress(taskbar)
    for summary in (at(10), at(10, headline="other words"), at(11)):
        progress.show(summary, wanted=True)
    assert taskbar.shown == [Badge(Mood.MOVING, 10, 1), Badge(Mood.MOVING, 11, 1)]


def test_what_is_not_wanted_goes_away_and_comes_back() -> None:
    taskbar = FakeTaskbar()
    progress = TaskbarProgress(taskbar)
    for wanted in (False, True, False, False, True):
        progress.show(at(10), wanted=wanted)
    moving = Badge(Mood.MOVING, 10, 1)
    assert taskbar.shown == [moving, NOTHING, moving]


def test_nothing_is_handed_on_while_there_is_nothing_to_show() -> None:
    taskbar = FakeTaskbar()
    TaskbarProgress(taskbar).show(TraySummary(Glyph.IDLE, None, "No jobs"), wanted=True)
    assert taskbar.shown == []


def test_a_taskbar_that_breaks_is_left_alone() -> None:
    taskbar = FakeTaskbar()
    progress = TaskbarProgress(taskbar)
    taskbar.broken = True
    progress.show(at(10), wanted=True)
    taskbar.broken = False
    progress.show(at(11), wanted=True)
    progress.close()
    assert taskbar.shown == []
    assert not taskbar.closed


def test_after_the_end_nothing_is_shown() -> None:
    taskbar = FakeTaskbar()
    progress = TaskbarProgress(taskbar)
    progress.close()
    progress.show(at(10), wanted=True)
    assert taskbar.closed
    assert taskbar.shown == []


@pytest.mark.parametrize(
    ("platform", "kind"),
    [("linux", LauncherEntry), ("darwin", DockTile), ("win32", TaskbarButton)],
)
def test_each_system_has_its_way(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, platform: str, kind: type
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    taskbar = taskbar_of_this_system(lambda: 0)
    assert isinstance(taskbar, kind)
    taskbar.close()
