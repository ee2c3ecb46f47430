"""X11: a window whose pixels have become other units keeps its size, if the screen allows."""

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QScreen, QWindow
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from ccwatch.ui.window import screen_changes
from ccwatch.ui.window.resizing import Resizing


class Handle:
    """What a window's pixels are in units, after another resolution."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, size: QSize) -> None:
        self.wanted: list[QSize] = []
        monkeypatch.setattr(QWindow, "size", lambda _: size)
        monkeypatch.setattr(QWindow, "resize", lambda _, wanted: self.wanted.append(wanted))


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QMainWindow:
    monkeypatch.setattr(screen_changes, "SETTLE_MS", 20)
    shown = QMainWindow()
    qtbot.addWidget(shown)
    shown.resize(600, 400)
    shown.show()
    return shown


def change(window: QMainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, room: QRect) -> None:
    following = Resizing(window)
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: room)
    window.screen().geometryChanged.emit(room)
    assert following._settling.isActive()
    qtbot.waitUntil(lambda: not following._settling.isActive())


def test_the_size_stays_where_there_is_room(
    window: QMainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    handle = Handle(monkeypatch, QSize(300, 200))
    change(window, monkeypatch, qtbot, QRect(0, 0, 2000, 1500))
    assert handle.wanted == [QSize(600, 400)]
    assert window.size() == QSize(600, 400)


def test_the_window_stays_on_a_screen_that_has_become_smaller(
    window: QMainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    border = window.frameGeometry().size() - window.size()
    handle = Handle(monkeypatch, QSize(300, 200))
    room = QRect(0, 0, 500, 300)
    change(window, monkeypatch, qtbot, room)
    assert handle.wanted == [room.size() - border]
    assert window.size() == room.size() - border
    assert room.contains(window.frameGeometry())


def test_a_maximised_window_stays_maximised(
    window: QMainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window.showMaximized()
    handle = Handle(monkeypatch, QSize(300, 200))
    change(window, monkeypatch, qtbot, QRect(0, 0, 2000, 1500))
    assert handle.wanted
    assert window.isMaximized()


def test_a_window_that_followed_is_left_alone(
    window: QMainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    handle = Handle(monkeypatch, QSize(600, 400))
    change(window, monkeypatch, qtbot, QRect(0, 0, 500, 300))
    assert handle.wanted == []
