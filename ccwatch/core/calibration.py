"""How far the actual ends were from the estimates, and how wide a range must be to contain them.

Rules of this file
 1. When a job has succeeded, its own past is replayed: what was estimated at ten moments, evenly
    spread over its run, and how many standard deviations the actual end was from that. These are
    its scores; a score is negative if the job ended earlier than estimated.
 2. A range reaches from the 10th to the 90th percentile of scores at a similar stage: those of
    jobs of the same kind, the later the more, and those of all jobs with the weight of `OTHERS`
    jobs. `ASSUMED` is among the latter with the weight of `ASSUMED_WEIGHT` jobs.
 3. The record corrects the two percentiles: each job of which more than a tenth of the ranges
    ended too early moves the upper one up, fewer move it down, and likewise the lower one. The
    corrections from all jobs and from those of the same kind are added.
 4. Everything follows from the scores of the latest jobs, so it can be rebuilt from them.

Sources: 2 is conformal prediction with weights for data that drift (Barber et al. 2023), in groups
(Vovk's Mondrian conformal prediction); 3 is adaptive conformal inference (Gibbs and Candès 2021).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import floor, log, sqrt
from operator import attrgetter, itemgetter
from typing import NamedTuple

from ccwatch.core.estimate import (
    OVERDUE,
    Margin,
    Margins,
    Prior,
    Rest,
    left_of,
    rest_of,
    usual_margins,
)
from ccwatch.core.job import Job, JobId, Outcome, Progress
from ccwatch.core.priors import Kind, kind_of
from ccwatch.core.run import run_of
from ccwatch.core.stall import is_stalled

# The moments of a finished job, as fractions of its run.
MOMENTS = tuple((2 * number + 1) / 20 for number in range(10))
# The fraction of ends on either side of a range: a tenth, and a little less because the replay
# of a job knows its course better than it was known at the time.
TAIL = 0.085
# A job that rose by more between two observations, or before its end, is not scored.
UNSEEN = 35.0
SMALLEST_TAIL, LARGEST_TAIL = 0.01, 0.3
# Scores before any job has finished, as simulated jobs of all shapes have them: their 5th, 15th …
# 95th percentile.
ASSUMED = (-1.8, -0.8, -0.5, -0.2, 0.1, 0.3, 0.6, 0.9, 1.6, 3.5)
ASSUMED_WEIGHT, OTHERS = 4.0, 3.0
MOST_ALIKE, MOST_OTHERS = 20, 60
OLDER, OTHERS_OLDER = 0.95, 0.99
# How much a job's misses move the percentile, and that of jobs of the same kind.
STEP, STEP_OF_KIND = 0.02, 0.1
# Stages are counted from -3 (a twentieth of the time is over) to 4; neighbours count as well.
FIRST_STAGE, LAST_STAGE = -3, 4
BESIDE = 0.25
# What a score is worth: about so many of a job's ten are at one stage or beside it.
AT_A_STAGE = 0.4
FURTHEST = 99.0
_at = attrgetter("at")


class Score(NamedTuple):
    """How far the end was from what was estimated at one moment, in standard deviations.

    `late` differs from `early` where the range had been extended because a change was overdue.
    `held`: whether the range contained the end; None if there was no range.
    """

    stage: int
    early: float
    late: float
    held: bool | None


class Scored(NamedTuple):
    """The scores of a finished job, and the fractions of its ranges that ended too early, too late.

    `high`: the job ended after the range; `low`: before it.
    """

    job: JobId
    kind: Kind | None
    scores: tuple[Score, ...]
    low: float
    high: float


class Kept(NamedTuple):
    """Of the last ranges of finished jobs, how many contained the end."""

    ranges: int
    held: int


@dataclass(frozen=True, slots=True)
class Track:
    """The track record: the scores of finished jobs, in the order in which they ended."""

    lately: tuple[Scored, ...] = ()
    by_kind: "dict[Kind | None, tuple[Scored, ...]]" = field(default_factory=dict)
    _margins: "dict[Kind | None, Margins]" = field(default_factory=dict, compare=False, repr=False)

    def after(self, scored: Scored) -> "Track":
        """Return the track record with one more job; one that ended again counts once."""
        kind = scored.kind
        alike = _with(self.by_kind.get(kind, ()), scored, MOST_ALIKE)
        lately = _with(self.lately, scored, MOST_OTHERS)
        return Track(lately, {**self.by_kind, kind: alike} if kind else self.by_kind)

    def margins(self, kind: Kind | None) -> Margins:
        """Return the margins for jobs of a kind."""
        if not self.lately:
            return usual_margins
        known = self._margins.get(kind)
        if known is None:
            alike = self.by_kind.get(kind, ())
            known = self._margins[kind] = StageMargins(alike, self.lately).at
        return known

    def kept(self, most: int = 50) -> Kept:
        """Return how many of the last ranges, of jobs of any kind, contained the end."""
        held = [it.held for job in self.lately for it in job.scores if it.held is not None][-most:]
        return Kept(len(held), sum(held))


def _with(known: tuple[Scored, ...], scored: Scored, most: int) -> tuple[Scored, ...]:
    return (*(it for it in known if it.job != scored.job), scored)[-most:]


def track_from(jobs: Iterable[Scored]) -> Track:
    """Return the track record of these jobs, in the order in which they ended."""
    track = Track()
    for scored in jobs:
        track = track.after(scored)
    return track


class StageMargins:
    """The margins at each stage; computed when a job at that stage is shown."""

    def __init__(self, alike: Sequence[Scored] = (), lately: Sequence[Scored] = ()) -> None:
        self._alike = alike
        self._lately = lately
        self._tails = _tails(alike, lately)
        self._known: dict[int, Margin] = {}

    def at(self, stage: float) -> Margin:
        """Return the margin at a stage, between those at the whole stages before and after it."""
        stage = min(max(stage, FIRST_STAGE), LAST_STAGE)
        early = min(floor(stage), LAST_STAGE - 1)
        (low, high), (low_after, high_after) = self._whole(early), self._whole(early + 1)
        part = stage - early
        return Margin(low + part * (low_after - low), high + part * (high_after - high))

    def _whole(self, stage: int) -> Margin:
        if stage not in self._known:
            alike = list(_weighed(self._alike, stage, OLDER))
            others = list(_weighed(self._lately, stage, OTHERS_OLDER))
            whole = ASSUMED_WEIGHT + sum(weight for weight, _ in others)
            share = OTHERS / whole
            alike += [(share * weight, score) for weight, score in others]
            weight = share * ASSUMED_WEIGHT / len(ASSUMED)
            assumed = [(value, weight) for value in ASSUMED]
            low, high = self._tails
            self._known[stage] = Margin(
                percentile([*assumed, *((it.early, weight) for weight, it in alike)], low),
                percentile([*assumed, *((it.late, weight) for weight, it in alike)], 1 - high),
            )
        return self._known[stage]


def _tails(alike: Sequence[Scored], lately: Sequence[Scored]) -> tuple[float, float]:
    """Return the fractions of scores to leave out below and above."""
    low = high = TAIL
    for step, jobs in ((STEP, lately), (STEP_OF_KIND, alike)):
        low += step * sum(TAIL - job.low for job in jobs)
        high += step * sum(TAIL - job.high for job in jobs)
    return min(max(low, SMALLEST_TAIL), LARGEST_TAIL), min(max(high, SMALLEST_TAIL), LARGEST_TAIL)


def _weighed(jobs: Sequence[Scored], stage: int, older: float) -> Iterator[tuple[float, Score]]:
    weight = AT_A_STAGE
    for job in reversed(jobs):
        for score in job.scores:
            away = abs(score.stage - stage)
            if away <= 1:
                yield weight * (BESIDE if away else 1.0), score
        weight *= older


def percentile(weighed: Sequence[tuple[float, float]], part: float) -> float:
    """Return the value below which this part of the weight is, from pairs of value and weight.

    Each value is in the middle of its weight; between two, the result is interpolated.
    """
    ordered = sorted(weighed, key=itemgetter(0))
    wanted = part * sum(weight for _, weight in ordered)
    passed, before = 0.0, None
    for value, weight in ordered:
        middle = passed + weight / 2
        if middle >= wanted:
            if before is None:
                return value
            at, lower = before
            return lower + (value - lower) * (wanted - at) / (middle - at)
        passed, before = passed + weight, (middle, value)
    return ordered[-1][0]


def scored_by(job: Job, prior: Prior | None, margins: Margins) -> Scored | None:
    """Return the scores of a finished job; None if it did not succeed or was not watched enough.

    `prior` and `margins` are those from before it ended.
    """
    run = run_of(job)
    if job.outcome is not Outcome.SUCCEEDED or run is None or job.ended is None:
        return None
    percentages = [*(point.percentage for point in job.course), 100.0]
    if any(late - early > UNSEEN for early, late in pairwise(percentages)):
        return None
    whole = job.ended - run.begun
    scores = [
        score
        for moment in MOMENTS
        if (score := _score(job, run.begun + moment * whole, prior, margins))
    ]
    if not scores or whole <= 0:
        return None
    return Scored(job.id, kind_of(job), tuple(it for it, _ in scores), *_missed(scores))


def _missed(scores: Sequence[tuple[Score, Margin]]) -> tuple[float, float]:
    """Return the fractions of moments at which the job ended before the range, and after it."""
    low = sum(score.early < margin.low for score, margin in scores)
    high = sum(score.late > margin.high for score, margin in scores)
    return low / len(scores), high / len(scores)


def _score(
    job: Job, at: float, prior: Prior | None, margins: Margins
) -> tuple[Score, Margin] | None:
    seen = _as_at(job, at)
    if seen is None or job.ended is None or is_stalled(seen, at - seen.course[-1].at):
        return None
    rest = rest_of(seen, prior)
    if rest is None or rest.guess is None:
        return None
    margin = margins(rest.stage)
    actual, overdue = job.ended - seen.course[-1].at, _overdue(seen, at, rest)
    bounds = rest.bounds(margin)
    left = bounds and left_of(seen, at, bounds, rest.due)
    held = left and left.low <= job.ended - at <= left.high
    early, late = (_deviations(rest, seconds) for seconds in (actual, actual - overdue))
    return Score(_stage(rest.stage), early, late, held), margin


def _as_at(job: Job, at: float) -> Job | None:
    """Return the job as it was known at a time."""
    course = job.course[: bisect_right(job.course, at, key=_at)]
    if not course:
        return None
    seen = Progress(course[-1].percentage, "Active", course[-1].step)
    return replace(job, outcome=None, ended=None, course=course, progress=seen, checked=at)


def _overdue(seen: Job, at: float, rest: Rest) -> float:
    """Return by how much the upper bound was extended, counted from the last change."""
    return (OVERDUE + 1) * max(at - seen.course[-1].at - rest.due, 0.0)


def _deviations(rest: Rest, seconds: float) -> float:
    assert rest.guess is not None
    if seconds <= 0:
        return -FURTHEST
    away = (log(seconds) - rest.guess.centre) / sqrt(rest.guess.variance)
    return round(min(max(away, -FURTHEST), FURTHEST), 2)


def _stage(stage: float) -> int:
    return round(min(max(stage, FIRST_STAGE), LAST_STAGE))
