"""Screens keep their layout, and show names of jobs, people and paths in full, however long."""

from collections.abc import Iterator
from itertools import product

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QWidget,
)

from ccwatch.core.language import NAMES
from ccwatch.core.plain_text import one_line
from ccwatch.ui.languages import speak_language
from ccwatch.ui.style.text_label import TextLabel
from tests.ui import screens as screens_module
from tests.ui.foreign_texts import TEXTS, everywhere
from tests.ui.screen_structure import faults
from tests.ui.screens import SCREENS, Screen
from tests.ui.stage import Stage, settled, staged
from tests.ui.tips import read

WIDE = 1600
LONGEST_MENU_LINE = 60
SHOWING = [screen for screen in SCREENS if screen.name != "glyphs"]
BY_NAME = {screen.name: screen for screen in SCREENS}
# One of each kind: all screens with all texts and languages would take minutes.
TELLING = ("window-notes", "details-narrow", "welcome", "settings-service", "sign-in-failed")


def sizes(screen: QWidget) -> Iterator[QSize]:
    """Yield the screen's minimum size, its initial size, and a wide one."""
    opened = screen.size()
    if isinstance(screen, QMenu) or not isinstance(screen, QDialog | QMainWindow):
        yield opened
        return
    width = screen.minimumWidth()
    if isinstance(screen, QDialog):
        width = max(width, screen.minimumSizeHint().width())
    layout = screen.layout()
    needs = layout.totalHeightForWidth(width) if layout and layout.hasHeightForWidth() else 0
    yield QSize(width, max(needs, opened.height()))
    yield opened
    yield QSize(WIDE, opened.height())


def wrong(screen: QWidget) -> list[str]:
    """Return what cannot be reached, and texts that are cut off and nowhere shown in full."""
    found = faults(screen)
    inside = screen.centralWidget() if isinstance(screen, QMainWindow) else screen
    least = inside.minimumSizeHint().width() if inside else 0
    found += [f"needs {least} of {screen.width()} pixels"] * (least > screen.width())
    for button in screen.findChildren(QAbstractButton):
        left = button.mapTo(screen, QPoint()).x()
        reached = 0 <= left <= screen.width() - button.width()
        if button.isVisible() and button.text() and not reached:
            found.append(f"out of reach: {button.text()}")
    for label in screen.findChildren(TextLabel):
        whole = " ".join(read(label.toolTip()).split())
        begins = " ".join(label.text().partition("…")[0].split())
        if label.isVisible() and label.elided() and begins not in whole:
            found.append(f"nowhere whole: {label.text()}")
    return found


def all_wrong(screen: Screen, stage: Stage) -> list[str]:
    widget = screen.show(stage)
    settled()
    found = []
    for size in sizes(widget):
        widget.resize(size)
        settled()
        found += [f"{screen.name}, {size.width()} wide: {fault}" for fault in wrong(widget)]
    return found


@pytest.mark.parametrize("screen", SHOWING, ids=lambda it: it.name)
def test_a_screen_has_room_for_a_long_name(qapp: QApplication, screen: Screen) -> None:
    with staged(qapp, "light") as stage, everywhere(TEXTS["wide letters"]):
        assert all_wrong(screen, stage) == []


@pytest.mark.parametrize(("screen", "name"), [*product(TELLING, TEXTS)])
def test_a_screen_has_room_for_any_text(qapp: QApplication, screen: str, name: str) -> None:
    with staged(qapp, "light") as stage, everywhere(TEXTS[name]):
        assert all_wrong(BY_NAME[screen], stage) == []


@pytest.mark.parametrize(("language", "name"), [*product(NAMES, TELLING)])
def test_a_screen_has_room_in_each_language(qapp: QApplication, language: str, name: str) -> None:
    with staged(qapp, "light") as stage, everywhere(TEXTS["wide letters"]):
        speak_language(qapp, language)
        assert all_wrong(BY_NAME[name], stage) == []


def test_no_label_of_a_screen_grows_with_a_text_from_outside(qapp: QApplication) -> None:
    text = TEXTS["wide letters"]
    for screen in SCREENS:
        with staged(qapp, "light") as stage, everywhere(text):
            shown = screen.show(stage)
            settled()
            for part in shown.findChildren(QWidget):
                words = getattr(part, "text", str)()
                if text[:40] in str(words):
                    assert not isinstance(part, QLabel) or isinstance(part, TextLabel)
                    assert part.minimumSizeHint().width() < 300


def test_a_label_that_is_as_wide_as_its_text_is_found(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TextLabel, "minimumSizeHint", QLabel.minimumSizeHint)
    monkeypatch.setattr(TextLabel, "heightForWidth", QLabel.heightForWidth)
    with staged(qapp, "light") as stage, everywhere(TEXTS["wide letters"]):
        assert all_wrong(BY_NAME["window"], stage) != []


@pytest.mark.parametrize("name", TEXTS)
def test_a_line_of_the_menu_is_short(qapp: QApplication, name: str) -> None:
    with staged(qapp, "light") as stage, everywhere(TEXTS[name]):
        menu = BY_NAME["tray-menu"].show(stage)
        assert isinstance(menu, QMenu)
        lines = [action.text() for action in menu.actions()]
        assert max(map(len, lines)) <= LONGEST_MENU_LINE
        assert any("%" in line for line in lines)


def test_a_title_shows_what_a_name_has_in_brackets(qapp: QApplication) -> None:
    with staged(qapp, "light") as stage, everywhere("Bridge [*] [*][*]"):
        title = BY_NAME["diagnostics"].show(stage).windowTitle()
        assert title == "Diagnostics of Bridge [*][*] [*][*][*][*]"


def test_a_title_is_short(qapp: QApplication) -> None:
    with staged(qapp, "light") as stage, everywhere("W" * 200):
        assert len(BY_NAME["diagnostics"].show(stage).windowTitle()) < 120


def test_the_texts_are_really_shown(qapp: QApplication) -> None:
    with staged(qapp, "light") as stage, everywhere(TEXTS["CJK"]):
        window = screens_module.SCREENS[0].show(stage)
        settled()
        labels = [label.text() for label in window.findChildren(TextLabel)]
        assert sum(one_line(TEXTS["CJK"], 20)[:-1] in label for label in labels) > 5
