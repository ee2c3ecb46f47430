"""The scores of finished jobs as rows of the journal: how good their estimates were."""

import json
import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from ccwatch.core.calibration import Score, Scored, Track, track_from
from ccwatch.core.job import JobId, Service
from ccwatch.core.priors import Kind
from ccwatch.disk.reading import open_to_read, storage_faults

# More than count: of one kind and of all.
MOST_READ = 120
_log = logging.getLogger(__name__)


def add(connection: sqlite3.Connection, scored: Scored) -> None:
    """Write the scores of a finished job; a job that ended again replaces its own."""
    kind = scored.kind or (None, None)
    connection.execute(
        "INSERT OR REPLACE INTO scores (job, service, type, low, high, scores)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            scored.job,
            *(text and text.encode(errors="replace").decode() for text in kind),
            scored.low,
            scored.high,
            json.dumps(scored.scores, separators=(",", ":")),
        ),
    )


def add_all(connection: sqlite3.Connection, track: Track) -> None:
    """Write the scores of all jobs of a track record that was rebuilt."""
    for scored in track.lately:
        add(connection, scored)


def read(connection: sqlite3.Connection) -> Track | None:
    """Return the track record, None if no job has ever been scored; damaged rows are skipped."""
    rows = connection.execute(
        "SELECT job, service, type, low, high, scores FROM scores ORDER BY number DESC LIMIT ?",
        (MOST_READ,),
    ).fetchall()
    return track_from(_readable(reversed(rows))) if rows else None


def read_track(path: Path) -> Track:
    """Return the track record in a file that another program may be writing.

    It is empty without a file, or in that of an earlier version. Raises StorageFault.
    """
    with storage_faults(path):
        if not path.exists():
            return Track()
        with closing(open_to_read(path)) as connection:
            known = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'scores'")
            found = read(connection) if known.fetchone() else None
    return found or Track()


def _readable(
    rows: Iterable[tuple[str, str | None, str | None, float, float, str]],
) -> Iterator[Scored]:
    for job, service, type_, low, high, scores in rows:
        try:
            kind = Kind(Service(service), str(type_)) if service and type_ else None
            found = tuple(_score(*fields) for fields in json.loads(scores))
            yield Scored(JobId(str(job)), kind, found, float(low), float(high))
        except (ValueError, TypeError):
            _log.warning("the scores of job %s could not be read", job)


def _score(stage: int, early: float, late: float, held: bool | None) -> Score:
    """Return a score; raises TypeError or ValueError for what is none."""
    return Score(int(stage), float(early), float(late), None if held is None else bool(held))
