"""What the course of a job lets one expect: the time left, as a range.

Pace is taken from the job's own course: over all of it, over the current step, and over the
last third of that. The slowest and the fastest bound the range, widened by a tenth; nothing
is said before the course has a ground for it, nor once the time it gave has run out.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ccwatch.core.job import Job, Phase, Point

FEWEST_MOVES = 3
SMALLEST_RISE = 3.0
SHORTEST_GROUND = 120.0


class Range(NamedTuple):
    """Seconds from `low` to `high`."""

    low: float
    high: float


def time_left(job: Job, now: float) -> Range | None:
    """Return the expected seconds to the end, or None without ground for it."""
    if job.phase is not Phase.ACTIVE or not job.course:
        return None
    last = job.course[-1]
    step = [point for point in job.course if point.step == last.step]
    recent = step[-max(len(step) // 3, FEWEST_MOVES) :]
    paces = [pace for part in (job.course, step, recent) if (pace := _pace(part))]
    if not paces or last.at - job.course[0].at < SHORTEST_GROUND:
        return None
    rest = max(100.0 - last.percentage, 0.0)
    if last.percentage - job.course[0].percentage < min(SMALLEST_RISE, rest / 2):
        return None
    since = max(now - last.at, 0.0)
    low = max(rest / max(paces) * 0.9 - since, 0.0)
    high = rest / min(paces) * 1.1 - since
    return Range(low, max(high, low)) if high > -SHORTEST_GROUND else None


def _pace(points: Sequence[Point]) -> float | None:
    """Return percent a second over the points, None when they are too few or not rising."""
    if len(points) < FEWEST_MOVES:
        return None
    seconds = points[-1].at - points[0].at
    rise = points[-1].percentage - points[0].percentage
    return rise / seconds if seconds > 0 and rise > 0 else None
