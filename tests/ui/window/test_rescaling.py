"""A window that does not follow its screen's scale is shown again, with what is in front of it."""

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.ui.window import screen_changes
from ccwatch.ui.window.rescaling import Rescaling, show_again


class Shown(QObject):
    """Records which windows were hidden and shown."""

    def __init__(self, *windows: QWidget) -> None:
        super().__init__()
        self.seen: list[tuple[str, str]] = []
        for window in windows:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - as in Qt
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self.seen.append((watched.objectName(), event.type().name))
        return False


def windows(qtbot: QtBot) -> tuple[QMainWindow, QDialog]:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setObjectName("window")
    window.show()
    dialog = QDialog(window)
    dialog.setObjectName("dialog")
    dialog.open()
    return window, dialog


def test_a_dialog_stays_open_and_in_front(qtbot: QtBot) -> None:
    window, dialog = windows(qtbot)
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    shown = Shown(window, dialog)
    show_again([dialog, window])
    assert [it for it in shown.seen if it[1] == "Show"] == [("window", "Show"), ("dialog", "Show")]
    assert dialog.isVisible()
    assert dialog.isModal()
    assert closed == []


class Screen:
    """The screen's ratio, and those of the windows, which may follow it."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(screen_changes, "SETTLE_MS", 20)
        self.ratios = {"screen": 1.0, "window": 1.0}
        monkeypatch.setattr(QWidget, "devicePixelRatio", lambda _: self.ratios["window"])
        monkeypatch.setattr(QScreen, "devicePixelRatio", lambda _: self.ratios["screen"])
        self._qtbot = qtbot
        self._window, self._dialog = windows(qtbot)
        self._following = Rescaling(self._window)

    def change(self, *steps: tuple[float, float]) -> set[str]:
        """Change the ratios of screen and windows; return what was shown again."""
        shown = Shown(self._window, self._dialog)
        for screen, window in steps:
            self.ratios["screen"] = screen
            self._window.screen().geometryChanged.emit(QRect())
            self.ratios["window"] = window
        self._qtbot.waitUntil(lambda: not self._following._settling.isActive())
        return {name for name, _ in shown.seen}


@pytest.mark.parametrize(
    ("steps", "stuck"),
    [
        ([(2.0, 1.0)], True),
        ([(2.0, 2.0)], False),
        ([(1.0, 1.0)], False),
        # Fractional: a screen has the next whole number.
        ([(2.0, 1.5)], False),
        # Twice at once, which ends as it began; the buffer is another all the same.
        ([(2.0, 1.0), (1.0, 1.0)], True),
    ],
)
def test_what_did_not_follow_is_shown_again(
    qtbot: QtBot, steps: list[tuple[float, float]], stuck: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen(qtbot, monkeypatch)
    assert screen.change(*steps) == ({"window", "dialog"} if stuck else set())


def test_a_fractional_scale_may_change_alone(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen(qtbot, monkeypatch)
    assert screen.change((2.0, 1.5)) == set()
    assert screen.change((2.0, 1.25)) == set()
    assert screen.change((2.0, 1.25)) == set()
    assert screen.change((1.0, 1.0)) == set()
    assert screen.change((2.0, 1.0)) == {"window", "dialog"}
