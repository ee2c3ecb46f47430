"""The course of a survey: its name, what is still to come, and when the next job is overdue.

A job is submitted only when the one before it has ended, so the last known job of a survey may not
be its last. Which types are followed by others is known for Reality Modeling v2 only; a job of any
other type counts as the last.
"""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from ccwatch.core.job import Job, JobId, Outcome, Service
from ccwatch.core.surveys import Surveys

# How many jobs usually follow one of this type.
_TO_COME = {"fillimageproperties": 3, "calibration": 2, "tiling": 1}
# Nobody submits these for their own result; a calibration may be all that is wanted.
_MERE_STEPS = ("fillimageproperties", "tiling")
# A script submits the next job within minutes, a person in the same working day.
SUBMITTED_WITHIN = 6 * 3600.0


def to_come(job: Job) -> int:
    """Return how many jobs usually follow this one in a survey."""
    return _TO_COME.get(_kind(job), 0) if job.service is Service.MODELING_2 else 0


def is_intermediate(job: Job, survey: Sequence[JobId], *, follows: bool) -> bool:
    """Return whether the survey goes on after the job succeeded.

    `survey` are the jobs of its survey, none if it is alone. A job alone counts if it has no result
    of its own and the one that continues it would appear by itself: `follows`.
    """
    if survey:
        return job.id != survey[-1] or to_come(job) > 0
    return follows and to_come(job) > 0 and _kind(job) in _MERE_STEPS


def awaiting_next(jobs: Iterable[Job], *, follows: bool) -> list[Job]:
    """Return the jobs that should be continued by another, but are not, and were not reported."""
    jobs = list(jobs)
    ended = [job for job in jobs if job.outcome is Outcome.SUCCEEDED and not job.abandoned]
    ended = [job for job in ended if to_come(job)]
    # A survey has jobs of one service only.
    services = {job.service for job in ended}
    surveys = Surveys(job for job in jobs if job.service in services)
    chains = ((job, surveys.chain_of(job.id)) for job in ended)
    return [
        job
        for job, chain in chains
        if chain[-1:] in ((), (job.id,)) and is_intermediate(job, chain, follows=follows)
    ]


def survey_name(jobs: Sequence[Job]) -> str:
    """Return the name of a survey: what the names of its jobs have in common at the beginning.

    If that is nothing, it is the first name, and without any the ID of the first job.
    """
    given = [job.alias or (job.details and job.details.name) or "" for job in jobs]
    names = [name.strip() for name in given if name.strip()]
    if not names:
        return jobs[0].spelling
    alike = takewhile(lambda each: len(set(each)) == 1, zip(*names, strict=False))
    common = "".join(each[0] for each in alike)
    if any(name[len(common) : len(common) + 1].isalnum() for name in names):
        common = common[: _end_of_last_word(common)]
    while common and not (common[-1].isalnum() or common[-1] in ")]}"):
        common = common[:-1]
    return common or names[0]


def name_in_survey(name: str, survey: str) -> str:
    """Return what a job's name says beside that of its survey; the whole name if that is nothing.

    In its own row below the survey, the common beginning would only take the room.
    """
    rest = name.strip().removeprefix(survey).lstrip(" \t-–—:·_,;/|.")
    return rest or name


def _end_of_last_word(text: str) -> int:
    """Return where the text ends without a word that was cut off."""
    return next((at for at in range(len(text), 0, -1) if not text[at - 1].isalnum()), 0)


def _kind(job: Job) -> str:
    return (job.details.type or "").casefold() if job.details else ""
