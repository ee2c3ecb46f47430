"""The last complete list of the user's own jobs, by service, as rows of the journal."""

import sqlite3
from collections.abc import Mapping

from ccwatch.core.job import Service
from ccwatch.core.my_jobs import LastList

# Any column may contain anything if the file was edited by hand.
_READ = """
    SELECT service, asked, before FROM lists
    WHERE typeof(asked) = 'real' AND typeof(before) = 'real'
"""


def read(connection: sqlite3.Connection) -> dict[Service, LastList]:
    """Return the last list of each service; damaged rows are skipped."""
    known = {service.value: service for service in Service}
    rows = connection.execute(_READ).fetchall()
    return {known[row[0]]: LastList(*row[1:]) for row in rows if row[0] in known}


def write(connection: sqlite3.Connection, lists: Mapping[Service, LastList]) -> None:
    """Write the lists in place of those before."""
    connection.execute("DELETE FROM lists")
    rows = ((service.value, *last) for service, last in lists.items())
    connection.executemany("INSERT INTO lists (service, asked, before) VALUES (?, ?, ?)", rows)
