"""The command `list`, in its own module: scripts call it often, so its imports are minimal."""

import os
import sys
from pathlib import Path

from ccwatch.clock import SystemClock
from ccwatch.disk.paths import paths_for
from ccwatch.disk.reading import stored_jobs
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.job_lines import job_columns, job_fields, one_object
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
    database = paths.database
    if as_json:
        jobs = stored_jobs(database, courses=False)
        say(one_object([job_fields(job, now) for job in jobs]))
    elif sys.stdout.isatty():
        _print_table(database, now)
    elif jobs := stored_jobs(database, courses=False):
        say("\n".join(map(job_columns, jobs)))
    return Exit.SUCCEEDED


def _print_table(database: Path, now: float) -> None:
    from rich.console import Console

    from ccwatch.core.jobs import Status
    from ccwatch.disk.score_rows import read_track
    from ccwatch.terminal.job_table import job_table

    jobs = stored_jobs(database)
    if not jobs:
        say(NOTHING_YET)
        return
    keep_columns()
    console = Console()
    track = read_track(database)
    console.print(job_table(jobs, Status(), now, console.width, ids=True, track=track))
