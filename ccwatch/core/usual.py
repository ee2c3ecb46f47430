"""Whether a job takes much longer, or took much less, than others of its kind.

Rules of this file
 1. Finished jobs of the same service and type are compared, once there are five; the latest twenty
    count.
 2. A success in a tenth of the usual time or less is fast: often its result is empty. Usual is the
    median; where the times themselves differ that much, it is a tenth of the shortest.
 3. A job is slow once it has run for twice the usual time and longer than all others did.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from heapq import nlargest

from ccwatch.core.job import Job, JobId, Outcome
from ccwatch.core.priors import MOST, Kind, kind_of

FEWEST = 5
FAST, SLOW = 0.1, 2.0
# Where the quarter of the jobs that took least took less than this part of the median.
UNEVEN = 0.2


class Pace(Enum):
    """How the time of a job differs from that of others."""

    FAST = "fast"
    SLOW = "slow"


def times_of(kind: Kind | None, jobs: Iterable[Job]) -> dict[JobId, float]:
    """Return how many seconds the latest jobs of a kind took that succeeded."""
    ended = (
        (job.ended, job.id, job.ended - job.details.started)
        for job in jobs
        if kind is not None
        and job.outcome is Outcome.SUCCEEDED
        and kind_of(job) == kind
        and job.details
        and job.details.started is not None
        and job.ended is not None
    )
    return {job: seconds for _, job, seconds in nlargest(MOST, ended) if seconds > 0}


def unusual_pace(job: Job, times: Mapping[JobId, float], now: float) -> Pace | None:
    """Return whether a job is or was unusually fast or slow at `now` (UTC seconds).

    `times` are those of jobs of its kind; its own does not count.
    """
    started = job.details.started if job.details else None
    usual = sorted(seconds for name, seconds in times.items() if name != job.id)
    if started is None or len(usual) < FEWEST:
        return None
    seconds, middle = (now if job.unfinished else job.ended or started) - started, median(usual)
    if job.outcome is Outcome.SUCCEEDED and 0 < seconds <= FAST * _least(usual, middle):
        return Pace.FAST
    if job.outcome in (None, Outcome.SUCCEEDED) and seconds > max(SLOW * middle, usual[-1]):
        return Pace.SLOW
    return None


def _least(usual: list[float], middle: float) -> float:
    """Return the time of which a tenth is unusual."""
    return usual[0] if usual[len(usual) // 4] < UNEVEN * middle else middle


def median(ordered: Sequence[float]) -> float:
    """Return the middle of ordered values; `statistics` is slow to import."""
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
