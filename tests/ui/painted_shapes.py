"""Finds the shapes that show a job's state in an image: discs, rings with an arc, words."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor

from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Job
from ccwatch.core.job_glyph import glyph_of
from ccwatch.ui.style.tokens import Tokens, glyph_colour
from tests.ui.painted import Painted, same

RINGS = (Glyph.ACTIVE, Glyph.STALLED)
FEWEST = 12
FEWEST_IN_TEXT = 4  # the strokes of a thin font have few pixels of the full colour
_DISCS = (Glyph.FINISHED, Glyph.FAILED)


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


def state_faults(painted: Painted, state: QRect, job: Job, look: Tokens) -> Iterator[str]:
    """Yield a fault if the state, where it has a column, is not in the job's colour."""
    colour = glyph_colour(glyph_of(job), look)
    if not state.isEmpty() and painted.count(state, colour) < FEWEST_IN_TEXT:
        yield f"the state of {job.name} is not in its colour"
