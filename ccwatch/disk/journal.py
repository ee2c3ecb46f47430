"""The journal: jobs, observations, events and notices in one SQLite file.

It holds what the reducer makes of the events, so a restart goes on where the last run stopped.
Of the observations only changes are kept. A job that is no longer watched keeps its history;
added anew, it begins a new course.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ccwatch.core.errors import StorageFault
from ccwatch.core.estimate import extended
from ccwatch.core.events import (
    Added,
    CameBack,
    Ended,
    Event,
    JobEvent,
    Limited,
    Moved,
    Reopened,
    SignedIn,
    SignInWanted,
    Stalled,
    Started,
    StateChanged,
    StepChanged,
    WentUnreachable,
)
from ccwatch.core.job import Details, Job, JobId, Outcome, Point, Progress, Service
from ccwatch.core.jobs import job_after
from ccwatch.core.notice import Notice
from ccwatch.disk.schema import NewerSchema, migrate
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
OBSERVED = (Moved, StepChanged, StateChanged, Started)
IN_MEMORY = ":memory:"
_COLUMNS = (
    "job, service, added, alias, muted, unseen, progress, details, outcome, "
    "checked, changed, ended, stalled, next_check"
)


class Journal:
    """One open journal; belongs to the thread that made it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._jobs: dict[JobId, Job] = {}
        try:
            self._connection = _open(path)
            with self._faults():
                self._jobs = {job.id: job for job in _read(self._connection)}
        except NewerSchema:
            raise StorageFault(
                f"{path} was written by a later version of ccwatch.",
                advice="Install that version again, or move the file away.",
            ) from None
        except sqlite3.Error as error:
            raise _fault(path, error) from None

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
        touched: dict[JobId, float] = {}
        with self._faults(), self._connection as connection:
            for event in events:
                if isinstance(event, JobEvent):
                    touched[event.job] = event.at
                    after = job_after(jobs.get(event.job), event)
                    if after is None:
                        jobs.pop(event.job, None)
                    else:
                        jobs[event.job] = after
                self._append(connection, event)
            for job, at in touched.items():
                self._write(connection, job, jobs.get(job), at)
        self._jobs = jobs

    def history(self, job: JobId, limit: int = 200) -> list[Event]:
        """Return the job's events worth telling, the newest first."""
        with self._faults():
            rows = self._connection.execute(
                "SELECT kind, fields FROM events WHERE job = ? ORDER BY number DESC LIMIT ?",
                (job, limit),
            ).fetchall()
        return list(_events(rows))

    def course(self, job: JobId) -> list[Point]:
        """Return all observed points of the job, the oldest first."""
        with self._faults():
            return [Point(*row) for row in self._connection.execute(_COURSE, (job, 0.0))]

    def add_notice(self, notice: Notice, at: float, *, held: bool = False) -> int:
        """Write a notice that is to be shown; return its number."""
        with self._faults(), self._connection as connection:
            cursor = connection.execute(
                "INSERT INTO notices (at, fields, held) VALUES (?, ?, ?)",
                (at, to_json(notice), held),
            )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def mark_shown(self, numbers: Sequence[int], at: float) -> None:
        """Write that the notices were shown."""
        rows = [(at, number) for number in numbers]
        with self._faults(), self._connection as connection:
            connection.executemany("UPDATE notices SET shown = ? WHERE number = ?", rows)

    def pending_notices(self) -> list[tuple[int, Notice]]:
        """Return the notices that were recorded but not shown, the oldest first."""
        with self._faults():
            rows = self._connection.execute(
                "SELECT number, fields FROM notices WHERE shown IS NULL ORDER BY number"
            ).fetchall()
        return [(number, from_json(Notice, fields)) for number, fields in rows]

    def close(self) -> None:
        """Close the file; what was recorded is in it."""
        self._connection.close()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _fault(self._path, error) from None

    def _append(self, connection: sqlite3.Connection, event: Event) -> None:
        job = event.job if isinstance(event, JobEvent) else None
        if isinstance(event, OBSERVED):
            seen = event.progress
            connection.execute(
                "INSERT INTO observations VALUES (?, ?, ?, ?, ?)",
                (job, event.at, seen.percentage, seen.state, seen.step),
            )
        if isinstance(event, HISTORY):
            kind, fields = event_to_json(event)
            connection.execute(
                "INSERT INTO events (job, at, kind, fields) VALUES (?, ?, ?, ?)",
                (job, event.at, kind, fields),
            )

    def _write(
        self, connection: sqlite3.Connection, name: JobId, job: Job | None, at: float
    ) -> None:
        if job is None:
            connection.execute("UPDATE jobs SET removed = ? WHERE job = ?", (at, name))
            return
        row = (
            job.id,
            job.service.value,
            job.added,
            job.alias,
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
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT OR REPLACE INTO jobs ({_COLUMNS}) VALUES ({marks})", row)


_COURSE = """
    SELECT at, percentage, step FROM observations
    WHERE job = ? AND at >= ? AND percentage IS NOT NULL ORDER BY at
"""


def read_jobs(path: Path) -> list[Job]:
    """Return the watched jobs of a journal that another program may be writing.

    No file, no jobs; raises StorageFault.
    """
    if not path.exists():
        return []
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
        try:
            return list(_read(connection))
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise _fault(path, error) from None


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=5)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    if str(path) != IN_MEMORY:
        path.chmod(0o600)
    return connection


def _read(connection: sqlite3.Connection) -> Iterator[Job]:
    query = f"SELECT {_COLUMNS} FROM jobs WHERE removed IS NULL ORDER BY added, rowid"
    for row in connection.execute(query).fetchall():
        yield _job(connection, row)


def _job(connection: sqlite3.Connection, row: tuple) -> Job:  # type: ignore[type-arg]
    (name, service, added, alias, muted, unseen, progress, details, outcome, *times) = row
    checked, changed, ended, stalled, next_check = times
    course: tuple[Point, ...] = ()
    for at, percentage, step in connection.execute(_COURSE, (name, added)):
        course = extended(course, at, Progress(percentage, None, step))
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
        course=course,
    )


def _events(rows: Sequence[tuple[str, str]]) -> Iterator[Event]:
    for kind, fields in rows:
        try:
            yield event_from_json(kind, fields)
        except ValueError:
            continue  # an event of a later version, or edited by hand: not worth losing the rest


def _fault(path: Path, error: sqlite3.Error) -> StorageFault:
    return StorageFault(f"{path}: {error}.")
