"""The journal: jobs, observations, events and notices in one SQLite file.

It holds what the reducer makes of the events, so a restart goes on where the last run stopped.
Of the observations only changes are kept. A job that is no longer watched keeps its history;
added anew, it begins a new course.
"""

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from ccwatch.core.errors import StorageFault
from ccwatch.core.events import (
    Added,
    CameBack,
    Ended,
    Event,
    JobEvent,
    Limited,
    Moved,
    Removed,
    Reopened,
    SignedIn,
    SignInWanted,
    Stalled,
    Started,
    StateChanged,
    StepChanged,
    WentUnreachable,
)
from ccwatch.core.job import Job, JobId, Point
from ccwatch.core.jobs import job_after
from ccwatch.core.notice import Notice
from ccwatch.disk import job_rows
from ccwatch.disk.schema import NewerSchema, migrate, version_of
from ccwatch.disk.value_json import event_from_json, event_to_json, from_json, to_json

HISTORY = (
    Added,
    Started,
    StepChanged,
    StateChanged,
    Stalled,
    Reopened,
    Ended,
    SignInWanted,
    SignedIn,
    WentUnreachable,
    CameBack,
    Limited,
)
OBSERVED = (Moved, StepChanged)
IN_MEMORY = ":memory:"
_log = logging.getLogger(__name__)


class Journal:
    """One open journal; belongs to the thread that made it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with _faults(path):
            self._connection = _open(path)
            try:
                self._jobs = {job.id: job for job in job_rows.read(self._connection)}
            except BaseException:
                self._connection.close()
                raise

    @classmethod
    def in_memory(cls) -> "Journal":
        """Return a journal for this run alone, for when the disk will not have one."""
        return cls(Path(IN_MEMORY))

    def load(self) -> list[Job]:
        """Return the jobs that are watched, in the order in which they were added."""
        return list(self._jobs.values())

    def record(self, events: Sequence[Event]) -> None:
        """Write what the events change, in one transaction; raises StorageFault."""
        jobs = dict(self._jobs)
        touched: set[JobId] = set()
        with self._transaction() as connection:
            for event in events:
                if isinstance(event, JobEvent):
                    _fold(connection, jobs, event)
                    touched.add(event.job)
                _append(connection, event)
            for job in touched & jobs.keys():
                job_rows.write(connection, jobs[job])
        self._jobs = jobs

    def history(self, job: JobId, limit: int = 200) -> list[Event]:
        """Return the job's events worth telling, the newest first."""
        with _faults(self._path):
            rows = self._connection.execute(
                "SELECT kind, fields FROM events WHERE job = ? ORDER BY number DESC LIMIT ?",
                (job, limit),
            ).fetchall()
        return list(_events(rows))

    def course(self, job: JobId) -> list[Point]:
        """Return all points of the job's course since it was added, the oldest first."""
        with _faults(self._path):
            return job_rows.course(self._connection, job)

    def add_notice(self, notice: Notice, at: float, *, held: bool = False) -> int:
        """Write a notice that is to be shown; return its number."""
        with self._transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO notices (at, fields, held) VALUES (?, ?, ?)",
                (at, to_json(notice), held),
            )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def mark_shown(self, numbers: Sequence[int], at: float) -> None:
        """Write that the notices were shown."""
        rows = [(at, number) for number in numbers]
        with self._transaction() as connection:
            connection.executemany("UPDATE notices SET shown = ? WHERE number = ?", rows)

    def pending_notices(self) -> list[tuple[int, Notice]]:
        """Return the notices that were recorded but not shown, the oldest first."""
        with _faults(self._path):
            rows = self._connection.execute(
                "SELECT number, fields FROM notices WHERE shown IS NULL ORDER BY number"
            ).fetchall()
        return list(_notices(rows))

    def close(self) -> None:
        """Close the file; what was recorded is in it."""
        self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with _faults(self._path), self._connection as connection:
            yield connection


def read_jobs(path: Path) -> list[Job]:
    """Return the watched jobs of a journal that another program may be writing.

    No file, no jobs; raises StorageFault.
    """
    if not path.exists():
        return []
    with _faults(path), closing(_open_to_read(path)) as connection:
        return list(job_rows.read(connection)) if version_of(connection) else []


def _open(path: Path) -> sqlite3.Connection:
    if str(path) != IN_MEMORY:
        _refuse_newer(path)
        path.touch(mode=0o600)
        with suppress(OSError):
            path.chmod(0o600)
    connection = sqlite3.connect(path, timeout=5)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_newer(path: Path) -> None:
    # Before it is opened to be written: that alone may change a file.
    if path.exists() and path.stat().st_size:
        with closing(_open_to_read(path)) as connection:
            version_of(connection)


def _open_to_read(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)


def _fold(connection: sqlite3.Connection, jobs: dict[JobId, Job], event: JobEvent) -> None:
    """Let the event change the jobs, and the list of them in the file."""
    before = jobs.pop(event.job, None) if isinstance(event, Removed) else jobs.get(event.job)
    after = job_after(before, event)
    if after is not None:
        jobs[event.job] = after
    if isinstance(event, Added) and before is None:
        job_rows.begin(connection, event)
    elif isinstance(event, Removed):
        job_rows.remove(connection, event.job, event.at)


def _append(connection: sqlite3.Connection, event: Event) -> None:
    if isinstance(event, OBSERVED):
        job_rows.observe(connection, event)
    if isinstance(event, HISTORY):
        job = event.job if isinstance(event, JobEvent) else None
        connection.execute(
            "INSERT INTO events (job, at, kind, fields) VALUES (?, ?, ?, ?)",
            (job, event.at, *event_to_json(event)),
        )


def _events(rows: Sequence[tuple[str, str]]) -> Iterator[Event]:
    for kind, fields in rows:
        try:
            yield event_from_json(kind, fields)
        except ValueError:  # of a later version, or damaged: not worth losing the rest
            _log.warning("an event of the history could not be read: %s", kind)


def _notices(rows: Sequence[tuple[int, str]]) -> Iterator[tuple[int, Notice]]:
    for number, fields in rows:
        try:
            yield number, from_json(Notice, fields)
        except ValueError:
            _log.warning("notice %d could not be read", number)


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    """Translate what SQLite and the system raise."""
    try:
        yield
    except NewerSchema:
        raise StorageFault(
            f"{path} was written by a later version of ccwatch.",
            advice="Install that version again, or move the file away.",
        ) from None
    except sqlite3.Error as error:
        raise StorageFault(f"{path}: {error}.") from None
    except OSError as error:
        raise StorageFault(f"{path}: {error.strerror or error}.") from None
