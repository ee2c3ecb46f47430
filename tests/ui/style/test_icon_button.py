"""Buttons with painted icons, and flat buttons: names, room, colours, keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.ui.style.application import choose_scheme
from ccwatch.ui.style.flat_button import flat_button
from ccwatch.ui.style.icon_button import IconButton, MenuButton
from ccwatch.ui.style.icons import Icon
from ccwatch.ui.style.tokens import DARK, LIGHT, LIGHT_CONTRAST, Tokens, style_sheet
from tests.ui.painted import Painted
from tests.ui.stage import settled, staged
from tests.ui.system_font import system_font

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def lit(qapp: QApplication) -> Iterator[QApplication]:
    with staged(qapp, "light"):
        yield qapp


def shown(qtbot: QtBot, *buttons: QWidget) -> QWidget:
    whole = QWidget()
    whole.setObjectName("bar")
    whole.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    row = QHBoxLayout(whole)
    for button in buttons:
        row.addWidget(button)
    qtbot.addWidget(whole)
    whole.show()
    settled()
    return whole


def test_a_button_without_a_text_has_its_name_as_tooltip() -> None:
    button = MenuButton("", "More", before=Icon.MORE)
    assert (button.text(), button.accessibleName(), button.toolTip()) == ("", "More", "More")
    assert button.accessibleDescription() == ""


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("name", ["", "plain"])
def test_an_icon_alone_is_large_enough_to_be_hit(
    qtbot: QtBot, lit: QApplication, percent: int, name: str
) -> None:
    with system_font(lit, percent):
        button = IconButton("", "Dismiss", before=Icon.CLOSE)
        button.setObjectName(name)
        whole = shown(qtbot, button)
        assert min(button.width(), button.height()) >= 24 * percent / 100  # WCAG 2.2, 2.5.8
        whole.hide()


def test_a_button_with_a_text_is_called_by_it() -> None:
    button = MenuButton("Snooze", "Pause notifications for a while")
    assert (button.before, button.after) == (None, Icon.DOWN)
    assert button.accessibleName() == "Snooze"
    assert button.accessibleDescription() == "Pause notifications for a while"
    button.show_text("Snoozed until 14:05")
    assert button.accessibleName() == "Snoozed until 14:05"


@pytest.mark.parametrize("percent", [100, 200])
def test_an_elided_text_is_in_the_tooltip_and_the_icons_stay(
    qtbot: QtBot, lit: QApplication, percent: int
) -> None:
    with system_font(lit, percent):
        button = MenuButton("Snoozed until 14:05", "Pause")
        whole = shown(qtbot, button)
        assert not button.elided()
        assert button.toolTip() == ""
        free = Painted(button)
        button.setFixedWidth(button.sizeHint().width() // 2)
        settled()
        assert button.elided()
        assert button.toolTip() == "Snoozed until 14:05"
        for painted in (free, Painted(button)):
            picture = painted.screen.rect()
            at_the_end = QRect(picture.right() - 24 * percent // 100, 0, 24 * percent // 100, 99)
            assert painted.count(at_the_end & picture, LIGHT.text) > 3
        whole.hide()


@pytest.mark.parametrize(
    ("theme", "look"), [("light", LIGHT), ("dark", DARK), ("contrast", LIGHT_CONTRAST)]
)
def test_an_icon_has_the_colour_of_the_text_in_each_theme(
    qtbot: QtBot, lit: QApplication, theme: str, look: Tokens
) -> None:
    first, button = QPushButton("focus"), IconButton("", "Dismiss", before=Icon.CLOSE)
    plain, off = MenuButton("", "More", before=Icon.MORE), IconButton("", "Off", before=Icon.BACK)
    plain.setObjectName("plain")
    off.setEnabled(False)
    whole = shown(qtbot, first, button, plain, off)
    choose_scheme(lit, theme)
    settled()
    painted = Painted(whole)

    def strokes(of: QWidget, colour: QColor) -> int:
        return painted.count(of.geometry().adjusted(3, 3, -3, -3), colour)

    assert strokes(button, look.text) > 1
    assert strokes(plain, look.secondary) > 1
    assert strokes(off, look.idle) > 1
    assert not strokes(off, look.text)


@pytest.mark.parametrize("make", [lambda: flat_button("Copy"), lambda: MenuButton("Kind")])
def test_a_flat_button_shows_pointer_and_focus(
    qtbot: QtBot, lit: QApplication, make: type[QPushButton]
) -> None:
    first, button = QPushButton("first"), make()
    if not button.objectName():
        button.setObjectName("plain")
    whole = shown(qtbot, first, button)
    whole.activateWindow()
    first.setFocus()
    window = whole.windowHandle()
    QTest.mouseMove(window, first.geometry().center())
    qtbot.waitUntil(lambda: not Painted(button).count(button.rect(), LIGHT.selection))
    calm = Painted(button)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    settled()
    assert button.hasFocus()
    edge = QRect(8, 0, button.width() - 16, 1)
    assert Painted(button).count(edge, LIGHT.active) == edge.width()
    assert not calm.count(edge, LIGHT.active)
    QTest.mouseMove(window, button.geometry().center())
    qtbot.waitUntil(lambda: Painted(button).count(button.rect(), LIGHT.selection) > 30)


def test_the_keys_press_a_button_without_a_frame(qtbot: QtBot, lit: QApplication) -> None:
    pressed: list[str] = []
    copy, close = flat_button("Copy", "Copy the errors"), IconButton("", "Dismiss")
    copy.clicked.connect(lambda: pressed.append("copy"))
    close.clicked.connect(lambda: pressed.append("close"))
    whole = shown(qtbot, copy, close)
    assert copy.accessibleName() == "Copy the errors"
    whole.activateWindow()
    copy.setFocus()
    QTest.keyClick(copy, Qt.Key.Key_Space)
    QTest.keyClick(copy, Qt.Key.Key_Tab)
    assert close.hasFocus()
    QTest.keyClick(close, Qt.Key.Key_Space)
    assert pressed == ["copy", "close"]


@pytest.mark.parametrize("look", [LIGHT, DARK, LIGHT_CONTRAST])
def test_nothing_is_underlined_as_a_link(look: Tokens) -> None:
    assert "underline" not in style_sheet(look, native=False)
