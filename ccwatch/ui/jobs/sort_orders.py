"""The orders the jobs can be sorted in: a title and the value to compare."""

from collections.abc import Callable
from dataclasses import dataclass

from ccwatch.core.estimate import TimeLeft
from ccwatch.core.job import Job, Phase
from ccwatch.core.language import mark

SortValue = float | str | None
_ORDER = (
    Phase.FAILED,
    Phase.UNREADABLE,
    Phase.UNAVAILABLE,
    Phase.STALLED,
    Phase.ACTIVE,
    Phase.ENDING,
    Phase.OVER,
    Phase.QUEUED,
    Phase.UNKNOWN,
    Phase.SUCCEEDED,
    Phase.CANCELLED,
)


@dataclass(frozen=True, slots=True)
class SortOrder:
    """One order, its title marked for translation; jobs without a value (None) always come last."""

    key: str
    title: str
    value: Callable[[Job, float, TimeLeft], SortValue]


def _left(job: Job, now: float, time_left: TimeLeft) -> SortValue:
    """Sort by time left; then late jobs, then those without an estimate, then ended ones."""
    left = time_left(job, now)
    if left is not None:
        return 1e8 - left.late if left.late else left.high
    return 1e9 + _ORDER.index(job.phase) if job.unfinished else 2e9 + now - (job.ended or 0.0)


SORT_ORDERS = (
    SortOrder("name", mark("Name"), lambda job, *_: job.name.casefold()),
    SortOrder("state", mark("State"), lambda job, *_: float(_ORDER.index(job.phase))),
    SortOrder("progress", mark("Progress"), lambda job, *_: job.percentage),
    SortOrder("left", mark("Time left"), _left),
    SortOrder("added", mark("Added"), lambda job, *_: -job.added),
)
BY_KEY = {order.key: order for order in SORT_ORDERS}
