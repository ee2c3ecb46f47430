"""What a job can be sorted by, as data: a title, what is shown and what is compared."""

from collections.abc import Callable
from dataclasses import dataclass

from ccwatch.core.estimate import TimeLeft
from ccwatch.core.job import Job, Phase
from ccwatch.core.language import mark
from ccwatch.core.words import percent, state_word, whole_name
from ccwatch.core.words import time_left as time_left_words

SortKey = float | str | None
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
class Column:
    """One column, its title marked; unknown sort keys (None) come last whatever the order."""

    key: str
    title: str
    shown: Callable[[Job, float, TimeLeft], str]
    sorted_by: Callable[[Job, float, TimeLeft], SortKey]


def _left(job: Job, now: float, time_left: TimeLeft) -> SortKey:
    """Sort by the time left; then by what is not active, the last ended first."""
    left = time_left(job, now)
    if left is not None:
        return left.high
    return 1e9 + _ORDER.index(job.phase) if job.watched else 2e9 + now - (job.ended or 0.0)


COLUMNS = (
    Column(
        "name", mark("Name"), lambda job, *_: whole_name(job), lambda job, *_: job.name.casefold()
    ),
    Column(
        "state",
        mark("State"),
        lambda job, *_: state_word(job),
        lambda job, *_: float(_ORDER.index(job.phase)),
    ),
    Column(
        "progress",
        mark("Progress"),
        lambda job, *_: percent(job.percentage),
        lambda job, *_: job.percentage,
    ),
    Column(
        "left",
        mark("Time left"),
        lambda job, now, time_left: time_left_words(time_left(job, now)),
        _left,
    ),
    Column("added", mark("Added"), lambda job, *_: "", lambda job, *_: -job.added),
)
BY_KEY = {column.key: number for number, column in enumerate(COLUMNS)}
