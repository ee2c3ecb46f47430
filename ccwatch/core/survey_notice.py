"""What is said of the end of a job that belongs to a survey."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeGuard

from ccwatch.core.durations import between
from ccwatch.core.end_words import results_of
from ccwatch.core.events import Ended, Event
from ccwatch.core.job import Job, JobId, Outcome
from ccwatch.core.job_words import LONGEST_NAME, UNKNOWN
from ccwatch.core.language import sentences, tr
from ccwatch.core.notice import Notice
from ccwatch.core.plain_text import one_line
from ccwatch.core.survey_course import is_intermediate, survey_name
from ccwatch.core.surveys import Surveys


def ends_well(event: Event) -> TypeGuard[Ended]:
    """Return whether a job succeeded: then its notification depends on its survey."""
    return isinstance(event, Ended) and event.outcome is Outcome.SUCCEEDED


def in_survey(notice: Notice, event: Event, known: Mapping[JobId, Job], surveys: Surveys) -> Notice:
    """Return the notification of an event, given all jobs and their surveys.

    Of the jobs that succeed, only the last one of a survey is shown; those before it are kept in
    the history.
    """
    if not ends_well(event):
        return notice
    chain = surveys.chain_of(event.job)
    if not chain:
        return notice
    job = known[event.job]
    if is_intermediate(job, chain, follows=True):
        return replace(notice, silent=True)
    return _of_all(notice, [known[each] for each in chain])


def _of_all(notice: Notice, jobs: Sequence[Job]) -> Notice:
    """Return the notification of the end of a survey."""
    job = jobs[-1]
    name = one_line(survey_name(jobs), LONGEST_NAME)
    begun = [job.details.submitted for job in jobs if job.details and job.details.submitted]
    time = between(min(begun, default=None), job.ended)
    took = "" if time == UNKNOWN else tr("It took {time}.", time=time)
    count = tr("{n} job.|{n} jobs.", "", len(jobs))
    body = sentences(count, took, results_of(job))
    return replace(notice, title=name, body=tr("Survey finished") + "\n" + body)
