"""Where the parts of a row are: what a narrow row leaves out, so that names keep their room."""

from collections.abc import Collection
from typing import NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics

from ccwatch.core.window_state import RowPart
from ccwatch.ui.jobs.survey_rows import Fold
from ccwatch.ui.style.tokens import ROW_GLYPH, ROW_HEIGHT, font
from ccwatch.ui.style.type_scale import scaled

# Letters that a name has room for before anything else is shown.
NAME_LETTERS = 20
EDGE, GAP = 16, 12
NAME_LEFT = 72
INDENT, NARROW_INDENT, NARROW = 22, 8, 480
STATE_WIDTH, COURSE_WIDTH = 100, 72
# A range of hours in Japanese needs the wider column.
TIME_WIDTH, WIDER_TIME, WIDE = 130, 146, 560


class RowLayout(NamedTuple):
    """The rectangles of a row's parts, from left to right; those without room are empty."""

    glyph: QRect
    names: QRect
    state: QRect
    course: QRect
    time: QRect


def row_layout(row: QRect, fold: Fold, parts: Collection[RowPart]) -> RowLayout:
    """Return the layout of a row; it leaves out the course first, then the state, then the time."""
    indent = _indent(fold, row.width())
    left = row.x() + scaled(NAME_LEFT) + indent
    end = row.right() - scaled(EDGE)
    least = NAME_LETTERS * QFontMetrics(font(13, bold=True)).averageCharWidth()
    found, fits = [], True
    wide = scaled(WIDER_TIME if row.width() >= scaled(WIDE) else TIME_WIDTH)
    course_width = scaled(COURSE_WIDTH) if RowPart.COURSE in parts else 0
    for width in (wide, scaled(STATE_WIDTH), course_width):
        fits = fits and width > 0 and end - width - scaled(GAP) - left >= least
        found.append(width if fits else 0)
        end -= width + scaled(GAP) if fits else 0
    time, state, course = found
    places = []
    at = end + scaled(GAP)
    for width in (state, course, time):
        places.append(QRect(at, row.y(), width, scaled(ROW_HEIGHT)))
        at += width + scaled(GAP) if width else 0
    side = scaled(ROW_GLYPH)
    above = (scaled(ROW_HEIGHT) - side) // 2
    glyph = QRect(row.x() + scaled(EDGE) + indent, row.y() + above, side, side)
    return RowLayout(glyph, QRect(left, row.y(), end - left, scaled(ROW_HEIGHT)), *places)


def _indent(fold: Fold, row: int) -> int:
    """Return by how much the row of a survey's job is moved to the right."""
    if fold is not Fold.MEMBER:
        return 0
    return scaled(INDENT if row >= scaled(NARROW) else NARROW_INDENT)
