"""The tray: repainted only for visible changes, and a menu that stays as it is while open."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QDeadlineTimer, QPoint
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from ccwatch.core.glyph import Glyph
from ccwatch.core.job import JobId, Phase
from ccwatch.core.jobs import Status
from ccwatch.core.tray_model import TrayLine, TraySummary
from ccwatch.core.tray_summary import summarise
from ccwatch.ui.tray import tray as tray_module
from ccwatch.ui.tray.tray import Tray
from tests.ui.sample_jobs import JOBS, NOW
from tests.ui.shown_window import entries

LINES = tuple(
    TrayLine(JobId(f"job-{number}"), f"Job {number}", f"{number}0 %", Glyph.ACTIVE, number * 10.0)
    for number in range(1, 6)
)
SUMMARY = TraySummary(Glyph.ACTIVE, 30.0, "7 jobs · 5 active", LINES, more=2)


class Shown:
    """A tray with a spied icon; the test decides whether the system has a tray."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.there = True
        self.icons: list[QIcon] = []
        self.tips: list[str] = []
        monkeypatch.setattr(tray_module, "TIP_LASTS_MS", 0)
        monkeypatch.setattr(Tray, "available", lambda _: self.there)
        self._spy(monkeypatch, "setIcon", self.icons.append)
        self._spy(monkeypatch, "setToolTip", self.tips.append)
        self.tray = Tray()
        self.tray.appear()
        self.tray.show(SUMMARY)
        self.icons.clear()

    def _spy(self, monkeypatch: pytest.MonkeyPatch, name: str, told: Callable[[Any], None]) -> None:
        setter = getattr(QSystemTrayIcon, name)

        def spied(icon: QSystemTrayIcon, value: Any) -> None:
            told(value)
            setter(icon, value)

        monkeypatch.setattr(QSystemTrayIcon, name, spied)

    @property
    def icon(self) -> QSystemTrayIcon | None:
        return self.tray.findChild(QSystemTrayIcon)

    def texts(self) -> list[str]:
        return [text for text in entries(self.tray.menu) if text]


@pytest.fixture
def shown(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shown]:
    made = Shown(monkeypatch)
    yield made
    made.tray.vanish()


def test_the_icon_is_painted_only_when_what_it_shows_differs(shown: Shown) -> None:
    shown.tray.show(SUMMARY)
    shown.tray.show(replace(SUMMARY, headline="8 jobs", more=3))
    shown.tray.show(replace(SUMMARY, lines=LINES[:2], more=0))
    assert shown.icons == []
    shown.tray.show(replace(SUMMARY, percentage=31.0))
    assert len(shown.icons) == 1
    shown.tray.show(replace(SUMMARY, percentage=31.0, glyph=Glyph.FAILED))
    assert len(shown.icons) == 2


def test_a_tenth_of_a_percent_paints_no_icon(shown: Shown) -> None:
    def at(percentage: float) -> TraySummary:
        job = JOBS[Phase.ACTIVE]
        assert job.progress
        moved = replace(job, progress=replace(job.progress, percentage=percentage))
        return summarise([moved], Status(), NOW)

    shown.tray.show(at(60.1))
    shown.icons.clear()
    shown.tray.show(at(60.9))
    assert shown.icons == []
    shown.tray.show(at(61.0))
    assert len(shown.icons) == 1


def test_a_tooltip_lasts_before_the_newest_replaces_it(
    shown: Shown, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GTK's panels wait for half a second without a change before they show one."""
    monkeypatch.setattr(tray_module, "TIP_LASTS_MS", 50)
    shown.tips.clear()
    for headline in ("1 job", "2 jobs", "3 jobs"):
        shown.tray.show(replace(SUMMARY, headline=headline))
    assert [tip.split("\n")[0] for tip in shown.tips] == ["1 job"]
    qtbot.waitUntil(lambda: len(shown.tips) == 2)
    assert shown.tips[1].startswith("3 jobs\n")


def test_the_tooltip_names_up_to_five_jobs_and_counts_the_rest(shown: Shown) -> None:
    lines = shown.tips[-1].split("\n")
    assert lines[0] == "7 jobs · 5 active"
    assert lines[1:6] == [f"Job {number} — {number}0 %" for number in range(1, 6)]
    assert lines[6:] == ["and 2 more"]
    shown.tips.clear()
    shown.tray.show(replace(SUMMARY, percentage=99.0))
    assert shown.tips == []


@pytest.mark.parametrize(
    ("name", "text", "shown_lines"),
    [
        ("Quay", "30 % · Run", ["Quay — 30 % · Run"] * 5),
        ("Quay", "30 % · 4 h left · checked 5 min ago", ["Quay — 30 % · 4 h left"] * 3),
        ("Quay wall north, gate", "30 % · Run production · 3 h left",
         ["Quay wall north, gate — 30 %"] * 3),
        ("Cathedral roof, drone flight", "53 % · Run production · 3 h left",
         ["Cathedral roof, drone flight — 53 %"] * 2),
        ("🌉" * 28, "53 % · Run production", [f"{'🌉' * 28} — 53 %"]),
    ],
)  # fmt: skip
def test_a_tooltip_says_less_in_whole_lines_where_the_system_has_little_room(
    shown: Shown,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    text: str,
    shown_lines: list[str],
) -> None:
    monkeypatch.setattr("ccwatch.ui.tray.tray.LONGEST_TIP", 127)
    jobs = 5 if len(shown_lines) == 5 else 3
    lines = tuple(replace(line, name=name, text=text) for line in LINES[:jobs])
    headline = "8 jobs · 3 active · 1 needs attention"
    shown.tray.show(replace(SUMMARY, headline=headline, lines=lines, more=0))
    left = jobs - len(shown_lines)
    tip = [headline, *shown_lines, *([f"and {left} more"] if left else [])]
    assert shown.tips[-1].split("\n") == tip
    assert len(shown.tips[-1].encode("utf-16-le")) <= 2 * 127


def test_a_headline_alone_is_shown_whatever_its_length(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.ui.tray.tray.LONGEST_TIP", 3)
    shown.tray.show(replace(SUMMARY, headline="8 jobs", lines=(), more=0))
    assert shown.tips[-1] == "8 jobs"


def test_the_menu_is_in_order(shown: Shown) -> None:
    assert shown.texts() == [
        "7 jobs · 5 active",
        *(f"Job {number} — {number}0 %" for number in range(1, 6)),
        "Open ccwatch",
        "Add from clipboard",
        "History",
        "Snooze",
        "Sign in",
        "Settings…",
        "About ccwatch",
        "Quit",
    ]
    assert not entries(shown.tray.menu)["7 jobs · 5 active"].isEnabled()


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Open ccwatch", "open"),
        ("Add from clipboard", "add-copied"),
        ("History", "history"),
        ("Sign in", "sign-in"),
        ("Settings…", "settings"),
        ("About ccwatch", "about"),
        ("Quit", "quit"),
    ],
)
def test_each_entry_says_its_command(qtbot: QtBot, shown: Shown, text: str, command: str) -> None:
    with qtbot.waitSignal(shown.tray.wanted) as wanted:
        entries(shown.tray.menu)[text].trigger()
    assert wanted.args == [command, ()]


def test_a_jobs_entry_opens_that_job(qtbot: QtBot, shown: Shown) -> None:
    with qtbot.waitSignal(shown.tray.wanted) as wanted:
        entries(shown.tray.menu)["Job 3 — 30 %"].trigger()
    assert wanted.args == ["show-job", ("job-3",)]


def test_an_ampersand_in_a_name_is_shown(shown: Shown) -> None:
    line = TrayLine(JobId("a"), "Dam & sons", "4 %")
    shown.tray.show(replace(SUMMARY, headline="R&D", lines=(line,)))
    assert shown.texts()[:2] == ["R&&D", "Dam && sons — 4 %"]
    assert "Dam & sons — 4 %" in shown.tips[-1]


def test_a_hostile_name_is_a_short_plain_line(shown: Shown) -> None:
    name = "Dam\n\x1b[2J\u202e<b>bold</b>" + 99 * "x"
    shown.tray.show(replace(SUMMARY, lines=(TrayLine(JobId("a"), name, "4 %"),)))
    line = "Dam [2J <b>bold</b>xxxxxxxx… — 4 %"
    assert shown.texts()[1] == line
    assert shown.tips[-1].split("\n")[1] == line


def test_signing_in_or_out_is_offered_as_applicable(qtbot: QtBot, shown: Shown) -> None:
    for state, offered, other in ((True, "Sign out", "Sign in"), (False, "Sign in", "Sign out")):
        shown.tray.show_account(state)
        assert offered in shown.texts()
        assert other not in shown.texts()
    shown.tray.show_account(True)
    with qtbot.waitSignal(shown.tray.wanted) as wanted:
        entries(shown.tray.menu)["Sign out"].trigger()
    assert wanted.args == ["sign-out", ()]


@pytest.mark.parametrize("signed_in", [None, True, False])
def test_with_a_given_token_there_is_nothing_to_sign_in_to(
    shown: Shown, signed_in: bool | None
) -> None:
    shown.tray.show_account(signed_in, given_token=True)
    assert not {"Sign in", "Sign out"} & set(shown.texts())


def test_a_snooze_is_chosen_and_ended(shown: Shown) -> None:
    wanted: list[str] = []
    shown.tray.wanted.connect(lambda command, _: wanted.append(command))
    menu = entries(shown.tray.menu)["Snooze"].menu()
    assert isinstance(menu, QMenu)
    assert [text for text in entries(menu) if text] == ["30 minutes", "1 hour", "Until tomorrow"]
    for text in list(entries(menu)):
        entries(menu)[text].trigger()
    shown.tray.show_snooze(True)
    entries(menu)["End now"].trigger()
    assert wanted == ["snooze-half-hour", "snooze-hour", "snooze-tomorrow", "snooze-end"]


def test_the_menu_stays_as_it_is_while_it_is_open(qtbot: QtBot, shown: Shown) -> None:
    before = shown.texts()
    snooze = entries(shown.tray.menu)["Snooze"].menu()
    assert isinstance(snooze, QMenu)
    shown.tray.menu.popup(QPoint(0, 0))
    shown.tray.show(replace(SUMMARY, headline="6 jobs", lines=LINES[1:]))
    shown.tray.show_account(True)
    shown.tray.show_unread(3)
    shown.tray.show_snooze(True)
    assert shown.texts() == before
    assert "End now" not in entries(snooze)
    assert len(shown.tips) >= 1
    shown.tray.menu.close()
    qtbot.waitUntil(lambda: shown.texts() != before)
    assert shown.texts()[:2] == ["6 jobs", "Job 2 — 20 %"]
    assert {"History (3 unread)", "Sign out"} <= set(shown.texts())
    assert "End now" in entries(snooze)


def test_what_was_held_back_is_shown_when_the_menu_opens_again(shown: Shown) -> None:
    """Not every tray reports that its menu closed."""
    shown.tray.menu.aboutToShow.emit()
    shown.tray.show(replace(SUMMARY, headline="6 jobs"))
    assert shown.texts()[0] == SUMMARY.headline
    shown.tray.menu.aboutToShow.emit()
    assert shown.texts()[0] == "6 jobs"


def test_entries_of_the_same_jobs_are_kept(shown: Shown) -> None:
    kept = shown.tray.menu.actions()
    shown.tray.show(replace(SUMMARY, lines=tuple(replace(line, text="9 %") for line in LINES)))
    assert shown.tray.menu.actions() == kept
    assert "Job 1 — 9 %" in shown.texts()


def test_a_tray_may_come_late_vanish_and_come_back(shown: Shown) -> None:
    told: list[bool] = []
    shown.tray.availability_changed.connect(told.append)
    for there in (False, False, True, True):
        shown.there = there
        shown.tray._look_for_tray()
        assert (shown.tray._icon is not None) is there
    assert told == [False, True]
    assert shown.icon
    assert "7 jobs" in shown.icon.toolTip()
    assert shown.icon.contextMenu() is shown.tray.menu


def test_without_a_tray_a_balloon_is_not_shown(shown: Shown) -> None:
    shown.there = False
    shown.tray._look_for_tray()
    assert not shown.tray.show_balloon("title", "text", None, 1000)


@pytest.mark.parametrize("there", [True, False])
def test_a_balloon_that_goes_over_the_bus_needs_somebody_who_shows_it(
    shown: Shown, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown.tray._actions.over_bus = True
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: True))
    services = {"org.freedesktop.Notifications": there}
    monkeypatch.setattr("ccwatch.ui.tray.tray.is_on_bus", services.__getitem__)
    assert shown.tray.show_balloon("title", "text", None, 1000) is there


@pytest.mark.parametrize("reason", list(QSystemTrayIcon.ActivationReason))
def test_a_click_opens_the_window_and_the_menus_button_does_not(
    shown: Shown, reason: QSystemTrayIcon.ActivationReason
) -> None:
    opened: list[bool] = []
    shown.tray.wanted.connect(lambda command, _: opened.append(command == "open"))
    assert shown.icon
    shown.icon.activated.emit(reason)
    expected = reason.name in ("Trigger", "DoubleClick")
    assert bool(opened) is expected


def test_a_tray_that_went_or_came_back_is_noticed_with_a_summary_soon(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []
    shown.tray.availability_changed.connect(told.append)
    shown.there = False
    shown.tray.show(SUMMARY)
    assert told == [], "it was looked for just now"
    monkeypatch.setattr(QDeadlineTimer, "hasExpired", lambda _: True)
    shown.tray.show(SUMMARY)
    shown.there = True
    shown.tray.show(SUMMARY)
    assert told == [False, True]
    assert shown.icon is not None
