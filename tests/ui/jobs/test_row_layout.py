"""Where the parts of a row are: a name has room for twenty letters before anything else."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from ccwatch.core.window_state import ALL_PARTS, RowPart
from ccwatch.ui.jobs.row_layout import RowLayout, row_layout
from ccwatch.ui.jobs.survey_rows import Fold
from ccwatch.ui.style.tokens import font


def layout(width: int, fold: Fold = Fold.ALONE) -> RowLayout:
    return row_layout(QRect(10, 100, width, 53), fold, ALL_PARTS)


def shown(found: RowLayout) -> list[str]:
    parts = ("time", "state", "course")
    return [name for name in parts if not getattr(found, name).isEmpty()]


@pytest.mark.usefixtures("qapp")
def test_a_row_leaves_out_the_course_then_the_state_then_the_time() -> None:
    found = [shown(layout(width)) for width in range(1600, 150, -10)]
    kinds = list(dict.fromkeys(map(tuple, found)))
    assert kinds == [("time", "state", "course"), ("time", "state"), ("time",), ()]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("fold", Fold)
@pytest.mark.parametrize("width", range(200, 1600, 40))
def test_a_name_has_room_for_twenty_letters_or_the_row_for_itself(width: int, fold: Fold) -> None:
    found = layout(width, fold)
    letters = found.names.width() / QFontMetrics(font(13, bold=True)).averageCharWidth()
    assert letters >= 20 or shown(found) == []


@given(st.integers(200, 4000), st.sampled_from(Fold), st.sets(st.sampled_from(RowPart)))
def test_the_parts_are_in_order_and_inside_the_row(
    qapp: QApplication, width: int, fold: Fold, parts: set[RowPart]
) -> None:
    row = QRect(10, 100, width, 53)
    found = row_layout(row, fold, parts)
    places = [found.glyph, found.names, found.state, found.course, found.time]
    places = [place for place in places if not place.isEmpty()]
    for one, other in pairwise(places):
        assert one.right() < other.left()
    assert all(row.contains(place) for place in places)
    assert RowPart.COURSE in parts or found.course.isEmpty()
