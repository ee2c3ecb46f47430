"""The history of notifications: text, delivery, and whether the user has read them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ccwatch.core.events import Event, Renamed
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Job, JobId
from ccwatch.core.notice import LoggedNotice, Notice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.disk import schema
from ccwatch.disk.journal import Journal

START = 1_790_000_000.0
JOB = JobId("8f6c-2b41")


def notice(number: int) -> Notice:
    return Notice(
        NoticeKind.STEP, Glyph.ACTIVE, f"Dam — step {number}", "41 %", JOB, percentage=41.0
    )


def say(event: Event, job: Job | None, waiting: int) -> Notice | None:
    return notice(int(event.at - START))


def happen(journal: Journal, count: int) -> list[int]:
    """Let so many things happen of which something is said; return the numbers."""
    events = [Renamed(JOB, START + n, None) for n in range(count)]
    return [number for number, _ in journal.record(events)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ccwatch.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with closing(Journal(path, say)) as opened:
        yield opened


def test_a_new_notice_is_unread_and_nothing_is_known_of_what_became_of_it(
    journal: Journal,
) -> None:
    (number,) = happen(journal, 1)
    assert journal.notices(10) == ((LoggedNotice(number, START, notice(0)),), 1, 1)
    assert journal.notices(0).unread == 1


def test_the_newest_come_first_and_as_many_as_are_asked_for(journal: Journal) -> None:
    numbers = happen(journal, 7)
    page = journal.notices(3)
    assert [kept.number for kept in page.notices] == numbers[:-4:-1]
    assert (page.total, page.unread) == (7, 7)


@pytest.mark.parametrize("taken", [True, False])
def test_whether_a_system_took_it_is_kept(journal: Journal, taken: bool) -> None:
    (number,) = happen(journal, 1)
    journal.mark_shown([number], START + 2, taken)
    (kept,) = journal.notices(10).notices
    assert (kept.shown, kept.taken, kept.read) == (START + 2, taken, None)


def test_what_was_said_while_the_disk_failed_claims_nothing_of_the_system(
    journal: Journal,
) -> None:
    journal.record([Renamed(JOB, START, None)], told_already=1)
    (kept,) = journal.notices(10).notices
    assert (kept.shown, kept.taken, kept.read) == (START, None, None)


def test_since_when_it_was_held_back_stays(journal: Journal) -> None:
    (number,) = happen(journal, 1)
    journal.mark_held([number], START + 1)
    journal.mark_held([number, -3], START + 99)
    (kept,) = journal.notices(10).notices
    assert (kept.held, kept.shown) == (START + 1, None)
    assert [told.number for told in journal.pending_notices()] == [number]


def test_some_or_all_can_be_marked_as_read(path: Path) -> None:
    with closing(Journal(path, say)) as journal:
        first, second, _ = happen(journal, 3)
        journal.mark_read([first, 999, -1], START + 5)
        assert journal.notices(0).unread == 2
        journal.mark_read(None, START + 9)
        happen(journal, 1)
    with closing(Journal(path, say)) as journal:
        assert journal.notices(0).unread == 1
        newest, _, middle, oldest = journal.notices(10).notices
        assert newest.read is None
        assert (middle.number, middle.read) == (second, START + 9)
        assert (oldest.number, oldest.read) == (first, START + 5)


def test_no_notices_are_an_empty_page(journal: Journal) -> None:
    assert journal.notices(10) == ((), 0, 0)
    journal.mark_read(None, START)
    journal.mark_shown([], START, True)


@pytest.mark.parametrize(
    ("column", "value"),
    [("fields", '{"kind":"teleported"}'), ("fields", "no json"), ("at", "'never'")],
)
def test_a_notice_that_cannot_be_read_does_not_cost_the_rest(
    journal: Journal, path: Path, column: str, value: str
) -> None:
    first, second = happen(journal, 2)
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"UPDATE notices SET {column} = ? WHERE number = ?", (value, first))
        other.commit()
    assert [kept.number for kept in journal.notices(10).notices] == [second]


def test_what_was_told_before_there_was_a_history_is_no_news_in_it(path: Path) -> None:
    with closing(sqlite3.connect(path)) as older:
        for step in schema.STEPS[:2]:
            older.executescript(step)
        fields = '{"kind":"failed","glyph":"failed","title":"Dam — failed"}'
        older.execute("INSERT INTO notices VALUES (7, 100.0, ?, 101.0)", (fields,))
        older.execute("INSERT INTO notices VALUES (8, 200.0, ?, NULL)", (fields,))
        older.execute("PRAGMA user_version = 2")
        older.commit()
    with closing(Journal(path)) as journal:
        untold, told = journal.notices(10).notices
        assert (told.number, told.shown, told.taken, told.read) == (7, 101.0, None, 101.0)
        assert (untold.number, untold.shown, untold.read) == (8, None, None)
        assert [entry.number for entry in journal.pending_notices()] == [8]
        assert journal.notices(0).unread == 1
