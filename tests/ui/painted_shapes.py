"""Finds the shapes that show a job's state in an image: discs, rings with an arc, bars."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor

from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Job
from ccwatch.core.job_glyph import glyph_of
from ccwatch.ui.style.tokens import BAR_HEIGHT, Tokens, glyph_colour
from tests.ui.painted import Painted, same

RINGS = (Glyph.ACTIVE, Glyph.STALLED)
FEWEST = 12
_DISCS = (Glyph.FINISHED, Glyph.FAILED)
_WORDS_LEFT, _BAR_TOP, _SHORTEST_BAR = 72, 12, 90
_A_BAR = re.compile(r"[bt](?:.{0,4}[bt])*")  # colours mix where they meet


def colour_faults(painted: Painted, point: QPoint, colour: QColor, what: str) -> Iterator[str]:
    """Yield a fault if the point has another colour."""
    if not same(painted.at(point), colour):
        yield f"{what} is {painted.at(point).name()}, not {colour.name()}"


def glyph_faults(
    painted: Painted, square: QRect, glyph: Glyph, percentage: float | None, look: Tokens
) -> Iterator[str]:
    """Yield what is wrong with the glyph in the square."""
    colour = glyph_colour(glyph, look)
    if glyph in RINGS:
        yield from arc_faults(painted, square, percentage or 0.0, colour, glyph.value, look.track)
    elif glyph in _DISCS:
        below = square.center() + QPoint(0, round(square.height() * 0.4))
        yield from colour_faults(painted, below, colour, f"the disc of {glyph.value}")
        if painted.count(square, look.on_active) < FEWEST:
            yield f"the disc of {glyph.value} has no symbol"
    elif painted.count(square, colour) < 5 * FEWEST:
        yield f"the glyph of {glyph.value} cannot be seen"


def arc_faults(
    painted: Painted,
    square: QRect,
    percentage: float,
    colour: QColor,
    what: str,
    track: QColor | None = None,
) -> Iterator[str]:
    """Yield where the ring lacks the colour of its arc or track."""
    stroke, share = square.width() * 0.12, percentage / 100
    inside = painted.on_ring(square, stroke, share / 2)
    beside = painted.on_ring(square, stroke, (share + 1) / 2)
    if not same(inside, colour):
        yield f"the arc of {what} is {inside.name()}, not {colour.name()}"
    if same(beside, colour) or (track and not same(beside, track)):
        yield f"the track of {what} is {beside.name()}"


def bar_faults(painted: Painted, row: QRect, job: Job, look: Tokens) -> Iterator[str]:
    """Yield a fault if the row's bar is missing, or not filled to the job's percentage."""
    colour = glyph_colour(glyph_of(job), look)
    y = row.y() + _BAR_TOP + BAR_HEIGHT // 2
    line = painted.line(y, row.x() + _WORDS_LEFT, row.right())
    bar = max(
        _A_BAR.findall("".join(_kind(it, colour, look.track) for it in line)), key=len, default=""
    )
    filled, wanted = bar.rfind("b") + 1, len(bar) * (job.percentage or 0.0) / 100
    if len(bar) < _SHORTEST_BAR:
        yield f"{job.name} has no bar"
    elif abs(filled - wanted) > 4:
        yield f"the bar of {job.name} is filled for {filled} of {len(bar)}, not {wanted:.0f}"


def _kind(seen: QColor, bar: QColor, track: QColor) -> str:
    return "b" if same(seen, bar) else "t" if same(seen, track) else " "
