"""The last complete list of each service is kept in the journal."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ccwatch.core.job import Service
from ccwatch.core.my_jobs import LastList
from ccwatch.disk.journal import Journal

LISTS = {
    Service.MODELING: LastList(1_790_000_000.5, 1_789_999_000.25),
    Service.ANALYSIS_2: LastList(1_790_000_007.0),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ccwatch.db"


def test_they_are_known_in_the_next_run_and_each_time_replaced(path: Path) -> None:
    with closing(Journal(path)) as journal:
        assert journal.lists() == {}
        journal.note_lists({Service.CONVERSION: LastList(5.0)})
        journal.note_lists(LISTS)
    with closing(Journal(path)) as journal:
        assert journal.lists() == LISTS
        journal.note_lists({})
        assert journal.lists() == {}


def test_rows_edited_by_hand_are_skipped(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.note_lists(LISTS)
    with closing(sqlite3.connect(path)) as connection, connection:
        rows = [
            ("contextcapture2", 1.0, 1.0),
            ("realityconversion", "soon", 1.0),
            (b"\xff", 1.0, 1.0),
        ]
        connection.executemany("INSERT INTO lists VALUES (?, ?, ?)", rows)
        connection.execute("UPDATE lists SET before = 'x' WHERE service = 'reality-analysis'")
    with closing(Journal(path)) as journal:
        assert journal.lists() == {Service.MODELING: LISTS[Service.MODELING]}
