"""The record of past ranges: scores by hand, and that the next ranges follow them."""

import random
from dataclasses import replace
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccwatch.core.calibration import (
    Kept,
    Score,
    Scored,
    StageMargins,
    Track,
    percentile,
    scored_by,
    track_from,
)
from ccwatch.core.estimate import Margin, Range, Rest, time_left, usual_margins
from ccwatch.core.experience import Experience, experience_from, replayed
from ccwatch.core.job import Details, Job, JobId, Outcome, Point, Progress, Service
from ccwatch.core.job_speed import Guess
from ccwatch.core.priors import Kind, Priors

FULL = Kind(Service.MODELING, "Full")
USUAL = Margin(-1.45, 2.835)


def finished(
    name: str, chance: random.Random, slower: float = 1.0, at: float = 0.0, kind: str = "Full"
) -> Job:
    """Return a job of uneven pace; its second half is so many times slower than its first."""
    course, now = [Point(at, 0.0)], at
    for number in range(1, 101):
        now += 60 * chance.lognormvariate(0, 0.3) * (slower if number > 50 else 1.0)
        course.append(Point(now, float(number)))
    return Job(
        JobId(name),
        details=Details(type=kind, state="success", started=at, ended=now),
        progress=Progress(100.0, "Over"),
        outcome=Outcome.SUCCEEDED,
        ended=now,
        course=tuple(course[:-1]),
    )


def scored(name: str, *scores: float, kind: Kind | None = FULL, held: bool = True) -> Scored:
    """Return a job of which every range at stage 0 held, or was too early."""
    many = tuple(Score(0, score, score, held) for score in scores)
    return Scored(JobId(name), kind, many, 0.0, 0.0 if held else 1.0)


@pytest.mark.parametrize(
    ("part", "value"), [(0.1, 0.5), (0.5, 4.5), (0.9, 8.5), (0.01, 0.0), (0.99, 9.0)]
)
def test_a_percentile_is_between_the_two_values_around_it(part: float, value: float) -> None:
    assert percentile([(float(n), 1.0) for n in range(10)], part) == pytest.approx(value)


def test_a_value_with_more_weight_reaches_further() -> None:
    """Of 4, the middles of the weights are at 1.5 and 3.5; 2 is a quarter of the way."""
    assert percentile([(10.0, 3.0), (20.0, 1.0)], 0.5) == pytest.approx(12.5)


@pytest.mark.parametrize("stage", [-9.0, -3.0, 0.0, 0.4, 4.0, 9.0])
def test_before_any_job_has_finished_the_margins_are_the_assumed_ones(stage: float) -> None:
    assert StageMargins().at(stage) == pytest.approx(USUAL)
    assert Track().margins(FULL)(stage) == USUAL == usual_margins(stage)


def test_a_range_is_the_guess_and_its_margins() -> None:
    """An hour, give or take 20 %: exp(-1.45 · 0.2) and exp(2.835 · 0.2) of it."""
    bounds = Rest(Guess(log(3600), 0.04), 0.0, 60.0).bounds(USUAL)
    assert bounds == pytest.approx((2693.75, 6346.69, 0.0), abs=0.01)


def test_the_example_of_the_document() -> None:
    """docs/estimates.md, “One range by hand”."""
    evenly = tuple(Point(60.0 * n, float(n)) for n in range(100))
    done = replace(finished("done", random.Random(1)), course=evenly, ended=6000.0)
    assert done.details is not None
    done = replace(done, details=replace(done.details, ended=6000.0))
    course = tuple(Point(72.0 * n, float(n)) for n in range(51))
    now = Job(
        JobId("now"),
        details=Details(type="Full", started=0.0),
        progress=Progress(50.0, "Active"),
        course=course,
        checked=3600.0,
    )
    prior = Priors().after(done).prior_for(now)
    assert time_left(now, 3600.0, prior) == pytest.approx((2855, 5722, 0), abs=1)
    track = Track().after(scored("done", -0.5, 0.5, 1.5, 2.0))
    margins = track.margins(FULL)
    assert margins(0.0) == pytest.approx((-0.637, 2.0), abs=0.001)
    assert time_left(now, 3600.0, prior, margins) == pytest.approx((3257, 4997, 0), abs=2)


def test_jobs_of_a_kind_make_its_margins_and_hardly_those_of_others() -> None:
    track = track_from(scored(str(n), 5.0, 5.0, 5.0) for n in range(20))
    assert track.margins(FULL)(0.0).low > 0
    assert track.margins(FULL)(0.0).high == pytest.approx(5.0)
    other = Kind(Service.MODELING, "Calibration")
    assert track.margins(other)(0.0).low < track.margins(FULL)(0.0).low - 1
    assert track.margins(FULL)(4.0).low < 0


def test_ranges_that_end_too_early_move_the_upper_end_up_even_if_the_scores_were_the_same() -> None:
    held, missed = (
        track_from(scored(str(n), -1.0, 0.0, 1.0, held=held) for n in range(4))
        for held in (True, False)
    )
    assert missed.margins(FULL)(0.0).high > held.margins(FULL)(0.0).high
    assert missed.margins(FULL)(0.0).low == held.margins(FULL)(0.0).low


def test_the_upper_end_follows_what_was_left_after_the_range_had_been_extended() -> None:
    extended = tuple(Score(0, 5.0, 1.0, True) for _ in range(4))
    track = track_from(Scored(JobId(str(n)), FULL, extended, 0.0, 0.0) for n in range(20))
    low, high = track.margins(FULL)(0.0)
    assert low > 3
    assert high < 2


def test_later_jobs_count_more() -> None:
    jobs = [scored(str(n), *[float(n)] * 4) for n in range(20)]
    rising, falling = track_from(jobs), track_from(reversed(jobs))
    assert rising.margins(FULL)(0.0).low > falling.margins(FULL)(0.0).low


def test_a_job_that_ended_again_counts_once_and_the_latest_count() -> None:
    track = track_from([scored("a", 1.0), scored("a", 2.0)])
    assert [it.scores[0].early for it in track.lately] == [2.0]
    many = track_from(scored(str(n), float(n)) for n in range(100))
    assert [it.job for it in many.by_kind[FULL]] == [str(n) for n in range(80, 100)]
    assert [it.job for it in many.lately] == [str(n) for n in range(40, 100)]


def test_the_record_is_of_the_last_ranges_that_were_there() -> None:
    none = Score(0, 0.0, 0.0, None)
    track = track_from(
        [
            scored("long ago", *[0.0] * 40, held=False),
            Scored(JobId("b"), None, (none, none), 0.0, 0.0),
            scored("a", *[0.0] * 41, kind=None),
        ]
    )
    assert Track().kept() == Kept(0, 0)
    assert track.kept() == Kept(50, 41)
    assert track.by_kind.keys() == {FULL}


def test_a_job_is_scored_by_what_would_have_been_estimated() -> None:
    """A prior that is sure of a rest as long as the time so far is right at half of the run."""
    job = finished("a", random.Random(1))
    prior = Priors().after(job).prior_for(job)
    record = scored_by(job, prior, usual_margins)
    assert record is not None
    assert (record.job, record.kind) == ("a", FULL)
    assert len(record.scores) == 10
    assert all(abs(score.early) < 1 and score.held for score in record.scores)
    assert (record.low, record.high) == (0.0, 0.0)
    slow = scored_by(finished("b", random.Random(1), slower=3.0), None, usual_margins)
    assert slow is not None
    assert slow.scores[0].late > 2
    assert slow.high >= 0.3


@pytest.mark.parametrize(
    "job",
    [
        replace(finished("a", random.Random(1)), outcome=Outcome.FAILED),
        replace(finished("a", random.Random(1)), ended=None),
        replace(finished("a", random.Random(1)), ended=-5.0),
        replace(finished("a", random.Random(1)), course=()),
        replace(
            finished("a", random.Random(1)), course=finished("a", random.Random(1)).course[:60]
        ),
    ],
    ids=["failed", "end unknown", "ended before it started", "no course", "end not watched"],
)
def test_a_job_without_a_known_course_and_end_is_not_scored(job: Job) -> None:
    assert scored_by(job, None, usual_margins) is None
    assert Experience().after(job).track == Track()


def said(experience: Experience, job: Job) -> list[tuple[Range, float]]:
    """Return the ranges during a job whose end is known, and the actual rests."""
    told = []
    assert job.ended is not None
    for point in job.course[5:]:
        course = tuple(it for it in job.course if it.at <= point.at)
        seen = Progress(point.percentage, "Active")
        now = replace(job, outcome=None, ended=None, progress=seen, course=course, checked=point.at)
        if left := experience.time_left(now, point.at):
            told.append((left, job.ended - point.at))
    return told


def share_held(told: list[tuple[Range, float]]) -> float:
    """Return the fraction of ranges that contained the end."""
    return sum(left.low <= rest <= left.high for left, rest in told) / len(told)


@settings(max_examples=8)
@given(st.integers(0, 10**6), st.sampled_from([3.0, 1 / 3]))
def test_after_a_change_of_regime_the_ranges_hold_again_within_ten_jobs(
    seed: int, slower: float
) -> None:
    chance = random.Random(seed)
    experience = Experience()
    for number in range(15):
        experience = experience.after(finished(f"before{number}", chance, at=1e6 * number))
    before, told = said(experience, finished("now", chance)), []
    first = said(experience, finished("first", chance, slower))
    for number in range(20):
        job = finished(f"after{number}", chance, slower, at=1e8 + 1e6 * number)
        if number >= 10:
            told += said(experience, job)
        experience = experience.after(job)
    assert share_held(first) < 0.7
    assert share_held(told) >= 0.75
    widest, usual = max(left.high for left, _ in told), max(left.high for left, _ in before)
    assert widest > usual or slower < 1


def test_the_experience_is_the_same_when_it_is_rebuilt_from_the_jobs() -> None:
    chance = random.Random(7)
    jobs = [finished(str(n), chance, slower=1.0 + n % 3, at=1e6 * n) for n in range(12)]
    experience = Experience()
    for job in jobs:
        experience = experience.after(job)
    assert replayed(reversed(jobs)) == experience
    assert experience_from(jobs, experience.track) == experience
    assert experience_from(jobs) == experience


def test_the_range_of_the_first_job_is_that_without_experience() -> None:
    job = finished("a", random.Random(3))
    course = job.course[:41]
    now = replace(job, outcome=None, ended=None, progress=Progress(40.0, "Active"), course=course)
    at = course[-1].at
    assert Experience().time_left(replace(now, checked=at), at) == time_left(
        replace(now, checked=at), at
    )
