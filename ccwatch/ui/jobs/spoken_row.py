"""A row of the job list as one sentence for screen readers."""

from ccwatch.core.estimate import Range, TimeLeft, time_left
from ccwatch.core.insight import queued_words, wait_words
from ccwatch.core.job import Job, Phase
from ccwatch.core.job_words import UNKNOWN, job_name
from ccwatch.core.language import tr
from ccwatch.core.survey import Survey
from ccwatch.ui.jobs.row_text import (
    SEPARATOR,
    next_check,
    second_line,
    state_column,
    time_column,
)
from ccwatch.ui.jobs.survey_rows import Fold


def spoken(
    job: Job,
    now: float,
    time_left: TimeLeft = time_left,
    *,
    waits: bool = False,
    fold: Fold = Fold.ALONE,
    usual: Range | None = None,
) -> str:
    """Return all that a row shows, and what a time means; of a survey, whether it is unfolded.

    `usual` is how many seconds such jobs wait for an engine.
    """
    left, end = time_column(job, now, time_left, waits=waits)
    check = "" if job.outcome is not None else next_check(job, now, waits=waits)
    known = None if job.outcome is not None else time_left(job, now)
    if known is not None and left and not known.late:
        left = tr("{time} left", time=left)
    state, percentage = state_column(job, now)
    second = second_line(job, now, usual=usual).split(SEPARATOR)
    current = job.current if isinstance(job, Survey) else job
    wait = current.queued_seconds(now) if current.phase is Phase.QUEUED else None
    if (waited := wait_words(wait, usual)) and waited in second:
        second.remove(waited)
        state = queued_words(wait, usual)
    parts = [state, percentage, *second, left, end, check]
    if isinstance(job, Survey):
        parts.append(tr("survey of {n} job|survey of {n} jobs", "", len(job.jobs)))
        parts.append(tr("expanded") if fold is Fold.UNFOLDED else tr("collapsed"))
    told = (part for part in parts if part not in ("", UNKNOWN))
    return ", ".join(dict.fromkeys([job_name(job), *told]))
