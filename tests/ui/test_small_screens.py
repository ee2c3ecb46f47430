"""Every window fits a small screen when it is first shown, and can be used on the smallest."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.core.window_state import WindowState
from ccwatch.ui.details.diagnostics_dialog import DiagnosticsDialog
from ccwatch.ui.dialogs.about_dialog import AboutDialog
from ccwatch.ui.dialogs.my_jobs_dialog import MyJobsDialog
from ccwatch.ui.dialogs.shortcuts_dialog import ShortcutsDialog
from ccwatch.ui.settings.dialog import SettingsDialog
from ccwatch.ui.settings.import_dialog import ImportDialog
from ccwatch.ui.store import JobStore
from ccwatch.ui.style import first_size
from ccwatch.ui.window import geometry
from ccwatch.ui.window.job_window import JobWindow
from tests.ui.screen_structure import faults
from tests.ui.screens import SCREENS, SETTINGS, Screen
from tests.ui.sketched_jobs import NOW
from tests.ui.stage import settled, staged

SMALLEST = QSize(640, 400)
WITHIN_FRAME = QSize(638, 372)
FIRST = [QSize(853, 533), QSize(960, 540), QSize(1280, 800), QSize(7680, 4320)]
_OF_FIXED_SIZE = ("settings-choices", "tray-menu", "glyphs")
RESIZABLE = [screen for screen in SCREENS if screen.name not in _OF_FIXED_SIZE]
DIALOGS: Sequence[Callable[[QWidget], QDialog]] = (
    lambda parent: SettingsDialog(SETTINGS, {}, parent),
    lambda parent: ImportDialog("a.json", (), parent),
    lambda parent: AboutDialog("1.0", "Linux", {"Data": "/home/you"}, parent),
    ShortcutsDialog,
    lambda parent: MyJobsDialog(lambda: NOW, parent),
    lambda parent: DiagnosticsDialog("Dam", "report", parent),
)


class FakeScreen:
    """A screen of another size."""

    def __init__(self, size: QSize) -> None:
        self._size = size

    def availableSize(self) -> QSize:  # noqa: N802 - as in Qt
        return self._size

    def availableGeometry(self) -> QRect:  # noqa: N802 - as in Qt
        return QRect(0, 0, self._size.width(), self._size.height())


class FakeApplication(QGuiApplication):
    """Knows only that screen."""

    screen: FakeScreen

    @staticmethod
    def primaryScreen() -> FakeScreen:  # type: ignore[override]  # noqa: N802 - as in Qt
        return FakeApplication.screen

    @staticmethod
    def screens() -> list[FakeScreen]:  # type: ignore[override]
        return [FakeApplication.screen]


def on(size: QSize, monkeypatch: pytest.MonkeyPatch) -> None:
    FakeApplication.screen = FakeScreen(size)
    for module in (first_size, geometry):
        monkeypatch.setattr(module, "QGuiApplication", FakeApplication)


@pytest.mark.parametrize("size", [*FIRST, SMALLEST], ids=str)
def test_the_first_window_fits_the_screen_with_its_frame(
    size: QSize, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(size, monkeypatch)
    window = JobWindow(JobStore(), lambda: NOW)
    qtbot.addWidget(window)
    window.put(WindowState())
    assert window.width() <= size.width() - 16
    assert window.height() <= size.height() - 48
    assert window.width() == min(1120, size.width() - 16)
    assert window.height() == min(620, size.height() - 48)


@pytest.mark.parametrize("size", [*FIRST[:2], SMALLEST], ids=str)
@pytest.mark.parametrize("made", DIALOGS)
def test_a_dialog_fits_the_screen_with_its_frame(
    made: Callable[[QWidget], QDialog],
    size: QSize,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    on(size, monkeypatch)
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(QWidget, "screen", lambda _: FakeScreen(size))
    dialog = made(parent)
    dialog.show()
    settled()
    assert dialog.width() <= size.width()
    assert dialog.height() <= size.height() - 48


@pytest.mark.parametrize("screen", RESIZABLE, ids=lambda screen: screen.name)
def test_a_screen_can_be_used_at_the_smallest_size(screen: Screen, qapp: QApplication) -> None:
    with staged(qapp, "light") as stage:
        window = screen.show(stage).window()
        settled()
        window.resize(WITHIN_FRAME)
        settled()
        assert window.size() == WITHIN_FRAME
        assert faults(window) == []
