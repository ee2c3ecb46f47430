"""A window is restored completely, on an existing screen."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.core.window_state import Visibility
from ccwatch.ui.window import geometry
from ccwatch.ui.window.geometry import bring_forward, fitted, seen_as, show_as

SCREEN, BESIDE = QRect(0, 24, 1920, 1056), QRect(1920, 0, 1280, 1024)


@pytest.mark.parametrize(
    ("frame", "screens", "place"),
    [
        (QRect(100, 100, 800, 600), [SCREEN], QRect(100, 100, 800, 600)),
        (QRect(2000, 100, 800, 600), [SCREEN, BESIDE], QRect(2000, 100, 800, 600)),
        # The second screen is gone.
        (QRect(2000, 100, 800, 600), [SCREEN], QRect(1120, 100, 800, 600)),
        # Partly off-screen, to the left and above.
        (QRect(-300, -50, 800, 600), [SCREEN], QRect(0, 24, 800, 600)),
        # Larger than any screen.
        (QRect(0, 0, 4000, 3000), [SCREEN], SCREEN),
        # Across two screens: moved to the one with most of it.
        (QRect(1500, 100, 800, 600), [SCREEN, BESIDE], QRect(1120, 100, 800, 600)),
        (QRect(1700, 100, 800, 600), [SCREEN, BESIDE], QRect(1920, 100, 800, 600)),
        (QRect(5, 6, 7, 8), [], QRect(5, 6, 7, 8)),
    ],
)
def test_a_frame_is_moved_and_shrunk_as_far_as_needed(
    frame: QRect, screens: list[QRect], place: QRect
) -> None:
    assert fitted(frame, screens) == place


@pytest.mark.parametrize("seen", Visibility)
def test_a_window_is_shown_as_it_was_seen(qtbot: QtBot, seen: Visibility) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    show_as(window, seen)
    if seen in (Visibility.SHOWN, Visibility.ACTIVE):
        qtbot.waitExposed(window)
        assert not window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    qtbot.waitUntil(lambda: seen_as(window) is seen or seen is Visibility.SHOWN)
    assert window.isVisible() == (seen is not Visibility.HIDDEN)


@pytest.mark.parametrize("focused", [True, False])
def test_a_window_that_stays_behind_asks_for_attention(
    qtbot: QtBot, focused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geometry, "ALERT_MS", 0)
    asked: list[QWidget] = []
    monkeypatch.setattr(QApplication, "alert", asked.append)
    window = QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr(
        QGuiApplication, "focusWindow", lambda: window.windowHandle() if focused else None
    )
    window.showMinimized()
    bring_forward(window)
    assert window.isVisible()
    assert not window.isMinimized()
    qtbot.wait(20)
    assert asked == ([] if focused else [window])


def test_on_x11_the_window_is_activated_with_the_servers_present_time(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its event about a property has the time, which only a later activation can use."""
    done: list[str] = []
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    monkeypatch.setattr(geometry, "TIME_MS", 10)
    monkeypatch.setattr(QWindow, "setTitle", lambda _, title: done.append(f"title {title}"))
    monkeypatch.setattr(QWidget, "activateWindow", lambda _: done.append("activate"))
    window = QWidget()
    qtbot.addWidget(window)
    window.setWindowTitle("ccwatch")
    window.show()
    done.clear()
    bring_forward(window)
    qtbot.waitUntil(lambda: done.count("activate") == 2)
    assert done == ["activate", "title ccwatch", "activate"]
