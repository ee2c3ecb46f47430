"""Normalises IDs that an earlier version stored as they were typed.

A GUID that was added in two spellings had two rows, each with its own history. They become one job
with both histories.
"""

import sqlite3

from ccwatch.core.job import job_key
from ccwatch.disk import job_rows

_IN_FIELDS = "fields = replace(fields, '\"job\":\"' || :old || '\"', '\"job\":\"' || :key || '\"')"
_RENAMED = (
    f"UPDATE events SET job = :key, {_IN_FIELDS} WHERE job = :old",
    f"UPDATE notices SET {_IN_FIELDS} WHERE instr(fields, '\"job\":\"' || :old || '\"')",
    "UPDATE gaps SET job = :key WHERE job = :old",
    "INSERT OR IGNORE INTO words (word) VALUES (:key)",
    "UPDATE moves SET job = (SELECT number FROM words WHERE word = :key)"
    " WHERE job = (SELECT number FROM words WHERE word = :old)",
    # Of two rows the listed one stays; of two listed ones the one that was added first.
    "DELETE FROM jobs WHERE job IN (:old, :key) AND number <> (SELECT number FROM jobs"
    " WHERE job IN (:old, :key) ORDER BY removed IS NOT NULL, number LIMIT 1)",
    "UPDATE jobs SET job = :key WHERE job = :old",
)


def respell(connection: sqlite3.Connection) -> None:
    """Store each job of the file under its canonical ID, in one transaction."""
    names = [name for (name,) in connection.execute("SELECT job FROM jobs")]
    spelled = {name: key for name in names if (key := job_key(str(name))) != name}
    if not spelled:
        return
    with connection:
        united = {job.id: job for job in job_rows.read(connection, courses=False)}
        for old, key in spelled.items():
            for statement in _RENAMED:
                connection.execute(statement, {"old": old, "key": key})
        for key in spelled.values():
            if key in united:
                job_rows.write(connection, united[key])
