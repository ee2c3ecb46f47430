"""A screen that nothing changes is not painted again: a loop of paints costs a core's share."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.ui.style.text_label import TextLabel
from tests.ui.screens import SCREENS, Screen
from tests.ui.stage import settled, staged

# A loop of paints makes over a thousand in this time, what moves by intention about ten.
WATCHED_MS = 250
AT_MOST = 20


class PaintCounter(QObject):
    """Counts the paints of each widget."""

    def __init__(self) -> None:
        super().__init__()
        self.paints: dict[QObject, int] = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - as in Qt
        if event.type() is QEvent.Type.Paint:
            self.paints[watched] = self.paints.get(watched, 0) + 1
        return False


def painted_often(application: QApplication, qtbot: QtBot) -> list[str]:
    """Return the widgets that are painted again and again."""
    counter = PaintCounter()
    application.installEventFilter(counter)
    qtbot.wait(WATCHED_MS)
    application.removeEventFilter(counter)
    return [f"{widget}: {count}" for widget, count in counter.paints.items() if count > AT_MOST]


@pytest.mark.parametrize("screen", SCREENS, ids=[screen.name for screen in SCREENS])
def test_a_screen_comes_to_rest(screen: Screen, qapp: QApplication, qtbot: QtBot) -> None:
    with staged(qapp, "light") as stage:
        screen.show(stage)
        settled()
        assert painted_often(qapp, qtbot) == []


def test_a_loop_of_paints_is_found(qapp: QApplication, qtbot: QtBot) -> None:
    class Restless(QWidget):
        def paintEvent(self, _event: object) -> None:  # noqa: N802 - as in Qt
            self.update()

    restless = Restless()
    qtbot.addWidget(restless)
    restless.show()
    assert painted_often(qapp, qtbot)


@pytest.mark.parametrize("text", ["3MX · e4087c5d", "W" * 200, "two\nlines"])
def test_a_label_whose_text_can_be_selected_comes_to_rest_after_each_change(
    text: str, qapp: QApplication, qtbot: QtBot
) -> None:
    label = TextLabel("before")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.resize(200, 80)
    qtbot.addWidget(label)
    label.show()
    settled()
    label.setText(text)
    label.resize(120, 80)
    settled()
    assert painted_often(qapp, qtbot) == []
