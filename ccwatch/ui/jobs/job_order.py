"""Which jobs are shown and in which order, kept up to date one job at a time.

Uses plain lists and sorted keys: with ten thousand jobs, Qt's own sorting, which compares in
Python, takes seconds; bisecting a list takes microseconds.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection
from itertools import count
from typing import Any, NamedTuple

from ccwatch.core.estimate import TimeLeft
from ccwatch.core.job import Job, JobId
from ccwatch.core.job_words import state_word, step_word
from ccwatch.core.survey import Survey
from ccwatch.ui.jobs.sort_orders import BY_KEY, SortOrder

_Key = tuple[bool, Any, int, int]


class Row(NamedTuple):
    """A row: a job, or a survey; a job of an unfolded survey is the `place`-th row `under` it."""

    job: Job
    under: Survey | None = None
    place: int = 0


class Entry(NamedTuple):
    """The sort key and search text of a row."""

    key: _Key
    text: str


class Place(NamedTuple):
    """A job's current row and its target row (None: not shown), with its new entry."""

    was: int | None
    now: int | None
    entry: Entry | None = None


class JobOrder:
    """The IDs of the shown rows in order; initially in the order their jobs were added.

    Unknown values come last in both directions; equal ones keep the order they were added in. The
    jobs of an unfolded survey follow it, in their own order.
    """

    def __init__(self, now: Callable[[], float], time_left: TimeLeft) -> None:
        self.ids: list[JobId] = []
        self._now = now
        self._time_left = time_left
        self._sorted_by: SortOrder | None = None
        self._descending = False
        self._words: tuple[str, ...] = ()
        self._counter = count()
        self._numbers: dict[JobId, int] = {}
        self._entries: dict[JobId, Entry] = {}
        self._shown: set[JobId] = set()
        self._keys: list[_Key] = []
        self._still = False

    def hold_still(self, still: bool) -> None:
        """Keep every job in place and append new ones; `refill` catches up."""
        self._still = still

    def sort_by(self, key: str, descending: bool, rows: Collection[Row]) -> None:
        """Sort all rows by this key."""
        self._sorted_by, self._descending = BY_KEY[key], descending
        self.refill(rows)

    def refill(self, rows: Collection[Row]) -> None:
        """Sort and filter all rows again; each survey comes before its jobs."""
        self._entries = {}
        for row in rows:
            self._entries[row.job.id] = self._entry(row)
        self._arrange()

    def hides_any(self) -> bool:
        """Return whether the filter hides any rows."""
        return len(self.ids) < len(self._entries)

    def filter_by(self, text: str) -> None:
        """Show only jobs that have every word in name, ID, state or step."""
        self._words = tuple(text.casefold().split())
        self._arrange()

    def row(self, job: JobId) -> int | None:
        """Return the job's row, None if it is not shown."""
        if job not in self._shown:
            return None
        row = bisect_left(self._keys, self._entries[job].key)
        # Jobs added while the rows were held still are out of order.
        return row if row < len(self.ids) and self.ids[row] == job else self.ids.index(job)

    def plan(self, row: Row) -> Place:
        """Return the row's current and target place; `put` moves it."""
        was, new = self.row(row.job.id), row.job.id not in self._entries
        if self._still and not new:
            return Place(was, was)
        entry = self._entry(row)
        if not self._fits(entry):
            return Place(was, None, entry)
        if self._still and row.under and (head := self.row(row.under.id)) is not None:
            return Place(was, head + row.place, entry)
        if self._still:
            return Place(was, len(self.ids), entry)
        now = bisect_left(self._keys, entry.key)
        return Place(was, now - 1 if was is not None and was < now else now, entry)

    def put(self, job: JobId, place: Place) -> None:
        """Move the job to its planned row."""
        if place.entry is None:
            return
        self._take_out(job, place.was)
        self._entries[job] = place.entry
        if place.now is not None:
            self.ids.insert(place.now, job)
            self._keys.insert(place.now, place.entry.key)
            self._shown.add(job)

    def drop(self, job: JobId) -> None:
        """Forget the row."""
        self._take_out(job, self.row(job))
        self._entries.pop(job, None)

    def forget_number(self, job: JobId) -> None:
        """Count the job as the newest if it is added again."""
        self._numbers.pop(job, None)

    def _take_out(self, job: JobId, row: int | None) -> None:
        if row is not None:
            del self.ids[row], self._keys[row]
            self._shown.remove(job)

    def _arrange(self) -> None:
        shown = [(entry.key, job) for job, entry in self._entries.items() if self._fits(entry)]
        shown.sort()
        self._keys = [key for key, _ in shown]
        self.ids = [job for _, job in shown]
        self._shown = set(self.ids)

    def _entry(self, row: Row) -> Entry:
        if row.under:
            above = self._entries[row.under.id]
            return Entry((*above.key[:3], row.place), above.text)
        job = row.job
        jobs = job.jobs if isinstance(job, Survey) else (job,)
        number = min(map(self._number, jobs))
        order = self._sorted_by
        value = order.value(job, self._now(), self._time_left) if order else 0
        compared = 0 if value is None else _Downwards(value) if self._descending else value
        return Entry((value is None, compared, number, 0), " ".join(map(_text, jobs)))

    def _number(self, job: Job) -> int:
        if job.id not in self._numbers:
            self._numbers[job.id] = next(self._counter)
        return self._numbers[job.id]

    def _fits(self, entry: Entry) -> bool:
        return all(word in entry.text for word in self._words)


def _text(job: Job) -> str:
    return f"{job.name} {job.id} {state_word(job)} {step_word(job.step)}".casefold()


class _Downwards:
    """A value that sorts in descending order."""

    __slots__ = ("_value",)

    def __init__(self, value: Any) -> None:
        self._value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Downwards) and bool(self._value == other._value)

    def __lt__(self, other: "_Downwards") -> bool:
        return bool(other._value < self._value)

    __hash__ = None  # type: ignore[assignment]
