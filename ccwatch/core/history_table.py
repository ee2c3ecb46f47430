"""The history of a job as a table for spreadsheets and scripts: CSV, one row an event.

The names of columns and events are public, and those of `watch --json`, with two more: `added`,
where the watching began, and `gap`, from when on no query was answered and until when. What a
row does not say itself is what was known then.
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
# What a spreadsheet takes for the beginning of a formula, also in the wide and the small forms of
# East Asian scripts: where a cell begins, or after what some spreadsheet splits cells at or quotes
# them with. Excel splits at ";" where the comma is the decimal sign, whatever the file says.
_SIGN = "-=+@＝＋－＠﹦﹢﹣﹫−"  # noqa: RUF001
# Anybody can have a table split at blanks, colons and the like. Behind those a sign begins a
# formula unless it is alone, an arrow's, or a number's.
_FORMULA = re.compile(
    rf"""(?x)
    ( (?:^|[,;|"'\t]) \s* ) ( [{_SIGN}] )
    | (?<= [^{_SIGN}\w,;|"'\t] )
        ( [{_SIGN}] (?! [{_SIGN}]* (?:[\s>]|\Z) ) (?! (?<=[-+]) [\d.,]+ (?:\s|\Z) ) )"""
)
LONGEST_CELL = 8000
# By it spreadsheets know that the file is UTF-8; programs that read CSV pass over it.
BYTE_ORDER_MARK = "\ufeff"


class Observation(NamedTuple):
    """One change of a job's progress as it was recorded."""

    at: float
    progress: Progress


@dataclass(frozen=True, slots=True)
class Record:
    """All that is recorded of a job since it was added, each the oldest first.

    The events are those of the job and those of the service and the account meanwhile.
    """

    events: tuple[Event, ...] = ()
    observations: tuple[Observation, ...] = ()
    gaps: tuple[Gap, ...] = ()


def as_csv(record: Record) -> bytes:
    """Return the table as a file's content."""
    text = io.StringIO()
    csv.writer(text).writerow(COLUMNS)
    # All in quotes: what a spreadsheet splits at other than commas does not split a cell then.
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(_rows(record))
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def cell(text: str | None) -> str:
    """Return the text as one line that no spreadsheet takes for a formula, nor a part of it."""
    return _FORMULA.sub(r"\1'\2\3", one_line(text or "", LONGEST_CELL))


def _rows(record: Record) -> Iterator[tuple[str, ...]]:
    known = Progress(None)
    told: tuple[float, float | None] | None = None
    for at, _, what in _in_order(record):
        seen = getattr(what, "progress", None)
        if isinstance(what, Observation) and told == (at, what.progress.percentage):
            continue  # a step or a start that was seen with it has told it already
        if isinstance(seen, Progress):
            known = seen
            told = None if isinstance(what, Observation) else (at, seen.percentage)
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
    """Return percentage, state and step; those of the job are no news in an event of all jobs."""
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
    except (ValueError, OverflowError, OSError):  # a file that somebody has edited by hand
        return ""
