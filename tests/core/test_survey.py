"""A survey as one job: its percentage, its state and its time left."""

from dataclasses import replace

import pytest

from ccwatch.core.estimate import Range
from ccwatch.core.job import Job, Outcome, Phase, Progress
from ccwatch.core.survey import as_one, time_left_of
from tests.core.surveys_oracle import FOUR, THREE, TWO, survey

AT = 1_790_000_000.0


def running(job: Job, percentage: float | None = 40.0, state: str = "Active") -> Job:
    assert job.details
    details = replace(job.details, state=state, ended=None)
    return replace(job, details=details, outcome=None, progress=Progress(percentage, state))


def test_each_job_counts_the_same_and_those_to_come_count_too() -> None:
    jobs = survey()
    assert as_one([jobs[0], running(jobs[1])]).percentage == pytest.approx(35.0)
    assert as_one([*jobs[:3], running(jobs[3])]).percentage == pytest.approx(85.0)
    assert as_one(jobs).percentage == 100.0
    splats = survey(types=THREE)
    assert as_one([*splats[:2], running(splats[2])]).percentage == pytest.approx(80.0)
    assert as_one([running(jobs[0], None), running(jobs[1], None)]).percentage is None
    assert as_one([jobs[0], running(jobs[1], 400.0)]).percentage == 50.0


def test_its_state_is_that_of_the_job_that_runs_now() -> None:
    jobs = survey()
    whole = as_one([jobs[0], running(jobs[1]), running(jobs[2], None, "Queued")])
    assert (whole.phase, whole.current.id, whole.step_number) == (Phase.ACTIVE, jobs[1].id, 2)
    whole = as_one([*jobs[:2], running(jobs[2], None, "Queued")])
    assert (whole.phase, whole.step_number, whole.steps) == (Phase.QUEUED, 3, 4)
    stalled = replace(running(jobs[2]), stalled=True)
    assert as_one([*jobs[:2], stalled]).phase is Phase.STALLED


@pytest.mark.parametrize(("types", "steps"), [(FOUR, 4), (THREE, 3), (TWO, 2)])
def test_it_has_succeeded_when_its_last_job_has(types: tuple[str, ...], steps: int) -> None:
    jobs = survey(types=types)
    whole = as_one(jobs)
    assert (whole.outcome, whole.steps, whole.awaits_next) == (Outcome.SUCCEEDED, steps, False)
    assert whole.ended == jobs[-1].ended


def test_it_waits_between_two_jobs_and_stalls_when_that_was_reported() -> None:
    jobs = survey()[:2]
    whole = as_one(jobs)
    assert (whole.phase, whole.awaits_next, whole.percentage) == (Phase.QUEUED, True, 50.0)
    told = as_one([jobs[0], replace(jobs[1], abandoned=True)])
    assert told.phase is Phase.STALLED


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.CANCELLED, Outcome.UNAVAILABLE])
def test_it_ends_with_the_job_that_did_not_succeed(outcome: Outcome) -> None:
    jobs = survey()
    whole = as_one([jobs[0], replace(jobs[1], outcome=outcome, unseen=True)])
    assert (whole.outcome, whole.current.id, whole.unseen) == (outcome, jobs[1].id, True)


def test_the_time_left_is_the_sum_of_what_is_known_or_unknown() -> None:
    jobs = survey()
    whole = as_one([*jobs[:2], running(jobs[2]), running(jobs[3])])
    assert time_left_of(whole, AT, lambda job, now: Range(60.0, 120.0)) == Range(120.0, 240.0)
    known = {jobs[2].id: Range(60.0, 120.0)}
    assert time_left_of(whole, AT, lambda job, now: known.get(job.id)) is None
    assert time_left_of(as_one(jobs), AT, lambda job, now: Range(1.0, 2.0)) is None


def test_its_row_has_an_id_that_no_job_has() -> None:
    jobs = survey()
    assert as_one(jobs).id not in {job.id for job in jobs}
    assert ":" in as_one(jobs).id
