"""A row of the job list as one sentence for screen readers."""

from ccwatch.core.estimate import TimeLeft, time_left
from ccwatch.core.job import Job
from ccwatch.core.job_words import UNKNOWN, job_name
from ccwatch.core.language import tr
from ccwatch.core.survey import Survey
from ccwatch.ui.jobs.row_text import SEPARATOR, at_right, second_line, under_bar
from ccwatch.ui.jobs.survey_rows import Fold


def spoken(
    job: Job,
    now: float,
    time_left: TimeLeft = time_left,
    *,
    waits: bool = False,
    fold: Fold = Fold.ALONE,
) -> str:
    """Return all that a row shows, and what a time means; of a survey, whether it is unfolded."""
    left, check = at_right(job, now, time_left, waits=waits)
    if job.outcome is None:
        known = time_left(job, now)
        late = known is not None and known.late
        left = left if late or left == UNKNOWN else tr("{time} left", time=left)
        check = f"{tr('Next check')}: {check}"
    parts = [*under_bar(job, now), *second_line(job, now).split(SEPARATOR), left, check]
    if isinstance(job, Survey):
        parts.append(tr("survey of {n} job|survey of {n} jobs", "", len(job.jobs)))
        parts.append(tr("expanded") if fold is Fold.UNFOLDED else tr("collapsed"))
    told = (part for part in parts if part not in ("", UNKNOWN))
    return ", ".join(dict.fromkeys([job_name(job), *told]))
