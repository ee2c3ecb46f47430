"""What `watch` shows while it follows jobs: a line per event, or a live table.

Data goes to standard output, each line at once; everything else to standard error.
"""

from collections.abc import Callable, Mapping
from typing import Protocol, Self

from ccwatch.core.events import Event, JobEvent, Moved
from ccwatch.core.job import Job, JobId, Progress
from ccwatch.core.jobs import Status
from ccwatch.core.surveys import Surveys
from ccwatch.terminal.job_lines import one_object
from ccwatch.terminal.output import say, say_aside
from ccwatch.terminal.watch_json import event_fields
from ccwatch.terminal.watch_lines import event_line

Jobs = Mapping[JobId, Job]


class View(Protocol):
    """Shows events as they come; a context manager that releases what it opened."""

    def __enter__(self) -> Self:
        """Start showing events."""

    def __exit__(self, *_: object) -> None:
        """Restore the terminal."""

    def show(self, event: Event, jobs: Jobs, status: Status) -> None:
        """Show the event; `jobs` and `status` are as they are after it."""

    def say(self, text: str) -> None:
        """Print a message that is not data."""


class Lines:
    """One line for each event for which `line` returns a text."""

    def __init__(self, line: Callable[[Event, Jobs], str | None]) -> None:
        self._line = line

    def __enter__(self) -> Self:
        """Start showing events."""
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing: nothing needs to be closed."""

    def show(self, event: Event, jobs: Jobs, status: Status) -> None:
        """Print the event's line, if it has one."""
        if (line := self._line(event, jobs)) is not None:
            say(line)

    def say(self, text: str) -> None:
        """Print to standard error."""
        say_aside(text)


def json_lines() -> Lines:
    """Return the view of `watch --json`."""
    surveys = Surveys()

    def line(event: Event, jobs: Jobs) -> str | None:
        job = _job(event, jobs)
        if job is not None:
            surveys.put(job)
        survey = next(iter(surveys.chain_of(job.id)), None) if job else None
        fields = event_fields(event, job, survey)
        return None if fields is None else one_object(fields)

    return Lines(line)


def text_lines() -> Lines:
    """Return the view for a pipe or a log file."""
    last: dict[JobId, Progress | None] = {}

    def line(event: Event, jobs: Jobs) -> str | None:
        job = _job(event, jobs)
        waiting = sum(job.unfinished for job in jobs.values())
        text = event_line(event, job, waiting)
        if text is None or job is None:
            return text
        again = isinstance(event, Moved) and last.get(job.id) == job.progress
        last[job.id] = job.progress
        return None if again else text

    return Lines(line)


def _job(event: Event, jobs: Jobs) -> Job | None:
    return jobs.get(event.job) if isinstance(event, JobEvent) else None
