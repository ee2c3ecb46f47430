"""The bell: its count is visible and accessible, and its size constant."""

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from ccwatch.ui.style.tokens import LIGHT
from ccwatch.ui.window.bell_button import BellButton


def has_badge(button: BellButton) -> bool:
    image = button.grab().toImage()
    return any(
        QColor(image.pixel(x, y)) == LIGHT.active
        for x in range(image.width())
        for y in range(4, image.height() // 2)
    )


def test_the_count_is_visible_and_accessible(qtbot: QtBot) -> None:
    button = BellButton()
    qtbot.addWidget(button)
    assert button.accessibleName() == "History"
    assert not has_badge(button)
    size = button.sizeHint()
    for count, said in ((1, "History, 1 unread"), (4000, "History, 4,000 unread")):
        button.show_unread(count)
        assert button.accessibleName() == said
        assert has_badge(button)
        assert button.sizeHint() == size
        assert "Ctrl+H" in button.toolTip()
    button.show_unread(0)
    assert not has_badge(button)
