"""Jobs as rows of the journal: one row a job, its course rebuilt from its observations."""

import logging
import sqlite3
from collections.abc import Iterator
from typing import Any

from ccwatch.core.estimate import extended
from ccwatch.core.events import Added, Moved, StepChanged
from ccwatch.core.job import Details, Job, JobId, Outcome, Point, Progress, Service
from ccwatch.disk.value_json import from_json, to_json

_FIELDS = (
    "alias, muted, unseen, progress, details, outcome, checked, changed, ended, stalled, next_check"
)
_COURSE = """
    SELECT at, percentage, step FROM observations
    WHERE job = ? AND number > ? AND percentage IS NOT NULL ORDER BY number
"""
_log = logging.getLogger(__name__)


def begin(connection: sqlite3.Connection, event: Added) -> None:
    """Put a new job at the end of the list; one that was there before begins a new course."""
    connection.execute("DELETE FROM jobs WHERE job = ?", (event.job,))
    connection.execute(
        "INSERT INTO jobs (job, service, added, observed_before)"
        " SELECT ?, ?, ?, coalesce(max(number), 0) FROM observations",
        (event.job, event.service.value, event.at),
    )


def write(connection: sqlite3.Connection, job: Job) -> None:
    """Write what is known of a job that is in the list."""
    values = (
        _storable(job.alias),
        job.muted,
        job.unseen,
        job.progress and to_json(job.progress),
        job.details and to_json(job.details),
        job.outcome and job.outcome.value,
        job.checked,
        job.changed,
        job.ended,
        job.stalled,
        job.next_check,
    )
    marks = ", ".join("?" * len(values))
    connection.execute(
        f"UPDATE jobs SET ({_FIELDS}) = ({marks}) WHERE job = ?",
        (*values, job.id),
    )


def remove(connection: sqlite3.Connection, job: JobId, at: float) -> None:
    """Take a job out of the list; its row and its history stay."""
    connection.execute("UPDATE jobs SET removed = ? WHERE job = ?", (at, job))


def observe(connection: sqlite3.Connection, event: Moved | StepChanged) -> None:
    """Write what the reducer makes a point of the job's course."""
    seen = event.progress
    connection.execute(
        "INSERT INTO observations (job, at, percentage, state, step) VALUES (?, ?, ?, ?, ?)",
        (event.job, event.at, seen.percentage, _storable(seen.state), _storable(seen.step)),
    )


def read(connection: sqlite3.Connection) -> Iterator[Job]:
    """Return the jobs in the list, in the order in which they were added.

    A row that was damaged is passed over: the others are worth more.
    """
    query = (
        f"SELECT job, service, added, observed_before, {_FIELDS} FROM jobs"
        " WHERE removed IS NULL ORDER BY number"
    )
    for row in connection.execute(query).fetchall():
        try:
            yield _job(connection, *row)
        except ValueError:
            _log.warning("job %s could not be read", row[0])


def course(connection: sqlite3.Connection, job: JobId) -> list[Point]:
    """Return all points of the job's course since it was added, the oldest first."""
    row = connection.execute("SELECT observed_before FROM jobs WHERE job = ?", (job,)).fetchone()
    return list(_points(connection, job, *row)) if row else []


def _points(connection: sqlite3.Connection, job: JobId, before: int) -> Iterator[Point]:
    for at, percentage, step in connection.execute(_COURSE, (job, before)):
        yield Point(at, percentage, step or None)


def _job(
    connection: sqlite3.Connection, name: str, service: str, added: float, before: int, *fields: Any
) -> Job:
    alias, muted, unseen, progress, details, outcome, *times = fields
    checked, changed, ended, stalled, next_check = times
    thinned: tuple[Point, ...] = ()
    for at, percentage, step in _points(connection, JobId(name), before):
        thinned = extended(thinned, at, Progress(percentage, None, step))
    return Job(
        JobId(name),
        Service(service),
        added,
        alias,
        bool(muted),
        progress=from_json(Progress, progress) if progress else None,
        details=from_json(Details, details) if details else None,
        outcome=Outcome(outcome) if outcome else None,
        checked=checked,
        changed=changed,
        ended=ended,
        stalled=bool(stalled),
        unseen=bool(unseen),
        next_check=next_check,
        course=thinned,
    )


def _storable(text: str | None) -> str | None:
    """Return the text as SQLite can keep it: lone surrogates become question marks."""
    return text and text.encode(errors="replace").decode()
