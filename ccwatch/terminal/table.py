"""The jobs as a table on a terminal, for `list` and for the live view of `watch`."""

from collections.abc import Collection

from rich.console import RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from ccwatch.core.estimate import time_left
from ccwatch.core.job import Job
from ccwatch.core.jobs import Status
from ccwatch.core.summary import Glyph, counts, glyph_of
from ccwatch.core.words import UNKNOWN, job_name, one_line, percent, span, state_word, step_word
from ccwatch.core.words import time_left as time_left_words
from ccwatch.terminal.as_text import clock_time

BAR_WIDTH = 20
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


def job_table(jobs: Collection[Job], status: Status, now: float, *, ids: bool = False) -> Table:
    """Return the jobs as a table at `now` (UTC seconds), with what is up with the service.

    `ids` adds the column of ids, for `list`.
    """
    caption = _caption(jobs, status, now)
    table = Table(box=None, pad_edge=False, caption=caption, caption_justify="left")
    table.add_column("", no_wrap=True)
    table.add_column("Job", no_wrap=True, overflow="ellipsis", ratio=1, min_width=12)
    table.add_column("", no_wrap=True)
    table.add_column("", no_wrap=True, justify="right")
    table.add_column("State", no_wrap=True, overflow="ellipsis")
    table.add_column("Step", no_wrap=True, overflow="ellipsis")
    table.add_column("Time left", no_wrap=True)
    table.add_column("Next check", no_wrap=True)
    if ids:
        table.add_column("Id", no_wrap=True)
    for job in jobs:
        table.add_row(*_cells(job, now), *([Text(job.id)] if ids else []))
    return table


def _cells(job: Job, now: float) -> tuple[RenderableType, ...]:
    shape, style = SHAPES[glyph_of(job)]
    return (
        Text(shape, style),
        Text(job_name(job), "bold"),
        _bar(job, style),
        Text(percent(job.percentage)),
        Text(state_word(job), style),
        Text(step_word(job.step)),
        Text(time_left_words(time_left(job, now))),
        Text(_next_check(job, now)),
    )


def _bar(job: Job, style: str) -> RenderableType:
    if job.percentage is None:
        return Text("")
    done = min(max(job.percentage, 0.0), 100.0)
    return ProgressBar(
        total=100.0, completed=done, width=BAR_WIDTH, complete_style=style, finished_style=style
    )


def _next_check(job: Job, now: float) -> str:
    if job.next_check is None:
        return UNKNOWN
    return f"in {span(job.next_check - now)}" if job.next_check > now else UNKNOWN


def _caption(jobs: Collection[Job], status: Status, now: float) -> Text:
    troubles = []
    if status.signed_in is False:
        troubles.append(f"Sign-in needed: {one_line(status.sign_in_reason)}")
    if status.unreachable_since is not None:
        troubles.append(f"Service not reachable since {clock_time(status.unreachable_since)}")
    if (until := status.limited_until) is not None and until > now:
        troubles.append(f"Request limit reached, no questions until {clock_time(until)}")
    return Text(" · ".join([counts(jobs), *troubles]))
