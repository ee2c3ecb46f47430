"""The hint in an empty list: wrapped within margins, the text below the title."""

from itertools import pairwise

import pytest
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ccwatch.ui.style.text_painting import paint_hint

MARGIN, WIDEST = 24, 400
LONG = "Paste the ID or the link of a job above, or choose from your own jobs. " * 2


class Hint(QWidget):
    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._said = title, text

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        paint_hint(self, *self._said)


def inked(qtbot: QtBot, width: int, title: str, text: str) -> tuple[list[int], list[int]]:
    """Return the columns and the rows of pixels that are not background."""
    hint = Hint(title, text)
    qtbot.addWidget(hint)
    hint.resize(width, 300)
    image = hint.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ground = image.pixel(0, 0)
    spots = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixel(x, y) != ground
    ]
    return sorted({x for x, _ in spots}), sorted({y for _, y in spots})


def blocks(rows: list[int], gap: int) -> int:
    """Return how many blocks of rows are at least this far apart."""
    return 1 + sum(after - before > gap for before, after in pairwise(rows))


@pytest.mark.parametrize("width", [250, 420, 1200])
def test_a_hint_is_wrapped_and_in_the_middle(qtbot: QtBot, width: int) -> None:
    columns, rows = inked(qtbot, width, "No jobs yet", LONG)
    assert columns[0] >= max(MARGIN, (width - WIDEST) // 2)
    assert columns[-1] < width - max(MARGIN, (width - WIDEST) // 2)
    assert blocks(rows, 12) == 2  # title and text
    assert abs((rows[0] + rows[-1]) / 2 - 150) < 15


def test_a_hint_may_be_a_title_alone(qtbot: QtBot) -> None:
    _, rows = inked(qtbot, 420, "No matching jobs", "")
    assert blocks(rows, 12) == 1


def test_a_hint_needs_more_lines_where_there_is_less_room(qtbot: QtBot) -> None:
    heights = []
    for width in (1200, 250):
        _, rows = inked(qtbot, width, "No jobs yet", LONG)
        heights.append(rows[-1] - rows[0])
    assert heights[1] > heights[0] + 13
