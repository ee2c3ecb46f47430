"""The table of commands: its menus in each language, and what a new row needs."""

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from ccwatch.core.job import Phase
from ccwatch.core.language import NAMES
from ccwatch.ui import command_actions, commands, widget_keys
from ccwatch.ui.command_actions import CommandActions
from ccwatch.ui.commands import (
    COMMANDS,
    Command,
    DetailsButton,
    Menu,
    Situation,
    Takes,
    commands_in,
)
from ccwatch.ui.details import pane
from ccwatch.ui.languages import speak_language
from ccwatch.ui.notices.page import NoticeLogPage
from ccwatch.ui.tray.tray import Tray
from tests.ui.sample_jobs import JOBS, NOW
from tests.ui.shown_window import ShownWindow, entries

ACTIVE, QUEUED = JOBS[Phase.ACTIVE], JOBS[Phase.QUEUED]
SITUATIONS = (
    Situation(),
    Situation(jobs=(ACTIVE,), signed_in=True, unread=1, snoozed=True, can_browse=True),
    Situation(jobs=(replace(ACTIVE, muted=True), replace(QUEUED, muted=True)), unread=12),
)


def letters(menu: QMenu) -> list[str]:
    """Return the menu's mnemonics; fail if an available entry has none."""
    texts = [it.text() for it in menu.actions() if it.text() and not it.isSeparator()]
    found = [re.search("&([^&])", text.replace("&&", "")) for text in texts]
    assert [text for text, it in zip(texts, found, strict=True) if it is None] == []
    return [it[1].upper() for it in found if it]


def repeated(menu: QMenu) -> list[str]:
    return [letter for letter, count in Counter(letters(menu)).items() if count > 1]


@pytest.mark.parametrize("language", NAMES)
def test_each_entry_of_a_menu_has_a_letter_of_its_own(
    qapp: QApplication, qtbot: QtBot, language: str
) -> None:
    speak_language(qapp, language)
    parent = QObject()
    for together in ((Menu.TRAY, Menu.SNOOZE), (Menu.WINDOW, Menu.SNOOZE), (Menu.ROW,),
                     (Menu.DETAILS, Menu.CHART)):  # fmt: skip
        actions = CommandActions(parent, together, lambda *_: None)
        menus = {kind: QMenu() for kind in together}
        for kind, menu in menus.items():
            qtbot.addWidget(menu)
            actions.fill(menu, kind)
        for situation in SITUATIONS:
            actions.show(situation)
            for kind, menu in menus.items():
                assert repeated(menu) == [], kind
                assert len(letters(menu)) == len(list(commands_in(kind)))


@pytest.mark.parametrize("language", NAMES)
def test_the_menus_that_hold_no_commands_have_letters_too(
    qapp: QApplication, qtbot: QtBot, language: str
) -> None:
    speak_language(qapp, language)
    shown = ShownWindow(qtbot, JOBS.values())
    history = NoticeLogPage(lambda: NOW)
    shown.window.show_page(history)
    menus = [it.menu() for it in shown.window.findChildren(QToolButton) if it.menu()]
    assert len(menus) == 5, "snooze, more, view, details, and the kinds of notices"
    for menu in menus:
        assert repeated(menu) == []


def test_a_submenu_has_letters_of_its_own(qtbot: QtBot) -> None:
    tray = Tray()
    qtbot.addWidget(tray.menu)
    below = entries(tray.menu)["Snooze"].menu()
    assert isinstance(below, QMenu)
    assert entries(tray.menu)["History"].text() == "&History"
    assert entries(below)["1 hour"].text() == "1 &hour"


def test_each_menu_has_commands_and_each_command_an_id_of_its_own() -> None:
    assert {menu for command in COMMANDS for menu in command.menus} == set(Menu)
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)


def test_a_menu_is_worked_by_its_letters(qtbot: QtBot) -> None:
    shown = ShownWindow(qtbot, [ACTIVE])
    shown.choose(ACTIVE.id)
    at = QPoint(5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, shown.rows.mapToGlobal(at))
    QApplication.sendEvent(shown.rows.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_M)
    assert shown.heard[-1] == ("mute", (ACTIVE.id,))


def test_a_line_is_drawn_only_above_what_is_offered(qtbot: QtBot) -> None:
    parent, menu = QObject(), QMenu()
    qtbot.addWidget(menu)
    actions = CommandActions(parent, (Menu.SNOOZE,), lambda *_: None)
    actions.fill(menu, Menu.SNOOZE)

    def lines() -> list[bool]:
        return [it.isVisible() for it in menu.actions() if it.isSeparator()]

    assert lines() == [False]
    actions.show(Situation(snoozed=True))
    assert lines() == [True]


def test_what_is_held_changes_only_when_it_is_let_go(qtbot: QtBot) -> None:
    parent, menu = QObject(), QMenu()
    qtbot.addWidget(menu)
    actions = CommandActions(parent, (Menu.TRAY, Menu.SNOOZE), lambda *_: None)
    actions.fill(menu, Menu.TRAY)
    before = list(entries(menu))
    actions.held = True
    actions.show(Situation(signed_in=True, unread=2, snoozed=True))
    actions.over_bus = True
    actions.refresh()
    assert list(entries(menu)) == before
    actions.held = False
    actions.refresh()
    assert "_Open ccwatch" in entries(menu)


@pytest.mark.parametrize(
    ("takes", "chosen", "said"),
    [
        (Takes.NOTHING, [ACTIVE], [()]),
        (Takes.ONE, [], []),
        (Takes.ONE, [ACTIVE], [(ACTIVE.id,)]),
        (Takes.ONE, [ACTIVE, QUEUED], []),
        (Takes.SOME, [], []),
        (Takes.SOME, [ACTIVE, QUEUED], [(ACTIVE.id, QUEUED.id)]),
    ],
)
def test_a_command_is_emitted_only_with_jobs_that_it_takes(
    monkeypatch: pytest.MonkeyPatch, takes: Takes, chosen: list[Any], said: list[object]
) -> None:
    monkeypatch.setitem(commands.BY_ID, "new", Command("new", "New", takes=takes))
    heard: list[object] = []
    actions = CommandActions(
        QObject(), (Menu.SNOOZE,), lambda _, jobs: heard.append(jobs), lambda: chosen
    )
    actions.do("new")
    assert heard == said


def test_a_new_row_is_all_that_menus_keys_and_buttons_need(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = Command(
        "dance",
        "Dance",
        (Menu.TRAY, Menu.WINDOW, Menu.ROW, Menu.DETAILS),
        keys=("Ctrl+D",),
        takes=Takes.ONE,
        in_details=DetailsButton("Dance", "Let the job dance"),
    )
    for module in (commands, command_actions, widget_keys, pane):
        monkeypatch.setattr(module, "COMMANDS", (*COMMANDS, new))
    monkeypatch.setitem(commands.BY_ID, new.id, new)
    shown, tray = ShownWindow(qtbot, [ACTIVE]), Tray()
    shown.choose(ACTIVE.id)
    menus = [it.menu() for it in shown.window.findChildren(QToolButton) if it.menu()]
    menus += [tray.menu, *shown.rows.findChildren(QMenu)]
    offering = [menu for menu in menus if "Dance" in entries(menu)]
    assert len(offering) == 4
    for menu in offering:
        assert menu is tray.menu or repeated(menu) == []
    assert ("Dance", ["Ctrl+D"]) in [deed for _, deeds in widget_keys.page() for deed in deeds]
    for give in (
        entries(shown.rows.findChildren(QMenu)[0])["Dance"].trigger,
        shown.button(shown.details, "Dance").click,
        lambda: QTest.keyClick(shown.rows, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier),
    ):
        give()
        assert shown.heard.pop() == ("dance", (ACTIVE.id,))


def test_buttons_in_the_details_have_no_letters(qtbot: QtBot) -> None:
    shown = ShownWindow(qtbot, [ACTIVE])
    texts = [it.text() for it in shown.details.findChildren(QPushButton)]
    assert texts
    assert not any("&" in text for text in texts)
    assert all(isinstance(it, QAction) for it in shown.rows.actions())
