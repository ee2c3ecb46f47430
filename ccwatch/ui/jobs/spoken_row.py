"""A row of the job list as one sentence for screen readers."""

from ccwatch.core.job import Job
from ccwatch.core.job_words import job_name, percent, state_word, step_word
from ccwatch.core.language import tr
from ccwatch.core.survey import Survey
from ccwatch.ui.jobs.row_text import survey_step
from ccwatch.ui.jobs.survey_rows import Fold


def spoken(job: Job, fold: Fold = Fold.ALONE) -> str:
    """Return name, state, percentage and step; of a survey also whether its jobs are shown."""
    parts = [job_name(job), state_word(job)]
    if job.percentage is not None:
        parts.append(percent(job.percentage))
    if isinstance(job, Survey):
        parts += [survey_step(job), tr("survey of {n} job|survey of {n} jobs", "", len(job.jobs))]
        parts.append(tr("expanded") if fold is Fold.UNFOLDED else tr("collapsed"))
    elif job.step:
        parts.append(step_word(job.step))
    return ", ".join(parts)
