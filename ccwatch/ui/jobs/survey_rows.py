"""Which rows the list has: one for each job, or one for a survey, with its jobs below it."""

from collections.abc import Collection, Iterable
from enum import Enum, auto

from ccwatch.core.job import Job, JobId
from ccwatch.core.job_words import whole_name
from ccwatch.core.survey import Survey, as_one, survey_key
from ccwatch.core.survey_course import name_in_survey
from ccwatch.ui.jobs.job_order import Row
from ccwatch.ui.store import JobStore


class Fold(Enum):
    """What a row is: a job alone, a survey that is folded or unfolded, or a job of the latter."""

    ALONE = auto()
    FOLDED = auto()
    UNFOLDED = auto()
    MEMBER = auto()


class SurveyRows:
    """The rows for the jobs of a store; `unfolded` has the first jobs of unfolded surveys."""

    def __init__(self, store: JobStore) -> None:
        self._store = store
        self._surveys: dict[JobId, Survey] = {}
        self._survey_of: dict[JobId, JobId] = {}
        self.unfolded: set[JobId] = set()

    def all(self) -> list[Row]:
        """Return all rows, each survey before its jobs."""
        self._surveys.clear()
        self._survey_of.clear()
        return self._grouped(self._store.jobs)

    def after(self, touched: Iterable[JobId]) -> tuple[set[JobId], list[Row]]:
        """Return the rows that are gone and those that are there, after these jobs changed."""
        jobs, gone = self._with_mates(touched), set[JobId]()
        for job in jobs:
            gone.add(job)
            if key := self._survey_of.pop(job, None):
                gone.add(key)
                self._surveys.pop(key, None)
        there = self._grouped(job for job in jobs if job in self._store.jobs)
        return gone - {row.job.id for row in there}, there

    def job(self, key: JobId) -> Job | None:
        """Return the job or the survey of a row."""
        return self._surveys.get(key) or self._store.job(key)

    def name(self, key: JobId) -> str:
        """Return the name in a row; the jobs of a survey leave out what they have in common."""
        job = self.job(key)
        survey = self._surveys.get(self._survey_of.get(key, key))
        if job is None:
            return ""
        if survey is None or survey is job:
            return whole_name(job)
        return name_in_survey(whole_name(job), survey.name)

    def survey_of(self, job: JobId) -> JobId | None:
        """Return the row of the job's survey, None if it is alone."""
        return self._survey_of.get(job)

    def fold_of(self, key: JobId) -> Fold:
        """Return what a row is."""
        if key in self._surveys:
            return Fold.UNFOLDED if self._is_unfolded(self._surveys[key]) else Fold.FOLDED
        return Fold.MEMBER if key in self._survey_of else Fold.ALONE

    def fold(self, key: JobId, *, unfolded: bool) -> list[Row]:
        """Fold or unfold a survey; return the rows of its jobs."""
        survey = self._surveys[key]
        self.unfolded -= {job.id for job in survey.jobs}
        if unfolded:
            self.unfolded.add(survey.jobs[0].id)
        return _members(survey)

    def _is_unfolded(self, survey: Survey) -> bool:
        # Its first job may have been found, or removed, since.
        return any(job.id in self.unfolded for job in survey.jobs)

    def _with_mates(self, jobs: Iterable[JobId]) -> Collection[JobId]:
        """Return the jobs with all that are or were in a survey with any of them."""
        found: dict[JobId, None] = {}
        fresh = list(jobs)
        while fresh:
            if (job := fresh.pop()) in found:
                continue
            found[job] = None
            if key := self._survey_of.get(job):
                fresh += [each.id for each in self._surveys[key].jobs]
            fresh += self._store.surveys.chain_of(job)
        return found

    def _grouped(self, jobs: Iterable[JobId]) -> list[Row]:
        rows: list[Row] = []
        for job in jobs:
            if job in self._survey_of:
                continue
            chain = self._store.surveys.chain_of(job)
            if not chain:
                rows.append(Row(self._store.jobs[job]))
                continue
            survey = as_one([self._store.jobs[each] for each in chain])
            self._surveys[survey.id] = survey
            self._survey_of |= dict.fromkeys(chain, survey_key(chain[0]))
            rows += [Row(survey), *(_members(survey) if self._is_unfolded(survey) else ())]
        return rows


def _members(survey: Survey) -> list[Row]:
    return [Row(job, survey, place) for place, job in enumerate(survey.jobs, 1)]
