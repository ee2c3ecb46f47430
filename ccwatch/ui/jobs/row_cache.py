"""A cache of the rows' texts: most of them stay the same until the job changes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from ccwatch.core.estimate import TimeLeft
from ccwatch.core.job import Job, JobId, Phase
from ccwatch.core.queue_time import UsualWait
from ccwatch.ui.jobs.row_text import (
    line_with_state,
    next_check,
    second_line,
    state_column,
    time_column,
)

MOST = 200  # more rows than fit on a screen
FRESH = 0.2
# In these phases the left side shows the time elapsed as well.
_COUNTING = (Phase.QUEUED, Phase.STALLED)


class RowForm(NamedTuple):
    """What a row has room for, and what the user wants to see in it."""

    with_type: bool = True
    with_state: bool = True
    with_time: bool = True
    with_check: bool = True


@dataclass(frozen=True, slots=True)
class RowWords:
    """A row's texts at a given time, except for the job's name."""

    job: Job
    at: float
    form: RowForm
    waits: bool
    second: str
    state: tuple[str, str]
    left: str
    end: str

    def stands_as(self, other: "RowWords") -> bool:
        """Return whether everything but the times on the right is the same."""
        same = self.second == other.second and self.state == other.state
        return same and self.job is other.job


class RowCache:
    """The texts of the rows painted last; computed again when they may have changed."""

    def __init__(
        self,
        now: Callable[[], float],
        time_left: TimeLeft,
        waits: Callable[[], bool],
        usual_wait: UsualWait,
    ) -> None:
        self._now = now
        self._time_left = time_left
        self._waits = waits
        self._usual_wait = usual_wait
        self._said: dict[JobId, RowWords] = {}

    def last(self, job: Job) -> RowWords | None:
        """Return the texts shown last for the job."""
        return self._said.get(job.id)

    def next_check(self, job: Job) -> str:
        """Return when the job is checked next."""
        return next_check(job, self._now(), waits=self._waits())

    def words(self, job: Job, form: RowForm) -> RowWords:
        """Return the current texts for the job's row."""
        now, said, waits = self._now(), self._said.get(job.id), self._waits()
        if said and (said.job is not job or (said.form, said.waits) != (form, waits)):
            said = None
        if said and 0 <= now - said.at < FRESH:
            return said
        left, end = time_column(job, now, self._time_left, waits=waits)
        if said and job.phase not in _COUNTING and form.with_time:
            second, state = said.second, said.state
        else:
            second, state = self._second(job, now, form, left), state_column(job, now)
        if not form.with_check and not left:
            end = ""
        if len(self._said) > MOST:
            self._said.clear()
        words = self._said[job.id] = RowWords(job, now, form, waits, second, state, left, end)
        return words

    def _second(self, job: Job, now: float, form: RowForm, left: str) -> str:
        usual = self._usual_wait(job, now) if job.phase is Phase.QUEUED else None
        if form.with_state:
            return second_line(job, now, with_type=form.with_type, usual=usual)
        return line_with_state(job, now, "" if form.with_time else left, usual=usual)
