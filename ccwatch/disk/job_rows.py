"""Jobs as rows of the journal: one per job, its course rebuilt from its observations."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ccwatch.core.job import (
    Details,
    Job,
    JobId,
    Outcome,
    Point,
    Progress,
    Service,
    is_job_id,
    job_key,
)
from ccwatch.core.run import extended
from ccwatch.core.united_jobs import united
from ccwatch.disk.value_json import from_json, to_json

if TYPE_CHECKING:  # not loaded where jobs are only read
    from ccwatch.core.events import Moved, StepChanged

_FIELDS = (
    "alias, muted, unseen, progress, details, outcome, checked, changed, ended, stalled, next_check"
)
_COURSE = """
    SELECT at, percentage, step FROM observations
    WHERE job = ? AND number > ? AND percentage IS NOT NULL ORDER BY number
"""
# Bits of the column of stalled jobs, which an older version reads as not stalled.
_STALLED, _WAITS_LONG, _CANCELLING, _ABANDONED = 1, 2, 4, 8
_WORD = "(SELECT number FROM words WHERE word = ?)"
_OBSERVE = f"""
    INSERT INTO moves (job, at, percentage, state, step) VALUES ({_WORD}, ?, ?, {_WORD}, {_WORD})
"""
_LISTED = f"SELECT job, service, added, observed_before, {_FIELDS} FROM jobs WHERE removed IS NULL"
_NUMBERED = _LISTED.replace("SELECT", "SELECT number,", 1)
# The second is raised by Python when a SQLite message quotes a damaged, non-UTF-8 name.
SQLITE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
# Raised by rows edited by hand.
_MISSHAPEN = (ValueError, TypeError)


def begin(connection: sqlite3.Connection, job: JobId, service: Service, added: float) -> None:
    """Add a new job at the end of the list; a known one starts a new course."""
    connection.execute("DELETE FROM jobs WHERE job = ?", (job,))
    connection.execute(
        "INSERT INTO jobs (job, service, added, observed_before)"
        " SELECT ?, ?, ?, coalesce(max(number), 0) FROM moves",
        (job, service.value, added),
    )


def take_over(connection: sqlite3.Connection, jobs: Iterable[Job]) -> None:
    """Add jobs from another file at the end of the list."""
    for job in jobs:
        begin(connection, job.id, job.service, job.added)
        write(connection, job)


def write(connection: sqlite3.Connection, job: Job) -> None:
    """Write the state of a listed job."""
    values = (
        job.service.value,
        _storable(job.alias),
        job.muted,
        job.unseen,
        job.progress and to_json(job.progress),
        job.details and to_json(job.details),
        job.outcome and job.outcome.value,
        job.checked,
        job.changed,
        job.ended,
        _flags(job),
        job.next_check,
    )
    marks = ", ".join("?" * len(values))
    connection.execute(
        f"UPDATE jobs SET (service, {_FIELDS}) = ({marks}) WHERE job = ?",
        (*values, job.id),
    )


def _flags(job: Job) -> int:
    flags = _STALLED * job.stalled | _WAITS_LONG * job.waits_long
    return flags | _CANCELLING * job.cancelling | _ABANDONED * job.abandoned


def remove(connection: sqlite3.Connection, job: JobId, at: float) -> None:
    """Remove a job from the list; its row and its history stay."""
    connection.execute("UPDATE jobs SET removed = ? WHERE job = ?", (at, job))


def observe(connection: sqlite3.Connection, event: "Moved | StepChanged") -> None:
    """Write an observation for each event that the reducer adds to the job's course."""
    seen = event.progress
    words = event.job, _storable(seen.state), _storable(seen.step)
    connection.execute("INSERT OR IGNORE INTO words (word) VALUES (?), (?), (?)", words)
    connection.execute(_OBSERVE, (words[0], event.at, seen.percentage, *words[1:]))


def read(connection: sqlite3.Connection, *, courses: bool = True) -> list[Job]:
    """Return the listed jobs, in the order in which they were added.

    Damaged rows are skipped, to keep the others.
    """
    return united(_readable(connection, courses=courses))


def _readable(connection: sqlite3.Connection, *, courses: bool) -> Iterator[Job]:
    for row in connection.execute(f"{_LISTED} ORDER BY number").fetchall():
        try:
            yield _job(row, list(_points(connection, row[0], row[3])) if courses else [])
        except _MISSHAPEN:
            import logging  # rarely needed, and slow to import

            logging.getLogger(__name__).warning("job %s could not be read", row[0])


def salvage(connection: sqlite3.Connection) -> list[Job]:
    """Return a damaged file's jobs, without courses: as many as can be read from both ends."""
    found: dict[int, Job] = {}
    for order in ("", " DESC"):
        with suppress(*SQLITE_ERRORS):
            for number, *row in connection.execute(f"{_NUMBERED} ORDER BY number{order}"):
                with suppress(*_MISSHAPEN):
                    found[number] = _job(row, [])
    return united(found[number] for number in sorted(found))


def service_of(connection: sqlite3.Connection, job: JobId) -> Service | None:
    """Return the service of a job that is or was in the list."""
    row = connection.execute("SELECT service FROM jobs WHERE job = ?", (job,)).fetchone()
    return Service(row[0]) if row and row[0] in Service.__members__.values() else None


def removed(connection: sqlite3.Connection, jobs: Sequence[JobId]) -> set[JobId]:
    """Return those of the jobs that were in the list and are not any more."""
    found = (
        connection.execute("SELECT job FROM jobs WHERE job = ? AND removed IS NOT NULL", (job,))
        for job in jobs
    )
    return {row[0] for rows in found for row in rows}


def course(connection: sqlite3.Connection, job: JobId) -> list[Point]:
    """Return the job's full course since it was added, oldest first."""
    row = connection.execute("SELECT observed_before FROM jobs WHERE job = ?", (job,)).fetchone()
    return list(_points(connection, job, *row)) if row else []


def _points(connection: sqlite3.Connection, job: JobId, before: int) -> Iterator[Point]:
    for at, percentage, step in connection.execute(_COURSE, (job, before)):
        yield Point(at, percentage, step or None)


def _job(row: Sequence[Any], course: Sequence[Point]) -> Job:
    name, service, added, _, *fields = row
    key = job_key(str(name))
    if not is_job_id(key):
        raise ValueError("no job id")
    alias, muted, unseen, progress, details, outcome, *times = fields
    checked, changed, ended, stalled, next_check = times
    if any(not isinstance(time, int | float | None) for time in (added, *times)):
        raise ValueError("no time")
    thinned: tuple[Point, ...] = ()
    for at, percentage, step in course:
        thinned = extended(thinned, at, Progress(percentage, None, step))
    return Job(
        key,
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
        stalled=bool(stalled & _STALLED),
        unseen=bool(unseen),
        next_check=next_check,
        waits_long=bool(stalled & _WAITS_LONG),
        cancelling=bool(stalled & _CANCELLING),
        abandoned=bool(stalled & _ABANDONED),
        course=thinned,
    )


def _storable(text: str | None) -> str | None:
    """Return the text in a form that SQLite can store: lone surrogates become question marks."""
    return text and text.encode(errors="replace").decode()
