"""An estimate of a job's remaining time, as a range.

Rules of this file
 1. It is based on the job's own pace (`pace`), once it has run for two minutes and risen by 3 %
    or, near the end, by half of what is left; and, from 1 % on, on finished jobs of its type
    (`Prior`). The more certain of the two counts much more. Averaging must not hide that they
    disagree: in that case the range is wider than either.
 2. The range is meant to contain four of five actual ends. How many standard deviations that
    takes to both sides is learned from past ranges (`calibration`). When the range becomes too
    wide to be useful, there is no estimate.
 3. The wait for the next change counts down until that change is overdue; overdue time is added
    twice to the upper bound. The time since the last check also counts down, until nothing is
    left of the range. After that, or in a stall, the job is late by the time since then.
 4. Only active jobs have an estimate.
"""

from collections.abc import Callable
from enum import Enum
from math import exp, inf, log, sqrt
from typing import NamedTuple

from ccwatch.core.job import Job, Phase, Point
from ccwatch.core.job_speed import Guess, Weighed, rest_by_own_pace, together
from ccwatch.core.run import Run, run_of

SMALLEST_RISE = 3.0
SHORTEST_GROUND = 120.0
# The most that `high` may be as a multiple of `low`, and the limit below which it may be more.
WIDEST = 20.0
SHORT_REST = 900.0
# A pace cannot predict the future: its variance is increased by this when there is also a prior.
OWN_DOUBT = 0.05
OVERDUE = 2.0
LATELY = 3
# Closest to 100 %; beyond it a job ends within so many seconds, or there is no estimate.
NEAREST = 1e-6
LONGEST_END = 120.0


class Range(NamedTuple):
    """Seconds from `low` to `high`; `late` if the job should have ended so many seconds ago."""

    low: float
    high: float
    late: float = 0.0


class Unknown(Enum):
    """Why there is no estimate of an active job."""

    TOO_EARLY = "too early"
    TOO_UNEVEN = "too uneven"


class Margin(NamedTuple):
    """How far a range reaches from its guess, in standard deviations; `low` is mostly negative."""

    low: float
    high: float


# The margin for a job at a stage: the logarithm of the time so far as a multiple of the rest.
Margins = Callable[[float], Margin]
# Before any job has finished: what `calibration` makes of its assumed scores.
USUAL = Margin(-1.45, 2.835)


# For a job at a time (UTC seconds), with or without priors from finished jobs.
TimeLeft = Callable[[Job, float], Range | None]


class Prior(NamedTuple):
    """The ratio of remaining to elapsed time in finished jobs, at 1 %, 2 % … 99 %.

    Each entry is a guess of the logarithm of that ratio.
    """

    rests: tuple[Guess, ...]

    def at(self, percentage: float) -> Guess | None:
        """Return the guess for a percentage; None below 1 % and at the end."""
        if not 1 <= percentage < 100:
            return None
        index = int(percentage)
        early = self.rests[index - 1]
        if index == len(self.rests):
            return Guess(early.centre + log(100 - percentage), early.variance)
        late, part = self.rests[index], percentage - index
        return Guess(
            early.centre + part * (late.centre - early.centre),
            early.variance + part * (late.variance - early.variance),
        )


class Rest(NamedTuple):
    """What is estimated at the last change: seconds to the end, and to the next change (`due`).

    `stage` is what `Margins` takes. Without a guess the job has done all and only has to end.
    """

    guess: Guess | None
    stage: float
    due: float

    def bounds(self, margin: Margin) -> Range | None:
        """Return the seconds from the last change to the end; None if that is too wide."""
        if self.guess is None:
            return Range(0.0, LONGEST_END)
        deviation = sqrt(self.guess.variance)
        low = self.guess.centre + margin.low * deviation
        high = max(self.guess.centre + margin.high * deviation, low)
        if high - low > log(WIDEST) and high > log(SHORT_REST):
            return None
        return Range(exp(low), exp(high))


def usual_margins(stage: float) -> Margin:
    """Return the margin before any job has finished, the same at every stage."""
    return USUAL


def time_left(
    job: Job, now: float, prior: Prior | None = None, margins: Margins = usual_margins
) -> Range | None:
    """Return the seconds to the end at `now` (UTC seconds), or None without enough data."""
    if job.phase not in (Phase.ACTIVE, Phase.STALLED):
        return None
    return range_at(job, now, rest_of(job, prior), margins)


def range_at(job: Job, now: float, rest: Rest | None, margins: Margins) -> Range | None:
    """Return what remains at `now` (UTC seconds) of an estimate from the job's course."""
    bounds = rest and rest.bounds(margins(rest.stage))
    return left_of(job, now, bounds, rest.due) if rest and bounds else None


def left_of(job: Job, now: float, bounds: Range, due: float) -> Range | None:
    """Return what remains at `now` of the range at the last change; None if it is not running."""
    phase = job.phase
    if phase not in (Phase.ACTIVE, Phase.STALLED):
        return None
    changed = job.course[-1].at
    checked = max(job.checked or changed, changed)
    still, unseen = checked - changed, max(now - checked, 0.0)
    high = bounds.high + OVERDUE * max(still - due, 0.0) - min(still, due) - unseen
    if phase is Phase.ACTIVE and high > 0:
        low = max(bounds.low - still - unseen, 0.0)
        return Range(low, max(low, high))
    late = still + unseen - bounds.high
    return Range(0.0, 0.0, late) if late > 0 else None


def why_unknown(rest: Rest | None, margins: Margins) -> Unknown | None:
    """Return why an active job has no estimate, None if it has one."""
    if rest is None:
        return Unknown.TOO_EARLY
    if rest.bounds(margins(rest.stage)) is None:
        return Unknown.TOO_UNEVEN
    return None


def rest_of(job: Job, prior: Prior | None = None) -> Rest | None:
    """Return the estimate from the job's course, at any time; None without enough data."""
    if (run := run_of(job)) is None:
        return None
    last = job.course[-1]
    if last.at - run.begun < SHORTEST_GROUND:
        return None
    left = 100 - last.percentage
    if left < NEAREST:
        return Rest(None, inf, inf)
    if (guess := _guess(job, run, prior)) is None:
        return None
    due = exp(guess.centre) * _usual_rise(job.course, run) / left
    return Rest(guess, log(last.at - run.begun) - guess.centre, due)


def _guess(job: Job, run: Run, prior: Prior | None) -> Guess | None:
    """Return the guess of the seconds left at the last point of the course."""
    last = job.course[-1]
    taught = prior.at(last.percentage) if prior and run.begun_at == 0 else None
    if taught:
        taught = Guess(taught.centre + log(last.at - run.begun), taught.variance)
    if last.percentage - run.begun_at < min(SMALLEST_RISE, (100 - last.percentage) / 2):
        return taught
    own = rest_by_own_pace(job.course, run)
    if taught is None:
        return own
    return together(
        [
            Weighed((own.variance + OWN_DOUBT) ** -2, own),
            Weighed(taught.variance**-2, taught),
        ]
    )


def _usual_rise(course: tuple[Point, ...], run: Run) -> float:
    """Return the recent typical rise of the percentage from one point to the next."""
    points = min(LATELY, len(course) - run.first)
    before = course[-points - 1].percentage if len(course) > run.first + points else run.begun_at
    return max(course[-1].percentage - before, 0.0) / points
