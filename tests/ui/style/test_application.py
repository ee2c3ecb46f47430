"""The Qt style in use: the system's own, if it supports dark themes."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from ccwatch.ui.style import application as worn
from ccwatch.ui.style.application import choose_scheme, wear
from ccwatch.ui.style.tokens import DARK, LIGHT, style_sheet


@pytest.fixture
def on_windows(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[QApplication]:
    """An application as on Windows; its native style is "windows", the only one available here."""
    before = qapp.style().name()
    monkeypatch.setattr("sys.platform", "win32")
    qapp.setStyle("Windows")
    yield qapp
    choose_scheme(qapp, "system")
    qapp.setProperty(worn._NATIVE, None)
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())
    qapp.setStyle(before)


def test_a_style_that_is_always_light_is_not_used(
    on_windows: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert worn._ALWAYS_LIGHT == "windowsvista"  # Qt's style for Windows 10
    monkeypatch.setattr(worn, "_ALWAYS_LIGHT", "windows")
    wear(on_windows)
    choose_scheme(on_windows, "dark")
    assert on_windows.styleSheet() == style_sheet(DARK, native=False)
    on_windows.setStyleSheet("")
    assert on_windows.style().name() == "fusion"


def test_the_systems_style_stays_where_it_can_be_dark(on_windows: QApplication) -> None:
    wear(on_windows)
    choose_scheme(on_windows, "dark")
    assert on_windows.styleSheet() == style_sheet(DARK, native=True)
    on_windows.setStyleSheet("")
    assert on_windows.style().name() == "windows"


@pytest.mark.parametrize(
    ("available", "used", "native"),
    [
        (["Windows", "Fusion"], "fusion", False),
        (["Windows", "Fusion", "Breeze"], "windows", True),  # stands for a desktop's style
        (["Windows", "Fusion", "Breeze"], "fusion", False),
    ],
)
def test_scroll_bars_and_boxes_are_the_desktops_where_qt_has_its_style(
    on_windows: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    available: list[str],
    used: str,
    native: bool,
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(QStyleFactory, "keys", lambda: available)
    on_windows.setStyle(used)
    wear(on_windows)
    choose_scheme(on_windows, "light")
    assert on_windows.styleSheet() == style_sheet(LIGHT, native=native)
    assert ("QScrollBar" in on_windows.styleSheet()) is not native
