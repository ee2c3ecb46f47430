"""The course of a job as the chart draws it, split into known and unknown stretches.

Only changes are recorded, so between two observations the job was either queried without a change
or not queried at all. The journal records when no query was answered for a long time (`Gap`);
everything else counts as known: the percentage held until the last query before the change.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from ccwatch.core.job import Job, Point
from ccwatch.core.schedule import SCHEDULE

GAP_AFTER = 3 * SCHEDULE[-1]


class Gap(NamedTuple):
    """A period in which no query was answered (UTC seconds)."""

    since: float
    until: float


class Stretch(NamedTuple):
    """A piece of the line: whether it is known, and its points as (time, percentage)."""

    known: bool
    places: tuple[tuple[float, float], ...]


def gap_between(checked: float | None, at: float) -> Gap | None:
    """Return the gap between the previous answer and one at this time.

    None if the pause is within a query interval of up to two minutes.
    """
    if checked is None or at - checked <= GAP_AFTER:
        return None
    return Gap(checked, at)


def open_gap(job: Job, now: float) -> Gap | None:
    """Return the gap that lasts until now, for a job that is still being watched."""
    return gap_between(job.checked, now) if job.unfinished else None


def joined(whole: Sequence[Point], recent: Sequence[Point]) -> tuple[Point, ...]:
    """Return the journal's points, followed by the recent points that are newer."""
    last = whole[-1].at if whole else float("-inf")
    return (*whole, *(point for point in recent if point.at > last))


def thinned(points: Sequence[Point], columns: int) -> tuple[Point, ...]:
    """Return the first, last, lowest and highest point of each column of equal time.

    At that width the line looks the same as with all points; each step keeps its first point.
    """
    if len(points) <= 4 * columns:
        return tuple(points)
    start, end = points[0].at, points[-1].at
    width = max(end - start, 1.0) / columns
    numbered = enumerate(points)
    kept: set[int] = set()
    for _, column in groupby(numbered, key=lambda entry: int((entry[1].at - start) / width)):
        entries = list(column)
        kept |= {entries[0][0], entries[-1][0]}
        kept.add(min(entries, key=lambda entry: entry[1].percentage)[0])
        kept.add(max(entries, key=lambda entry: entry[1].percentage)[0])
    kept |= {n for n in range(1, len(points)) if points[n].step != points[n - 1].step}
    return tuple(points[number] for number in sorted(kept))


def known_at(points: Sequence[Point], at: float) -> Point | None:
    """Return the last point at or before this time."""
    place = bisect_right(points, at, key=lambda point: point.at)
    return points[place - 1] if place else None


def gap_at(gaps: Sequence[Gap], at: float) -> Gap | None:
    """Return the gap that contains this time."""
    place = bisect_left(gaps, at, key=lambda gap: gap.until)
    return gaps[place] if place < len(gaps) and gaps[place].since < at else None


def stretches(points: Sequence[Point], gaps: Sequence[Gap], end: float) -> tuple[Stretch, ...]:
    """Return the line from the first point to `end`, as known and unknown pieces."""
    if not points:
        return ()
    places = list(_places(points, gaps, end))
    pieces: list[Stretch] = []
    for known, group in groupby(
        pairwise(places),
        key=lambda pair: gap_at(gaps, (pair[0][0] + pair[1][0]) / 2) is None,
    ):
        pairs = list(group)
        pieces.append(Stretch(known, (pairs[0][0], *(later for _, later in pairs))))
    return tuple(pieces) or (Stretch(True, (places[0],)),)


def _places(
    points: Sequence[Point], gaps: Sequence[Gap], end: float
) -> Iterator[tuple[float, float]]:
    """Yield the corners of the line, and the points where it enters or leaves a gap."""
    corners = _corners(points, gaps, end)
    before = next(corners)
    yield before
    edges = iter(sorted(edge for gap in gaps for edge in gap if before[0] < edge))
    edge = next(edges, None)
    for corner in corners:
        while edge is not None and edge < corner[0]:
            share = (edge - before[0]) / (corner[0] - before[0])
            yield edge, before[1] + (corner[1] - before[1]) * share
            edge = next(edges, None)
        while edge is not None and edge <= corner[0]:
            edge = next(edges, None)
        yield corner
        before = corner


def _corners(
    points: Sequence[Point], gaps: Sequence[Gap], end: float
) -> Iterator[tuple[float, float]]:
    last = points[0]
    yield last.at, last.percentage
    for point in points[1:]:
        held = _held_until(last.at, point.at, gaps)
        if held > last.at:
            yield held, last.percentage
        yield point.at, point.percentage
        last = point
    if end > last.at:
        yield end, last.percentage


def _held_until(at: float, change: float, gaps: Sequence[Gap]) -> float:
    """Return the time up to which a point's percentage is known to have held before it changed."""
    if gap := gap_at(gaps, change):
        return max(gap.since, at)
    return at if change - at <= GAP_AFTER else change - SCHEDULE[-1]
