"""The clipboard is read when the window becomes active, once per change."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.ui.clipboard_watch import ClipboardWatch


class Watched:
    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        # The tests copy from this process; pretend that another program did.
        monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _: False)
        self.active = False
        self.window = QWidget()
        qtbot.addWidget(self.window)
        monkeypatch.setattr(self.window, "isActiveWindow", lambda: self.active)
        self.came: list[str] = []
        self.copy("before")
        ClipboardWatch(self.window).came.connect(self.came.append)

    def copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    def come(self) -> None:
        self.active = True
        QApplication.sendEvent(self.window, QEvent(QEvent.Type.WindowActivate))

    def leave(self) -> None:
        self.active = False
        QApplication.sendEvent(self.window, QEvent(QEvent.Type.WindowDeactivate))


@pytest.fixture
def watched(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(qtbot, monkeypatch)


def test_what_was_copied_before_is_read_when_the_window_is_first_active(watched: Watched) -> None:
    assert watched.came == []
    watched.come()
    assert watched.came == ["before"]


def test_it_is_reported_at_each_activation_and_read_once_per_change(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    text = QClipboard.text

    def noting(clipboard: QClipboard) -> str:
        read.append(text(clipboard))
        return read[-1]

    monkeypatch.setattr(QClipboard, "text", noting)
    for _ in range(3):
        watched.come()
        watched.leave()
    watched.copy("first")
    watched.copy("second")
    assert watched.came == ["before"] * 3
    watched.come()
    assert watched.came[3:] == ["second"]
    assert read == ["before", "second"]


def test_a_text_that_is_too_long_for_a_link_is_not_kept(watched: Watched) -> None:
    watched.copy("a" * 100_000)
    watched.come()
    assert watched.came == []


def test_what_is_copied_while_the_window_is_active_is_read_at_once(watched: Watched) -> None:
    watched.come()
    watched.copy("now")
    assert watched.came == ["before", "now"]


def test_an_empty_clipboard_is_not_reported(watched: Watched) -> None:
    watched.copy("")
    watched.come()
    assert watched.came == []


def test_text_copied_by_this_program_is_not_reported(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _: True)
    watched.come()
    assert watched.came == []
