"""Opens and checks the journal's file; an unusable one is set aside, never deleted.

The readable jobs of a file that is set aside go into the new one.
"""

import logging
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from ccwatch.core.errors import StorageFault
from ccwatch.core.job import Job
from ccwatch.core.language import sentences, tr
from ccwatch.disk import job_rows
from ccwatch.disk.reading import PATIENCE, open_to_read, readable
from ccwatch.disk.schema import NewerSchema, is_whole, migrate, version_of
from ccwatch.system.files import set_aside

IN_MEMORY = ":memory:"
SIDE_FILES = ("-wal", "-shm")
# The last one is raised for a header with a format unknown to SQLite.
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
_log = logging.getLogger(__name__)


class _Damaged(Exception):
    """The file was not written by this or an earlier version of the program."""


def opened(path: Path) -> tuple[sqlite3.Connection, str]:
    """Return the opened file, and what was wrong with it, "" for nothing.

    Raises sqlite3.Error and OSError if no file can be written at all.
    """
    if str(path) == IN_MEMORY:
        return _open(path), ""
    try:
        return _open_checked(path), ""
    except NewerSchema:
        return _start_new_file(
            path, "newer", tr("The job list was written by a later version of ccwatch.")
        )
    except _Damaged as damage:
        _log.error("%s is damaged: %s", path, damage)
        return _start_new_file(path, "broken", tr("The job list was damaged."))


def _open_checked(path: Path) -> sqlite3.Connection:
    """Return a sound file; raises NewerSchema and _Damaged."""
    try:
        if path.exists() and path.stat().st_size:
            # Read-only at first: opening it for writing can already change the file.
            with closing(open_to_read(path)) as connection:
                version_of(connection)
        path.touch(mode=0o600)
        with suppress(OSError):
            path.chmod(0o600)
        return _open(path)
    except job_rows.SQLITE_ERRORS as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        if code & 0xFF in _DAMAGE:
            raise _Damaged(str(error)) from None
        raise


def _open(path: Path) -> sqlite3.Connection:
    connection = readable(sqlite3.connect(path, timeout=PATIENCE))
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # Checks every page and row; comparing each index with its table would take eight times as
        # long.
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise _Damaged(found)
        _migrate(connection, path)
        if not is_whole(connection):
            raise _Damaged("a table or a column is missing")
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    try:
        migrate(connection)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        # A migration that fails on a sound file is a bug: the file stays where it is.
        raise StorageFault(f"{path}: {error}.") from None


def _start_new_file(path: Path, word: str, what: str) -> tuple[sqlite3.Connection, str]:
    aside = set_aside(path, word, SIDE_FILES)
    jobs = _salvaged(aside)
    connection = _open(path)
    path.chmod(0o600)
    with connection:
        job_rows.take_over(connection, jobs)
    kept = tr(
        "The file was renamed to {file}; {n} job could be recovered from it.|The file "
        "was renamed to {file}; {n} jobs could be recovered from it.",
        "",
        len(jobs),
        file=aside.name,
    )
    return connection, sentences(what, kept)


def _salvaged(path: Path) -> list[Job]:
    try:
        with closing(open_to_read(path)) as connection:
            return job_rows.salvage(connection)
    except job_rows.SQLITE_ERRORS:
        return []
