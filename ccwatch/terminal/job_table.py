"""The jobs as a table on a terminal, for `list` and for the live view of `watch`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from rich.console import JustifyMethod, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from ccwatch.core.calibration import Track
from ccwatch.core.durations import span
from ccwatch.core.durations import time_left as time_left_words
from ccwatch.core.estimate import TimeLeft
from ccwatch.core.experience import experience_from
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Job, JobId, Phase
from ccwatch.core.job_glyph import glyph_of
from ccwatch.core.job_words import UNKNOWN, job_name, percent, state_word, step_word
from ccwatch.core.jobs import Status
from ccwatch.core.percentage import shown_percentage
from ccwatch.core.plain_text import one_line, plain_line
from ccwatch.core.queue_time import UsualWaits
from ccwatch.core.tally import counts, tally_of
from ccwatch.terminal.watch_lines import clock_time

BAR_WIDTH = 16
ID_WIDTH = 38
USUAL_WAIT_NEEDS = 100
SHAPES = {
    Glyph.IDLE: ("○", "dim"),
    Glyph.ACTIVE: ("◔", "blue"),
    Glyph.QUEUED: ("◌", "dim"),
    Glyph.STALLED: ("◫", "yellow"),
    Glyph.FINISHED: ("✓", "green"),
    Glyph.FAILED: ("✗", "red"),
    Glyph.CANCELLED: ("⊘", "dim"),
    Glyph.UNAVAILABLE: ("?", "dim"),
    Glyph.SIGN_IN: ("⚷", "yellow"),
    Glyph.OFFLINE: ("/", "dim"),
    Glyph.STALE: ("◔", "dim"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column; omitted on terminals with fewer than `needs` characters."""

    title: str
    cell: Callable[[Job, float, TimeLeft], RenderableType]
    needs: int = 0
    justify: JustifyMethod = "left"
    shrinks: bool = False


def job_table(
    jobs: Collection[Job],
    status: Status,
    now: float,
    width: int,
    *,
    ids: bool = False,
    track: Track | None = None,
) -> Table:
    """Return the jobs as a table at `now` (UTC seconds), with the service's problems, if any.

    `width` is that of the terminal; `ids` adds the column of IDs, for `list`; `track`
    is the record of earlier estimates.
    """
    room = width - ID_WIDTH if ids else width
    columns = [column for column in COLUMNS if column.needs <= room]
    if room >= USUAL_WAIT_NEEDS and (usual := _usual_waits(jobs, now)):
        columns.append(Column("Usual wait", lambda job, *_: Text(usual.get(job.id, ""))))
    columns += [_ID] * ids
    caption = _caption(jobs, status, now)
    table = Table(box=None, pad_edge=False, caption=caption, caption_justify="left")
    for column in columns:
        table.add_column(column.title, justify=column.justify, no_wrap=not column.shrinks)
    time_left = experience_from(jobs, track or Track()).time_left
    for job in jobs:
        table.add_row(*(column.cell(job, now, time_left) for column in columns))
    return table


def _shape(job: Job, *_: object) -> RenderableType:
    return Text(*SHAPES[glyph_of(job)])


def _name(job: Job, *_: object) -> RenderableType:
    return Text(job_name(job), "bold", no_wrap=True, overflow="ellipsis")


def _state(job: Job, now: float, _: TimeLeft) -> RenderableType:
    runs, wait = job.phase is Phase.ACTIVE and job.step, _wait(job, now)
    text = step_word(job.step) if runs else state_word(job)
    if wait is not None:
        text = f"{text} {span(wait)}"
    return Text(text, SHAPES[glyph_of(job)][1], no_wrap=True, overflow="ellipsis")


def _wait(job: Job, now: float) -> float | None:
    """Return how many seconds a waiting job has waited; None for any other."""
    return job.queued_seconds(now) if job.phase is Phase.QUEUED else None


def _usual_waits(jobs: Collection[Job], now: float) -> dict[JobId, str]:
    """Return how long the waiting jobs would usually wait, in words, as far as that is known."""
    waits, found = UsualWaits(), dict[JobId, str]()
    for job in jobs:
        if _wait(job, now) is not None and (usual := waits.of(job, jobs, now)):
            found[job.id] = time_left_words(usual)
    return found


def _bar(job: Job, *_: object) -> RenderableType:
    style = SHAPES[glyph_of(job)][1]
    if job.percentage is None:
        return Text("")
    done = shown_percentage(job.percentage)
    return ProgressBar(
        total=100.0, completed=done, width=BAR_WIDTH, complete_style=style, finished_style=style
    )


def _time_left(job: Job, now: float, time_left: TimeLeft) -> RenderableType:
    return Text(time_left_words(time_left(job, now)))


def _next_check(job: Job, now: float, _: TimeLeft) -> RenderableType:
    if job.next_check is None or job.next_check <= now:
        return Text(UNKNOWN)
    return Text(f"in {span(job.next_check - now)}")


COLUMNS = (
    Column("", _shape),
    Column("Job", _name, shrinks=True),
    Column("", _bar, needs=90),
    Column("", lambda job, *_: Text(percent(job.percentage)), justify="right"),
    Column("State", _state, shrinks=True),
    Column("Time left", _time_left, needs=60),
    Column("Next check", _next_check, needs=75),
)
_ID = Column("ID", lambda job, *_: Text(plain_line(job.spelling)))


def _caption(jobs: Collection[Job], status: Status, now: float) -> Text:
    troubles = []
    if status.signed_in is False:
        troubles.append(f"Sign-in needed: {one_line(status.sign_in_reason)}")
    if status.unreachable_since is not None:
        troubles.append(f"Service not reachable since {clock_time(status.unreachable_since)}")
    if left := status.pause_left(now):
        troubles.append(f"Request limit reached, paused until {clock_time(now + left)}")
    return Text(" · ".join([counts(tally_of(jobs)), *troubles]))
