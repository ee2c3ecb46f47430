"""A cache of the rows' texts: most of them stay the same until the job changes."""

from collections.abc import Callable
from dataclasses import dataclass

from ccwatch.core.estimate import TimeLeft
from ccwatch.core.job import Job, JobId, Phase
from ccwatch.ui.jobs.row_text import at_right, second_line, under_bar

MOST = 200  # more rows than fit on a screen
FRESH = 0.2
# In these phases the left side shows the time elapsed as well.
_COUNTING = (Phase.QUEUED, Phase.STALLED)


@dataclass(frozen=True, slots=True)
class RowWords:
    """A row's texts at a given time, except for the job's name."""

    job: Job
    at: float
    form: tuple[bool, ...]
    second: str
    under_bar: tuple[str, str]
    left: str
    check: str

    def stands_as(self, other: "RowWords") -> bool:
        """Return whether everything but the times on the right is the same."""
        same = self.second == other.second and self.under_bar == other.under_bar
        return same and self.job is other.job


class RowCache:
    """The texts of the rows painted last; computed again when they may have changed."""

    def __init__(
        self, now: Callable[[], float], time_left: TimeLeft, waits: Callable[[], bool]
    ) -> None:
        self._now = now
        self._time_left = time_left
        self._waits = waits
        self._said: dict[JobId, RowWords] = {}

    def last(self, job: Job) -> RowWords | None:
        """Return the texts shown last for the job."""
        return self._said.get(job.id)

    def words(self, job: Job, *, with_type: bool, with_check: bool) -> RowWords:
        """Return the current texts for the job's row."""
        now, said = self._now(), self._said.get(job.id)
        waits = self._waits()
        form = (with_type, with_check, waits)
        if said and (said.job is not job or said.form != form):
            said = None
        if said and 0 <= now - said.at < FRESH:
            return said
        if said and job.phase not in _COUNTING:
            second, under = said.second, said.under_bar
        else:
            second, under = second_line(job, now, with_type=with_type), under_bar(job, now)
        left, check = at_right(job, now, self._time_left, waits=waits)
        if len(self._said) > MOST:
            self._said.clear()
        words = RowWords(job, now, form, second, under, left, check if with_check else "")
        self._said[job.id] = words
        return words
