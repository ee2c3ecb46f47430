"""The command `list`, in its own module: scripts call it often, so its imports are minimal."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ccwatch.clock import SystemClock
from ccwatch.core.job import Job
from ccwatch.disk.paths import paths_for
from ccwatch.disk.reading import stored_jobs
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.job_lines import job_columns, listed_fields, one_object
from ccwatch.terminal.output import complain, say
from ccwatch.terminal.streams import keep_columns

NOTHING_YET = (
    "No jobs are watched. To add one: ccwatch add JOB (an ID, or a URL that contains one)."
)


def list_jobs(*, as_json: bool) -> Exit:
    """Print the watched jobs: as a table on a terminal, as columns into a pipe, or as JSON.

    Raises StorageFault if they cannot be read; warns if others may write to the folder.
    """
    paths, now = paths_for(os.environ), SystemClock().now()
    if warning := paths.examine():
        complain(warning)
    if as_json:
        jobs = stored_jobs(paths.database, courses=False)
        say(one_object(listed_fields(jobs, now)))
    else:
        jobs = stored_jobs(paths.database, courses=sys.stdout.isatty())
        print_jobs(jobs, paths.database, now, NOTHING_YET)
    return Exit.SUCCEEDED


def print_jobs(jobs: Sequence[Job], database: Path, now: float, nothing_yet: str) -> None:
    """Print jobs as a table on a terminal, or as columns into a pipe.

    The database has what is known of estimates. Without jobs a terminal gets the text
    `nothing_yet`, a pipe nothing.
    """
    if not sys.stdout.isatty():
        if jobs:
            say("\n".join(map(job_columns, jobs)))
    elif not jobs:
        say(nothing_yet)
    else:
        _print_table(jobs, database, now)


def _print_table(jobs: Sequence[Job], database: Path, now: float) -> None:
    from rich.console import Console

    from ccwatch.core.jobs import Status
    from ccwatch.disk.score_rows import read_track
    from ccwatch.terminal.job_table import job_table

    keep_columns()
    console = Console()
    track = read_track(database)
    console.print(job_table(jobs, Status(), now, console.width, ids=True, track=track))
