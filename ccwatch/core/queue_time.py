"""How long jobs usually wait for an engine, and whether a wait is unusual.

Jobs of the same service and type are comparable; with too few of them, all jobs of the service are.
A wait is unusual when it is longer than half an hour and than three times what is usual; without
a usual wait, when it is longer than four hours.
"""

from collections.abc import Iterable

from ccwatch.core.estimate import Range
from ccwatch.core.job import Job

FEWEST = 5
LATEST = 50
SHORTEST = 1_800.0
TIMES = 3.0
WITHOUT_HISTORY = 14_400.0


def usual_wait(job: Job, others: Iterable[Job]) -> Range | None:
    """Return how many seconds jobs like this one usually wait: four of five do; None if unknown."""
    waited = [other for other in others if other.id != job.id and other.service is job.service]
    alike = [other for other in waited if _type(other) == _type(job)]
    for group in (alike, waited):
        waits = [wait for other in group if (wait := _waited(other)) is not None][-LATEST:]
        if len(waits) >= FEWEST:
            waits.sort()
            margin = len(waits) // 10
            return Range(waits[margin], waits[-1 - margin])
    return None


def is_unusual(wait: float, usual: Range | None) -> bool:
    """Return whether a wait of that many seconds is unusually long."""
    if usual is None:
        return wait > WITHOUT_HISTORY
    return wait > max(SHORTEST, TIMES * usual.high)


def _waited(job: Job) -> float | None:
    return job.queued_seconds(0.0) if job.details and job.details.started else None


def _type(job: Job) -> str | None:
    return job.details.type if job.details else None
