"""A job as printed by `list` into a pipe and as JSON, whose keys are public.

Unknown values are null. Times are ISO 8601 in UTC.
"""

import json
from collections.abc import Sequence
from typing import Any

from ccwatch.core.job import Job, JobId
from ccwatch.core.job_words import UNKNOWN, job_name, state_word
from ccwatch.core.percentage import shown_percentage
from ccwatch.core.plain_text import one_line
from ccwatch.core.utc import iso


def job_columns(job: Job) -> str:
    """Return ID, state, percentage, step and name, separated by tabs."""
    percentage = "" if job.percentage is None else plain_percentage(job.percentage)
    cells = (job.spelling, state_word(job), percentage, job.step or "", job_name(job))
    return "\t".join(one_line(cell) or UNKNOWN for cell in cells)


def plain_percentage(percentage: float) -> str:
    """Return 0 to 100 without a unit, truncated to four decimals: 99.99999 is not 100."""
    return f"{int(shown_percentage(percentage) * 10_000 + 1e-9) / 10_000:g}"


def job_fields(job: Job, now: float, survey: JobId | None = None) -> dict[str, Any]:
    """Return the job as `list --json` prints it; a check that is overdue at `now` is null.

    `survey` is the first job of its survey, None for a job alone.
    """
    due = job.next_check
    return {
        "job": job.spelling,
        "name": job.name,
        "service": job.service.value,
        "watch": job.unfinished,
        "state": job.state,
        "percentage": job.percentage,
        "step": job.step,
        "added": iso(job.added),
        "checked": iso(job.checked),
        "next_check": iso(due) if due is not None and due > now else None,
        "outcome": job.outcome.value if job.outcome else None,
        **about_the_run(job, now, survey),
    }


def listed_fields(jobs: Sequence[Job], now: float) -> list[dict[str, Any]]:
    """Return the jobs as `list --json` prints them."""
    from ccwatch.core.surveys import survey_ids  # only JSON needs it

    surveys = survey_ids(jobs)
    spelled = {job.id: job.spelling for job in jobs}
    return [
        job_fields(job, now, spelled[surveys[job.id]] if job.id in surveys else None)
        for job in jobs
    ]


def about_the_run(job: Job, now: float, survey: JobId | None = None) -> dict[str, Any]:
    """Return how long the job waited for an engine, in seconds, its outputs and its survey."""
    outputs = job.details.outputs if job.details else None
    return {
        "queued_seconds": job.queued_seconds(now),
        "outputs": None
        if outputs is None
        else [{"format": it.format, "id": it.id} for it in outputs],
        "survey": survey,
    }


def one_object(fields: object) -> str:
    """Return JSON on one line, in ASCII without control characters, for any pipe and terminal."""
    return json.dumps(fields, allow_nan=False)
