"""Reads the journal's file, which another program may be writing.

Imports are minimal: a script may list the jobs many times.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path, PurePath
from urllib.parse import quote

from ccwatch.core.errors import StorageFault
from ccwatch.core.job import Job
from ccwatch.core.language import tr
from ccwatch.disk import job_rows
from ccwatch.disk.schema import NewerSchema, version_of

PATIENCE = 5.0


def stored_jobs(path: Path, *, courses: bool = True) -> list[Job]:
    """Return the watched jobs of a journal that another program may be writing.

    Without a file there are no jobs; `courses=False` skips their courses. Raises StorageFault.
    """
    with storage_faults(path):
        try:
            path.stat()
        except FileNotFoundError:
            return []
        with closing(open_to_read(path)) as connection:
            found = version_of(connection)
            return job_rows.read(connection, courses=courses) if found else []


def soundness(path: Path) -> str:
    """Return a sound file's content in words; raises StorageFault for a damaged one."""
    with storage_faults(path), closing(open_to_read(path)) as connection:
        version = version_of(connection)
        (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        jobs, events = (
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("jobs", "events")
        )
    return f"schema {version}, {_counted(jobs, 'job')} and {_counted(events, 'event')}"


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def open_to_read(path: Path) -> sqlite3.Connection:
    """Return a read-only connection."""
    connection = _connected(path, "mode=ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if not _lacks_side_files(error.sqlite_errorcode):
            raise
        # In a read-only folder the shared-memory file that WAL needs cannot be created.
        return _connected(path, "mode=ro&immutable=1")
    except BaseException:
        connection.close()
        raise
    return connection


def _lacks_side_files(code: int) -> bool:
    """Return whether SQLite could not make what WAL needs: in a folder that cannot be written to.

    It says the one of a file system that is read-only, the other where the user has no right.
    """
    return code & 0xFF == sqlite3.SQLITE_CANTOPEN or code == sqlite3.SQLITE_READONLY_DIRECTORY


def readable(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Decode text leniently: invalid UTF-8 affects that text, not the whole file."""
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    return connection


@contextmanager
def storage_faults(path: Path) -> Iterator[None]:
    """Translate errors of SQLite and the system to StorageFault."""
    try:
        yield
    except NewerSchema:
        raise StorageFault(
            tr("{file} was written by a later version of ccwatch.", file=path),
            advice=tr("Install that version again, or move the file away."),
        ) from None
    except job_rows.SQLITE_ERRORS as error:
        raise StorageFault(f"{path}: {error}.") from None
    except OSError as error:
        raise StorageFault(f"{path}: {error.strerror or error}.") from None


def _connected(path: Path, how: str) -> sqlite3.Connection:
    uri = f"{sqlite_uri(path.absolute())}?{how}"
    return readable(sqlite3.connect(uri, uri=True, timeout=PATIENCE))


def sqlite_uri(path: PurePath) -> str:
    """Return the URI of an absolute path in SQLite's form, https://sqlite.org/uri.html.

    That of `as_uri` names a server where SQLite expects none, and since Python 3.14 loads ssl.
    """
    place = quote(os.fsencode(path.as_posix()), safe="/:")
    return f"file://{place}" if place.startswith("/") else f"file:///{place}"
