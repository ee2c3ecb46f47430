"""How long jobs usually wait for an engine, and whether a wait is unusual.

Jobs of the same service and type are comparable; with too few of them, all jobs of the service are.
A wait is unusual when it is longer than half an hour and than three times what is usual; without
a usual wait, when it is longer than four hours.
"""

from collections.abc import Callable, Iterable

from ccwatch.core.estimate import Range
from ccwatch.core.job import Job, Service

FEWEST = 5
LATEST = 50
SHORTEST = 1_800.0
TIMES = 3.0
WITHOUT_HISTORY = 14_400.0
USUAL_FOR = 600.0

UsualWait = Callable[[Job, float], Range | None]


def usual_wait(job: Job, others: Iterable[Job]) -> Range | None:
    """Return how many seconds jobs like this one usually wait: four of five do; None if unknown."""
    waited = [other for other in others if other.id != job.id and other.service is job.service]
    alike = [other for other in waited if _type(other) == _type(job)]
    for group in (alike, waited):
        known = [(since, wait) for since, wait in map(_waited, group) if wait is not None]
        latest = sorted(known, key=lambda it: it[0])[-LATEST:]
        if len(latest) >= FEWEST:
            waits = sorted(wait for _, wait in latest)
            margin = len(waits) // 10
            return Range(waits[margin], waits[-1 - margin])
    return None


class UsualWaits:
    """What is usual, kept for USUAL_FOR seconds: it takes all jobs to know, and all may wait."""

    def __init__(self) -> None:
        self._known: dict[tuple[Service, str | None], tuple[float, Range | None]] = {}

    def of(self, job: Job, others: Iterable[Job], at: float) -> Range | None:
        """Return what is usual for jobs like this one at `at` (seconds of any one clock)."""
        kind = job.service, _type(job)
        known = self._known.get(kind)
        if known is None or not 0 <= at - known[0] < USUAL_FOR:
            known = self._known[kind] = at, usual_wait(job, others)
        return known[1]


def is_unusual(wait: float, usual: Range | None) -> bool:
    """Return whether a wait of that many seconds is unusually long."""
    if usual is None:
        return wait > WITHOUT_HISTORY
    return wait > max(SHORTEST, TIMES * usual.high)


def _waited(job: Job) -> tuple[float, float | None]:
    """Return when the job was submitted, and how long it waited; None if it has not started."""
    if job.details is None or job.details.started is None:
        return 0.0, None
    return job.details.submitted or 0.0, job.queued_seconds(0.0)


def _type(job: Job) -> str | None:
    return job.details.type if job.details else None
