"""When a waiting job will leave the queue, from how long earlier jobs waited.

Rules of this file
 1. The latest waits of the same service count, once there are `FEWEST`. A wait counts more if it
    began at a similar time of day, on the same kind of day (weekend or not), and recently.
 2. The range reaches from the 10th to the 90th percentile of these waits; of a job that is waiting
    already, only longer waits count.
 3. The record corrects the percentiles, as for the time left (`calibration`): each earlier wait is
    compared with the range that those before it give. `ASSUMED` stands in for waits not seen yet.

Days are UTC days: an hour's difference to the user's own matters little to rule 1.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import exp
from typing import NamedTuple

from ccwatch.core.calibration import percentile
from ccwatch.core.estimate import Range
from ccwatch.core.job import Job, Service

FEWEST, MOST = 8, 80
TAIL, STEP = 0.1, 0.04
SMALLEST_TAIL, LARGEST_TAIL = 0.02, 0.3
HOUR, DAY = 3600.0, 86_400.0
# How far apart two times of day, and two moments, are alike; what another kind of day is worth.
ALIKE_HOURS, ALIKE_DAYS, RECENT_HOURS = 3.0, 20.0, 6.0
OTHER_DAY, RECENT = 0.15, 1.0
# Waits as parts of the middle one that stand in for those that have not been seen yet.
ASSUMED, ASSUMED_WEIGHT = (0.1, 0.4, 1.0, 2.5, 10.0), 0.2
# Of the waits, weighed, that have to be longer than the present one: else it is unlike them.
LEAST_LONGER = 0.02
FIRST_DAY, WEEKEND = 3, (5, 6)  # 1 January 1970 was a Thursday


class Wait(NamedTuple):
    """When a job was submitted (UTC seconds), and how many seconds it waited."""

    submitted: float
    seconds: float


@dataclass(frozen=True, slots=True)
class QueueHistory:
    """The waits of earlier jobs, oldest first, and the fractions to leave out at either side."""

    waits: tuple[Wait, ...] = ()
    low: float = TAIL
    high: float = TAIL

    def start(self, submitted: float, now: float) -> Range | None:
        """Return in how many seconds from `now` a job will start; None without enough waits."""
        return _start(self.waits, submitted, now - submitted, (self.low, self.high))


def history_of(waits: Iterable[Wait]) -> QueueHistory:
    """Return the history of these waits, with its tails corrected by its own record."""
    known = tuple(sorted(nlargest(MOST, waits)))
    low = high = TAIL
    for number in range(FEWEST, len(known)):
        wait = known[number]
        before = [it for it in known[:number] if it.submitted + it.seconds <= wait.submitted]
        said = _start(before, wait.submitted, 0.0, (low, high))
        if said:
            low = _corrected(low, wait.seconds < said.low)
            high = _corrected(high, wait.seconds > said.high)
    return QueueHistory(known, low, high)


def waits_of(jobs: Iterable[Job], service: Service) -> list[Wait]:
    """Return the waits of jobs of a service whose submission and start are known."""
    times = (
        (job.details.submitted, job.details.started)
        for job in jobs
        if job.service is service and job.details
    )
    return [
        Wait(submitted, started - submitted)
        for submitted, started in times
        if submitted is not None and started is not None and started >= submitted
    ]


def _corrected(tail: float, missed: bool) -> float:
    return min(max(tail + STEP * (TAIL - missed), SMALLEST_TAIL), LARGEST_TAIL)


def _start(
    waits: Sequence[Wait], submitted: float, waited: float, tails: tuple[float, float]
) -> Range | None:
    if len(waits) < FEWEST:
        return None
    weighed = [(wait.seconds, _weight(wait, submitted)) for wait in waits]
    middle = percentile([(wait.seconds, 1.0) for wait in waits], 0.5)
    weighed += [(middle * part, ASSUMED_WEIGHT) for part in ASSUMED]
    longer = [(seconds, weight) for seconds, weight in weighed if seconds > waited]
    whole = sum(weight for _, weight in weighed)
    if not longer or sum(weight for _, weight in longer) < LEAST_LONGER * whole:
        return None
    low, high = (percentile(longer, part) - waited for part in (tails[0], 1 - tails[1]))
    return Range(max(low, 0.0), max(high, 0.0))


def _weight(wait: Wait, submitted: float) -> float:
    """Return how much a wait tells about one that begins at that time."""
    apart = abs(submitted - wait.submitted) % DAY
    hours = min(apart, DAY - apart) / HOUR
    age = max(submitted - wait.submitted, 0.0)
    alike = exp(-0.5 * (hours / ALIKE_HOURS) ** 2) * exp(-age / (ALIKE_DAYS * DAY))
    if _at_weekend(wait.submitted) != _at_weekend(submitted):
        alike *= OTHER_DAY
    return alike + RECENT * exp(-age / (RECENT_HOURS * HOUR))


def _at_weekend(at: float) -> bool:
    return (int(at // DAY) + FIRST_DAY) % 7 in WEEKEND
