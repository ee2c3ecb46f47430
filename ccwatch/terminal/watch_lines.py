"""The lines that `watch` prints into a pipe or a log."""

from datetime import datetime

from ccwatch.core.event_names import event_name
from ccwatch.core.events import Event, Limited, Moved, StateChanged
from ccwatch.core.job import Job
from ccwatch.core.job_words import job_name, percent, state_word, step_word
from ccwatch.core.notice import notice_for
from ccwatch.core.plain_text import one_line
from ccwatch.core.settings import Settings

_ALL_NOTICES = Settings()


def event_line(event: Event, job: Job | None, waiting: int) -> str | None:
    """Return "12:01:07  Harbour bridge — 63 % · Run production", or None for other events.

    `job` is the job after the event, `waiting` the number of watched jobs; the time is local.
    """
    if event_name(event) is None:
        return None
    return f"{clock_time(event.at)}  {one_line(_said(event, job, waiting))}"


def clock_time(at: float) -> str:
    """Return UTC seconds as the local time of day."""
    return datetime.fromtimestamp(at).strftime("%H:%M:%S")


def where(job: Job) -> str:
    """Return the job's progress: "63 % · Run production", else its state."""
    parts = [percent(job.percentage) if job.percentage is not None else state_word(job)]
    return " · ".join([*parts, step_word(job.step)] if job.step else parts)


def _said(event: Event, job: Job | None, waiting: int) -> str:
    if isinstance(event, Limited):
        return f"{event.trouble.title} · paused until {clock_time(event.until)}"
    if job is not None and isinstance(event, Moved):
        return f"{job_name(job)} — {where(job)}"
    if job is not None and isinstance(event, StateChanged):
        far = "" if job.percentage is None else f" · {percent(job.percentage)}"
        return f"{job_name(job)} — {state_word(job)}{far}"
    notice = notice_for(event, job, _ALL_NOTICES, waiting)
    return " — ".join(filter(None, (notice.title, notice.in_one_line()))) if notice else ""
