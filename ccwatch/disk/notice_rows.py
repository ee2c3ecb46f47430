"""Notifications as rows of the journal: text, delivery, and whether they were read."""

import logging
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from ccwatch.core.notice import LoggedNotice, Notice, NoticePage, NumberedNotice
from ccwatch.disk.value_json import from_json, to_json

_NEWEST = """
    SELECT number, at, fields, shown, taken, held, read FROM notices
    WHERE typeof(at) = 'real' ORDER BY number DESC LIMIT ?
"""
_log = logging.getLogger(__name__)


def add(connection: sqlite3.Connection, notice: Notice, at: float, shown: float | None) -> int:
    """Write a notification; return its number. A silent one needs to be neither shown nor read."""
    values = (at, to_json(notice), at if notice.silent else shown, at if notice.silent else None)
    number = connection.execute(
        "INSERT INTO notices (at, fields, shown, read) VALUES (?, ?, ?, ?)", values
    ).lastrowid
    assert number is not None
    return number


def mark_shown(
    connection: sqlite3.Connection, numbers: Iterable[int], at: float, taken: bool | None
) -> None:
    """Mark notifications as shown, and whether a notification system accepted them."""
    rows = [(at, taken, number) for number in numbers]
    connection.executemany("UPDATE notices SET shown = ?, taken = ? WHERE number = ?", rows)


def mark_held(connection: sqlite3.Connection, numbers: Iterable[int], at: float) -> None:
    """Mark notifications as held back; the first time stays."""
    rows = [(at, number) for number in numbers]
    connection.executemany("UPDATE notices SET held = coalesce(held, ?) WHERE number = ?", rows)


def mark_read(connection: sqlite3.Connection, numbers: Iterable[int] | None, at: float) -> None:
    """Mark notifications as read, None for all; the first time stays."""
    if numbers is None:
        connection.execute("UPDATE notices SET read = ? WHERE read IS NULL", (at,))
        return
    rows = [(at, number) for number in numbers]
    connection.executemany("UPDATE notices SET read = ? WHERE number = ? AND read IS NULL", rows)


def pending(connection: sqlite3.Connection) -> list[NumberedNotice]:
    """Return the notifications that were recorded but not shown, oldest first."""
    rows = connection.execute(
        "SELECT number, fields FROM notices WHERE shown IS NULL ORDER BY number"
    ).fetchall()
    return [NumberedNotice(number, notice) for number, notice in _readable(rows)]


def newest(connection: sqlite3.Connection, limit: int) -> NoticePage:
    """Return the newest notifications."""
    kept = []
    for number, at, fields, shown, taken, held, read in connection.execute(_NEWEST, (limit,)):
        for _, notice in _readable([(number, fields)]):
            known = None if taken is None else bool(taken)
            kept.append(LoggedNotice(number, at, notice, shown, known, held, read))
    (total,) = connection.execute("SELECT count(*) FROM notices").fetchone()
    (unread,) = connection.execute("SELECT count(*) FROM notices WHERE read IS NULL").fetchone()
    return NoticePage(tuple(kept), total, unread)


def _readable(rows: Sequence[tuple[int, str]]) -> Iterator[tuple[int, Notice]]:
    for number, fields in rows:
        try:
            yield number, from_json(Notice, fields)
        except ValueError:  # from a later version, or damaged: not worth losing the rest
            _log.warning("notice %d could not be read", number)
