"""The tables of the journal, and the migration of older files.

`user_version` counts the steps that a file has taken. A released step is never changed; a new
version appends one.
"""

import sqlite3
from contextlib import closing

STEPS = (
    """
    CREATE TABLE jobs (
        number INTEGER PRIMARY KEY,
        job TEXT NOT NULL UNIQUE,
        service TEXT NOT NULL,
        added REAL NOT NULL,
        removed REAL,
        observed_before INTEGER NOT NULL,
        alias TEXT,
        muted INTEGER NOT NULL DEFAULT 0,
        unseen INTEGER NOT NULL DEFAULT 0,
        progress TEXT,
        details TEXT,
        outcome TEXT,
        checked REAL,
        changed REAL,
        ended REAL,
        stalled INTEGER NOT NULL DEFAULT 0,
        next_check REAL
    );
    CREATE TABLE observations (
        number INTEGER PRIMARY KEY,
        job TEXT NOT NULL,
        at REAL NOT NULL,
        percentage REAL,
        state TEXT,
        step TEXT
    );
    CREATE INDEX observations_of_a_job ON observations (job, number);
    CREATE TABLE events (
        number INTEGER PRIMARY KEY,
        job TEXT,
        at REAL NOT NULL,
        kind TEXT NOT NULL,
        fields TEXT NOT NULL
    );
    CREATE INDEX events_of_a_job ON events (job, number);
    CREATE TABLE notices (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at REAL NOT NULL,
        fields TEXT NOT NULL,
        held INTEGER NOT NULL DEFAULT 0,
        shown REAL
    );
    CREATE INDEX notices_to_show ON notices (shown) WHERE shown IS NULL;
    """,
    # Whether a notification is held back is decided when it is shown, not when it is written.
    """
    CREATE TABLE told (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at REAL NOT NULL,
        fields TEXT NOT NULL,
        shown REAL
    );
    INSERT INTO told SELECT number, at, fields, shown FROM notices;
    DROP TABLE notices;
    ALTER TABLE told RENAME TO notices;
    CREATE INDEX notices_to_show ON notices (shown) WHERE shown IS NULL;
    """,
    # The delivery of a notification, for the history; those shown before this step count as read.
    # Also gaps: when a job was not queried, or no query was answered, for longer than its schedule
    # explains.
    """
    ALTER TABLE notices ADD COLUMN taken INTEGER;
    ALTER TABLE notices ADD COLUMN held REAL;
    ALTER TABLE notices ADD COLUMN read REAL;
    UPDATE notices SET read = shown;
    CREATE INDEX notices_unread ON notices (number) WHERE read IS NULL;
    CREATE TABLE gaps (
        number INTEGER PRIMARY KEY,
        job TEXT NOT NULL,
        since REAL NOT NULL,
        until REAL NOT NULL
    );
    CREATE INDEX gaps_of_a_job ON gaps (job, number);
    """,
    # A day of a moving job has 5,760 observations: with its ID, state and step repeated in each,
    # and the ID once more in an index, they took 820 KB.
    """
    CREATE TABLE words (number INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
    INSERT INTO words (word) SELECT job FROM observations
        UNION SELECT state FROM observations WHERE state IS NOT NULL
        UNION SELECT step FROM observations WHERE step IS NOT NULL;
    CREATE TABLE moves (
        number INTEGER PRIMARY KEY,
        job INTEGER NOT NULL,
        at REAL NOT NULL,
        percentage REAL,
        state INTEGER,
        step INTEGER
    );
    INSERT INTO moves SELECT o.number, job.number, o.at, o.percentage, state.number, step.number
        FROM observations AS o JOIN words AS job ON job.word = o.job
        LEFT JOIN words AS state ON state.word = o.state
        LEFT JOIN words AS step ON step.word = o.step;
    DROP TABLE observations;
    CREATE INDEX moves_of_a_job ON moves (job, number);
    CREATE VIEW observations AS
        SELECT moves.number, job.word AS job, at, percentage, state.word AS state, step.word AS step
        FROM moves JOIN words AS job ON job.number = moves.job
        LEFT JOIN words AS state ON state.number = moves.state
        LEFT JOIN words AS step ON step.number = moves.step;
    """,
    # How good the estimates of finished jobs were. The rows for jobs that ended before this step
    # are computed from their courses when the file is next read.
    """
    CREATE TABLE scores (
        number INTEGER PRIMARY KEY,
        job TEXT NOT NULL UNIQUE,
        service TEXT,
        type TEXT,
        low REAL NOT NULL,
        high REAL NOT NULL,
        scores TEXT NOT NULL
    );
    """,
    # The last complete list of the user's own jobs, by service.
    "CREATE TABLE lists (service TEXT PRIMARY KEY, asked REAL NOT NULL, before REAL NOT NULL)",
)


class NewerSchema(Exception):
    """The file was written by a later version of the program."""


def version_of(connection: sqlite3.Connection) -> int:
    """Return how many steps the file has taken, 0 for an empty one; raises NewerSchema."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(STEPS):
        raise NewerSchema
    return version


def migrate(connection: sqlite3.Connection) -> None:
    """Migrate the file to the newest schema, one transaction per step; raises NewerSchema."""
    version = version_of(connection)
    for number, step in enumerate(STEPS[version:], start=version + 1):
        connection.executescript(
            f"BEGIN IMMEDIATE; {step}; PRAGMA user_version = {number}; COMMIT;"
        )


def is_whole(connection: sqlite3.Connection) -> bool:
    """Return whether the file has every column of the newest schema."""
    with closing(sqlite3.connect(":memory:")) as fresh:
        migrate(fresh)
        return _columns(fresh) <= _columns(connection)


def _columns(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    query = (
        "SELECT t.name, c.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c"
        " WHERE t.type IN ('table', 'view')"
    )
    return set(connection.execute(query).fetchall())
