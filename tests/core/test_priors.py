"""What finished jobs teach: which of them count, and for whom."""

from dataclasses import replace
from math import exp, log

import pytest

from ccwatch.core.estimate import Range, time_left
from ccwatch.core.job import Details, Job, JobId, Outcome, Point, Progress, Service
from ccwatch.core.priors import Priors, kind_of, priors_from

SECONDS = 1000.0


def finished(
    name: str = "a", size: float = 1.0, slow_until: float = 0.5, kind: str = "Full", at: float = 0.0
) -> Job:
    """Return a job that has spent so large a share of its time below 20 %."""
    times = [*(slow_until * n / 20 for n in range(20))]
    times += [slow_until + (1 - slow_until) * (n - 20) / 80 for n in range(20, 101)]
    course = tuple(Point(at + SECONDS * size * time, float(n)) for n, time in enumerate(times))
    return Job(
        JobId(name),
        details=Details(type=kind, state="success", started=at, ended=at + SECONDS * size),
        progress=Progress(100.0, "Over"),
        outcome=Outcome.SUCCEEDED,
        ended=at + SECONDS * size,
        course=course,
    )


def running(until: float = 20.0, kind: str = "Full") -> Job:
    """Return a job on the same way, up to a percentage."""
    whole = finished(kind=kind, size=3.0)
    course = tuple(point for point in whole.course if point.percentage <= until)
    return replace(
        whole,
        id=JobId("running"),
        outcome=None,
        ended=None,
        progress=Progress(course[-1].percentage, "Active"),
        details=Details(type=kind, started=0.0),
        checked=course[-1].at,
        course=course,
    )


def taught(priors: Priors, job: Job, now: float) -> Range | None:
    """Return the time left with the prior for the job."""
    return time_left(job, now, priors.prior_for(job))


def many(count: int, **how: object) -> list[Job]:
    return [finished(f"{how.get('kind')}{n}", size=1.0 + n, **how) for n in range(count)]  # type: ignore[arg-type]


def test_enough_jobs_of_any_size_teach_how_the_rest_is_to_the_time_so_far() -> None:
    priors = priors_from(many(5, at=7000.0))
    job = running()
    prior = priors.by_kind[kind_of(job)]  # type: ignore[index]
    (at_20, at_60) = (prior.at(20.0), prior.at(60.0))
    assert at_20 is not None
    assert at_60 is not None
    assert exp(at_20.centre) == pytest.approx(1.0)
    assert exp(at_60.centre) == pytest.approx(0.25 / 0.75)
    left = taught(priors, job, job.course[-1].at)
    assert left is not None
    assert left.low <= 0.5 * 3 * SECONDS <= left.high


def test_the_more_alike_they_are_the_surer_is_the_lesson() -> None:
    alike = many(5)
    unlike = [finished(str(n), slow_until=0.2 + 0.15 * n) for n in range(5)]
    sure, unsure = (
        priors_from(jobs).by_kind[kind_of(running())].at(20.0)  # type: ignore[index]
        for jobs in (alike, unlike)
    )
    assert sure is not None
    assert unsure is not None
    assert sure.variance < unsure.variance / 4


def test_five_that_are_alike_still_leave_room_for_a_sixth_that_differs() -> None:
    """Two jobs that differ by 0.3 are held of any type: 2 · 0.3² / (2 + 5 - 1) · (1 + 1/5)."""
    prior = priors_from(many(5)).prior_for(running())
    assert prior is not None
    assert [guess.variance for guess in prior.rests] == pytest.approx([0.036] * 99)


def test_one_job_leaves_much_room_for_a_second_that_differs() -> None:
    """Two jobs that differ by 0.3 are assumed of any type: 2 · 0.3² / (2 + 1 - 1) · (1 + 1/1)."""
    prior = priors_from(many(1)).prior_for(running())
    assert prior is not None
    assert [guess.variance for guess in prior.rests] == pytest.approx([0.18] * 99)


@pytest.mark.parametrize(
    "job",
    [
        running(kind="Calibration"),
        replace(running(), service=Service.MODELING_2),
        replace(running(), details=Details(started=0.0)),
        replace(running(), details=None),
    ],
    ids=["another type", "another service", "no type", "not described"],
)
def test_what_other_jobs_teach_does_not_count(job: Job) -> None:
    now = job.course[-1].at
    assert taught(priors_from(many(5)), job, now) == time_left(job, now)


@pytest.mark.parametrize(
    "job",
    [
        replace(finished(), outcome=Outcome.FAILED),
        replace(finished(), outcome=None),
        replace(finished(), details=Details(type="Full", ended=SECONDS)),
        replace(finished(), details=Details(started=0.0, ended=SECONDS)),
        replace(finished(), details=None),
        replace(finished(), ended=None),
        replace(finished(), ended=-5.0),
        replace(finished(), ended=0.0),
        replace(finished(), course=()),
        replace(finished(), course=finished().course[2:3]),
        replace(finished(), course=(Point(-5.0, 0.5),)),
        replace(finished(), course=finished().course[11:]),
        replace(finished(), course=finished().course[:40] + finished().course[70:]),
    ],
    ids=[
        "failed",
        "not ended",
        "start unknown",
        "type unknown",
        "not described",
        "end unknown",
        "ended before it started",
        "ended when it started",
        "no course",
        "seen once",
        "seen once, before the service says that it started",
        "added too late",
        "a blind stretch",
    ],
)
def test_a_job_that_does_not_count_changes_nothing(job: Job) -> None:
    priors = priors_from(many(5))
    assert priors.after(job) is priors


def test_a_job_counts_that_was_watched_from_a_tenth_on_with_a_quarter_unseen() -> None:
    course = finished().course
    job = replace(finished(), course=course[:1] + course[10:40] + course[64:])
    assert Priors().after(job).curves != {}


def test_what_was_seen_after_the_end_that_the_service_names_leaves_next_to_nothing() -> None:
    job = replace(finished(), ended=0.9 * SECONDS)
    (curves,) = Priors().after(job).curves.values()
    assert curves[job.id][-1] == pytest.approx(log(0.0001 / 0.9999))


def test_a_job_that_ended_twice_counts_once() -> None:
    once = Priors().after(finished("again"))
    assert once.after(finished("again")) == once


def test_the_latest_count_whatever_the_order_in_which_they_are_read() -> None:
    early = [finished(f"early{n}", slow_until=0.2, at=10_000.0 * n) for n in range(20)]
    late = [finished(f"late{n}", slow_until=0.8, at=10**6 + 10_000.0 * n) for n in range(20)]
    kind = kind_of(early[0])
    assert kind is not None
    at_once = priors_from([*late, *early])
    assert set(at_once.curves[kind]) == {job.id for job in late}
    assert priors_from([*early, *late]) == at_once
    one_by_one = priors_from(early)
    for job in late:
        one_by_one = one_by_one.after(job)
    assert one_by_one == at_once


def test_jobs_of_several_types_are_kept_apart() -> None:
    slow, fast = many(5, slow_until=0.8), many(5, slow_until=0.2, kind="Calibration")
    priors = priors_from([*slow, *fast])
    ratios = {kind.type: prior.at(20.0) for kind, prior in priors.by_kind.items()}
    assert {kind: round(exp(guess.centre), 3) for kind, guess in ratios.items() if guess} == {
        "Full": 0.25,
        "Calibration": 4.0,
    }
