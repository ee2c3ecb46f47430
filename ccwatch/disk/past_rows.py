"""The past of a job as rows of the journal: events, course and gaps."""

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ccwatch.core.course import Gap, thinned
from ccwatch.core.events import Event, JobEvent
from ccwatch.core.history_table import Observation, Record
from ccwatch.core.job import JobId, Progress
from ccwatch.core.jobs import Status, status_after
from ccwatch.core.past import Past
from ccwatch.disk import job_rows
from ccwatch.disk.event_json import event_from_json, event_to_json

MOST_EVENTS = 200
# The events that say in which state the account and the service are.
STANDING = (("Limited",), ("SignInWanted", "SignedIn"), ("WentUnreachable", "CameBack"))
CHART_COLUMNS = 1000
# Any column may contain anything if the file was edited by hand.
_GAPS = """
    SELECT since, until FROM gaps
    WHERE job = :job AND since >= (SELECT added FROM jobs WHERE job = :job)
    AND typeof(since) = 'real' AND typeof(until) = 'real' ORDER BY number
"""
# The account's and the service's, from when the job was added until it ended or was removed.
_MEANWHILE = """
    SELECT e.kind, e.fields FROM jobs AS j JOIN events AS e ON e.job = :job OR e.job IS NULL
    WHERE j.job = :job AND e.at >= j.added
    AND (e.job = :job OR e.at <= coalesce(j.removed, max(j.ended, j.checked), e.at))
    ORDER BY e.number
"""
_OBSERVATIONS = """
    SELECT at, percentage, state, step FROM observations
    WHERE job = :job AND number > (SELECT observed_before FROM jobs WHERE job = :job)
    AND typeof(at) = 'real' AND typeof(percentage) IN ('real', 'null') ORDER BY number
"""
_log = logging.getLogger(__name__)


def append(connection: sqlite3.Connection, event: Event) -> None:
    """Append an event to the history."""
    job = event.job if isinstance(event, JobEvent) else None
    connection.execute(
        "INSERT INTO events (job, at, kind, fields) VALUES (?, ?, ?, ?)",
        (job, event.at, *event_to_json(event)),
    )


def note_gap(connection: sqlite3.Connection, job: JobId, gap: Gap) -> None:
    """Write a gap; one that begins where the last one ends extends it.

    This keeps the file small when the budget is too small for all jobs, so that every query is
    late.
    """
    last = "(SELECT max(number) FROM gaps WHERE job = ?)"
    grown = connection.execute(
        f"UPDATE gaps SET until = ? WHERE number = {last} AND until = ?",
        (gap.until, job, gap.since),
    )
    if not grown.rowcount:
        connection.execute("INSERT INTO gaps (job, since, until) VALUES (?, ?, ?)", (job, *gap))


def history(connection: sqlite3.Connection, job: JobId, limit: int) -> list[Event]:
    """Return the job's notable events, newest first."""
    rows = connection.execute(
        "SELECT kind, fields FROM events WHERE job = ? ORDER BY number DESC LIMIT ?", (job, limit)
    ).fetchall()
    return list(readable(rows))


def past(connection: sqlite3.Connection, job: JobId) -> Past:
    """Return what the window shows of the job, with its course at the chart's resolution."""
    course = job_rows.course(connection, job)
    return Past(
        tuple(history(connection, job, MOST_EVENTS)),
        thinned(course, CHART_COLUMNS),
        tuple(_gaps(connection, job)),
        len(course),
    )


def record(connection: sqlite3.Connection, job: JobId) -> Record:
    """Return everything recorded of the job since it was added, oldest first."""
    events = connection.execute(_MEANWHILE, {"job": job}).fetchall()
    seen = connection.execute(_OBSERVATIONS, {"job": job}).fetchall()
    return Record(
        tuple(readable(events)),
        tuple(Observation(at, Progress(far, state, step)) for at, far, state, step in seen),
        tuple(_gaps(connection, job)),
    )


def last_status(connection: sqlite3.Connection) -> Status:
    """Return the last recorded state of the account and of the service."""
    status = Status()
    for kinds in STANDING:
        row = connection.execute(
            "SELECT kind, fields FROM events WHERE job IS NULL"
            f" AND kind IN ({', '.join('?' * len(kinds))}) ORDER BY number DESC LIMIT 1",
            kinds,
        ).fetchone()
        for event in readable([row] if row else []):
            if not isinstance(event, JobEvent):
                status = status_after(status, event)
    # Only the account knows whether the user is signed in now; a recorded sign-out still holds.
    return status if status.signed_in is False else replace(status, signed_in=None)


def readable(rows: Sequence[tuple[str, str]]) -> Iterator[Event]:
    """Yield the events of rows of kinds and fields; unreadable ones are skipped."""
    for kind, fields in rows:
        try:
            yield event_from_json(kind, fields)
        except ValueError:  # from a later version, or damaged: not worth losing the rest
            _log.warning("an event of the history could not be read: %s", kind)


def _gaps(connection: sqlite3.Connection, job: JobId) -> Iterator[Gap]:
    for since, until in connection.execute(_GAPS, {"job": job}):
        yield Gap(since, until)
