"""Bands of the window."""

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.ui.style.layout_bands import FoldingBand


def test_a_group_without_room_in_the_row_moves_below(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    band = FoldingBand("bar", 10, 10)
    band.setParent(window)
    first, second = QPushButton("Add"), QPushButton("Snooze")
    for button in (first, second):
        button.setFixedSize(100, 30)
    band.first.addWidget(first)
    band.second.addWidget(second)
    window.show()
    band.resize(228, 90)
    qtbot.waitUntil(lambda: first.geometry().right() < second.x())
    assert first.y() == second.y()
    band.resize(227, 90)
    qtbot.waitUntil(lambda: first.geometry().bottom() < second.y())
    second.setFixedWidth(99)
    qtbot.waitUntil(lambda: first.y() == second.y())
