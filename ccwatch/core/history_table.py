"""A job's history as a table for spreadsheets and scripts: CSV, one row per event.

The names of columns and events are public. They are those of `watch --json`, plus `added`, where
watching began, and `gap`, from the last answered query before a pause to the next one. Values that
an event does not carry are those known at that time.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from typing import NamedTuple

from ccwatch.core.course import Gap
from ccwatch.core.event_names import event_message, event_name
from ccwatch.core.events import Added, Ended, Event, JobEvent
from ccwatch.core.job import Progress
from ccwatch.core.plain_text import one_line
from ccwatch.core.utc import iso

COLUMNS = ("time", "event", "percentage", "state", "step", "message")
# Characters that start a formula in a spreadsheet, including the full-width and small forms of East
# Asian scripts: at the start of a cell, or after a character that some spreadsheet splits cells at
# or quotes them with. Excel splits at ";" where the comma is the decimal separator, whatever the
# file says.
_SIGN = "-=+@＝＋－＠﹦﹢﹣﹫−"  # noqa: RUF001
# An import can also be set to split at spaces, colons and the like. After those, a sign starts a
# formula unless it is alone, or part of an arrow or a number.
_FORMULA = re.compile(
    rf"""(?x)
    ( (?:^|[,;|"'\t]) \s* ) ( [{_SIGN}] )
    | (?<= [^{_SIGN}\w,;|"'\t] )
        ( [{_SIGN}] (?! [{_SIGN}]* (?:[\s>]|\Z) ) (?! (?<=[-+]) [\d.,]+ (?:\s|\Z) ) )"""
)
LONGEST_CELL = 8000
# Tells spreadsheets that the file is UTF-8; programs that read CSV skip it.
BYTE_ORDER_MARK = "\ufeff"


class Observation(NamedTuple):
    """One recorded change of a job's progress."""

    at: float
    progress: Progress


@dataclass(frozen=True, slots=True)
class Record:
    """Everything recorded of a job since it was added, oldest first.

    Events include those of the service and the account in that time.
    """

    events: tuple[Event, ...] = ()
    observations: tuple[Observation, ...] = ()
    gaps: tuple[Gap, ...] = ()


def as_csv(record: Record) -> bytes:
    """Return the table as the content of a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerow(COLUMNS)
    # Everything is quoted, so that other separators than commas do not split a cell.
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(_rows(record))
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def cell(text: str | None) -> str:
    """Return the text as one line without anything that a spreadsheet evaluates as a formula."""
    return _FORMULA.sub(r"\1'\2\3", one_line(text or "", LONGEST_CELL))


def _rows(record: Record) -> Iterator[tuple[str, ...]]:
    known = Progress(None)
    reported: tuple[float, float | None] | None = None
    for at, _, what in _in_order(record):
        seen = getattr(what, "progress", None)
        if isinstance(what, Observation) and reported == (at, what.progress.percentage):
            continue  # a step or a start seen at the same time already has a row
        if isinstance(seen, Progress):
            known = seen
            reported = None if isinstance(what, Observation) else (at, seen.percentage)
        name = _name(what)
        if name is not None:
            yield (_time(at), name, *_progress(known, what), cell(_message(what)))


def _in_order(record: Record) -> Iterator[tuple[float, int, Event | Observation | Gap]]:
    return merge(
        ((gap.since, 0, gap) for gap in record.gaps),
        ((event.at, 1, event) for event in record.events),
        ((seen.at, 2, seen) for seen in record.observations),
        key=lambda entry: entry[:2],
    )


def _name(what: Event | Observation | Gap) -> str | None:
    match what:
        case Observation():
            return "progress"
        case Gap():
            return "gap"
        case Added():
            return "added"
    return event_name(what)


def _progress(known: Progress, what: Event | Observation | Gap) -> tuple[str, str, str]:
    """Return percentage, state and step; empty for an event that is not the job's own."""
    if not isinstance(what, Observation | JobEvent):
        return "", "", ""
    far = known.percentage
    if isinstance(what, Ended) and what.percentage is not None:
        far = what.percentage
    return "" if far is None else f"{far + 0.0:.10g}", cell(known.state), cell(known.step)


def _message(what: Event | Observation | Gap) -> str | None:
    match what:
        case Gap(until=until):
            return f"nothing known until {_time(until)}"
        case Observation():
            return None
    return event_message(what)


def _time(at: float) -> str:
    try:
        return iso(at) or ""
    except (ValueError, OverflowError, OSError):  # a file edited by hand
        return ""
