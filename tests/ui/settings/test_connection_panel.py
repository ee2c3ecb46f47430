"""The button that tests the connection, in the settings."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.core.check import Check
from ccwatch.core.settings import Settings
from ccwatch.ui.settings.connection_panel import ConnectionPanel
from ccwatch.ui.settings.dialog import SettingsDialog
from ccwatch.ui.style.tokens import tokens
from tests.ui.stage import settled

CHECKS = [
    Check("Proxy", None, "None is used."),
    Check("Service", False, "<b>It</b> refuses."),
    Check("TLS", True, "Fine."),
]


@pytest.fixture
def dialog(qtbot: QtBot) -> SettingsDialog:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = SettingsDialog(Settings(), {}, parent)
    made.groups.setCurrentRow(made.groups.count() - 1)
    made.show()
    made.parent_of_test = parent  # type: ignore[attr-defined] # keeps it alive
    return made


def test_the_test_runs_once_and_shows_the_result_of_each_layer(dialog: SettingsDialog) -> None:
    part = dialog.findChildren(ConnectionPanel)[0]
    button = part.findChildren(QPushButton)[0]
    asked: list[bool] = []
    dialog.connection_test_wanted.connect(lambda: asked.append(True))
    button.click()
    button.click()
    assert asked == [True]
    assert button.text() == "Testing…"
    dialog.show_connection(CHECKS)
    settled()
    assert [label.text() for label in part.findChildren(QLabel)] == [
        *("Proxy", "None is used."),
        *("Service", "<b>It</b> refuses."),
        *("TLS", "Fine."),
    ]
    spoken = [child.accessibleName() for child in part.findChildren(QWidget)]
    assert [name for name in spoken if ": " in name] == [
        "Proxy: not tested",
        "Service: fails",
        "TLS: works",
    ]
    marks = [child for child in part.findChildren(QWidget) if ": " in child.accessibleName()]
    assert [_colour_of(mark) for mark in marks] == ["secondary", "failed", "finished"]
    assert button.isEnabled()


def test_what_was_found_is_one_plain_line(qtbot: QtBot) -> None:
    part = ConnectionPanel()
    qtbot.addWidget(part)
    part.show_checks([Check("Service", False, f"It\n\x1b[2J\u202erefuses. {400 * 'x'}")])
    words = part.findChildren(QLabel)[-1].text()
    assert words == f"It [2J refuses. {283 * 'x'}…"


def _colour_of(mark: QWidget) -> str:
    """Return the token that what is painted comes nearest to."""
    image = mark.grab().toImage()
    places = [(x, y) for x in range(image.width()) for y in range(image.height())]
    look = tokens()
    return min(
        (_distance(image.pixelColor(*place), getattr(look, name)), name)
        for place in places
        for name in ("secondary", "failed", "finished")
    )[1]


def _distance(one: QColor, other: QColor) -> int:
    pairs = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    return sum(abs(a - b) for a, b in pairs)
