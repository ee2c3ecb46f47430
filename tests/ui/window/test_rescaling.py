"""A window that does not follow its screen's scale is shown again, with what is in front of it."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.ui.window import rescaling
from ccwatch.ui.window.rescaling import Ratios, Rescaling, is_stuck, show_again


@pytest.mark.parametrize(
    ("before", "after", "stuck"),
    [
        (Ratios(1.0, 1.0), Ratios(1.0, 2.0), True),
        (Ratios(2.0, 2.0), Ratios(2.0, 1.0), True),
        (Ratios(1.0, 1.0), Ratios(2.0, 2.0), False),
        (Ratios(1.0, 1.0), Ratios(1.0, 1.0), False),
        # Fractional: a screen has the next whole number.
        (Ratios(1.0, 1.0), Ratios(1.5, 2.0), False),
        (Ratios(1.5, 2.0), Ratios(1.25, 2.0), False),
        (Ratios(1.5, 2.0), Ratios(1.5, 2.0), False),
        (Ratios(1.5, 2.0), Ratios(1.0, 1.0), False),
        # It had not followed an earlier change.
        (Ratios(1.0, 2.0), Ratios(1.0, 1.0), False),
    ],
)
def test_a_window_is_stuck_if_its_screen_changed_alone(
    before: Ratios, after: Ratios, stuck: bool
) -> None:
    assert is_stuck(before, after) is stuck


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


@pytest.mark.parametrize("follows", [True, False])
def test_only_what_did_not_follow_is_shown_again(
    qtbot: QtBot, follows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescaling, "SETTLE_MS", 0)
    window, dialog = windows(qtbot)
    monkeypatch.setattr(rescaling, "_now", lambda _: Ratios(2.0 if follows else 1.0, 2.0))
    following = Rescaling(window)
    shown = Shown(window, dialog)
    screen = window.screen()
    following._known[screen.name()] = 1.0
    screen.geometryChanged.emit(screen.geometry())
    qtbot.waitUntil(lambda: not following._before)
    assert {name for name, _ in shown.seen} == (set() if follows else {"window", "dialog"})
