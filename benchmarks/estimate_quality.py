"""The quality of estimates for simulated jobs, whose actual ends are known.

A user has one type of job of each shape. Their jobs are watched one after the other, as the program
watches them; at five moments of each an estimate is taken: from the job's own pace, and from the
finished jobs of its type as well. Both are as wide as the ranges for the jobs before needed to be.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, pairwise
from statistics import median
from typing import NamedTuple

from benchmarks.simulated_jobs import START, Run, a_type, watched
from ccwatch.core.estimate import Range
from ccwatch.core.events import JobEvent, Moved, Stalled
from ccwatch.core.experience import Experience
from ccwatch.core.job import Job

MOMENTS = (0.1, 0.25, 0.5, 0.75, 0.9)
STRAIGHT_WIDTH = 0.2


class Asked(NamedTuple):
    """An estimate at one moment of a job's life, and the actual seconds left.

    `before` is how many jobs of its type had been watched before.
    """

    shape: str
    moment: float
    before: int
    rest: float
    straight: float | None
    own: Range | None
    taught: Range | None


@dataclass(frozen=True, slots=True)
class Alarms:
    """The stalls reported for one job: the false ones, and how late (s) the true one was.

    `usual` is the median gap between two changes until the pause; None: there was no pause.
    """

    shape: str
    false: int
    usual: float | None
    late: float | None


Record = tuple[list[Asked], Alarms]


@dataclass(frozen=True, slots=True)
class Known:
    """What a user's finished jobs tell, to the program and to one that knows no types."""

    taught: Experience = field(default_factory=Experience)
    own: Experience = field(default_factory=Experience)

    def after(self, job: Job) -> "Known":
        """Return what is known after a job ended."""
        return Known(self.taught.after(job), Experience(track=self.own.after(job).track))


def told_of_a_user(
    number: int, shapes: Iterable[str], jobs: int, seed: object, longest: float
) -> Iterator[Record]:
    """Yield the estimates and alarms for the jobs of one user, one after the other."""
    names = {shape: f"{seed} {shape} {number}" for shape in shapes}
    types = {
        shape: a_type(shape, shape, random.Random(name), longest) for shape, name in names.items()
    }
    known = Known()
    for before in range(jobs):
        for shape, name in names.items():
            run = types[shape].job(random.Random(f"{name} {before}"))
            ended, asked, alarms = told_of(run, f"{shape} {before}", before, known)
            yield asked, alarms
            known = known.after(ended)


def told_of(run: Run, name: str, before: int, known: Known) -> tuple[Job, list[Asked], Alarms]:
    """Return the ended job, the estimates while it ran, and its alarms."""
    asked: list[Asked] = []
    moments = [(moment, moment * run.seconds) for moment in MOMENTS]
    events: list[JobEvent] = []
    job: Job | None = None
    for at, seen, new in watched(run, name):
        while moments and moments[0][1] < at:
            moment, then = moments.pop(0)
            if job:
                asked.append(_asked(run, moment, then, job, known)._replace(before=before))
        job = seen
        events += [event for event in new if isinstance(event, Moved | Stalled)]
    assert job is not None
    return job, asked, _alarms(run, events)


def _asked(run: Run, moment: float, then: float, job: Job, known: Known) -> Asked:
    now = START + then
    return Asked(
        run.shape,
        moment,
        0,
        run.seconds - then,
        straight_line(job, now),
        _range(known.own.time_left(job, now)),
        _range(known.taught.time_left(job, now)),
    )


def _range(left: Range | None) -> Range | None:
    """Return the range; that a job is late is no estimate."""
    return None if left is None or left.late else left


def straight_line(job: Job, now: float) -> float | None:
    """Return the remaining time by a straight line from the start through now."""
    begun = job.details.started if job.details else None
    if not job.percentage or begun is None or now <= begun:
        return None
    return (now - begun) * (100 - job.percentage) / job.percentage


def _alarms(run: Run, events: Sequence[JobEvent]) -> Alarms:
    stalls = [event for event in events if isinstance(event, Stalled)]
    if run.pause is None:
        return Alarms(run.shape, len(stalls), None, None)
    begin, end = (START + time for time in run.pause)
    true = [stall for stall in stalls if stall.since < end and stall.at > begin]
    moves = [event.at for event in events if isinstance(event, Moved) and event.at <= begin]
    if run.added >= run.pause[0]:
        return Alarms(run.shape, len(stalls) - len(true), None, None)
    usual = median([late - early for early, late in pairwise(moves)] or [begin - START])
    late = true[0].at - begin if true else None
    return Alarms(run.shape, len(stalls) - len(true), usual, late)


def told_of_all(
    users: int, jobs: int, seed: object, longest: float, shapes: Iterable[str], at_once: bool
) -> list[Record]:
    """Return the estimates and alarms for all jobs, always in the same order."""
    one = partial(_one, shapes=tuple(shapes), jobs=jobs, seed=seed, longest=longest)
    if not at_once:
        return list(chain.from_iterable(map(one, range(users))))
    with ProcessPoolExecutor() as pool:
        return list(chain.from_iterable(pool.map(one, range(users))))


def _one(
    number: int, shapes: Iterable[str], jobs: int, seed: object, longest: float
) -> list[Record]:
    return list(told_of_a_user(number, shapes, jobs, seed, longest))


class Quality(NamedTuple):
    """The quality of ranges: all but the first are medians or fractions of the ranges given."""

    said: float
    inside: float
    width: float
    bias: float


def quality(ranges: Sequence[tuple[Range | None, float]]) -> Quality:
    """Return the quality of ranges, each with the actual remaining time."""
    said = [(told, rest) for told, rest in ranges if told]
    return Quality(
        len(said) / len(ranges),
        sum(told.low <= rest <= told.high for told, rest in said) / len(said),
        median((told.high - told.low) / rest for told, rest in said),
        median((told.high + told.low) / 2 / rest - 1 for told, rest in said),
    )


def own(asked: Iterable[Asked]) -> Quality:
    """Return the quality of estimates by a job's own pace."""
    return quality([(one.own, one.rest) for one in asked])


def taught(asked: Iterable[Asked]) -> Quality:
    """Return the quality of estimates by the job's own pace and finished jobs."""
    return quality([(one.taught, one.rest) for one in asked])


def straight(asked: Iterable[Asked], width: float = STRAIGHT_WIDTH) -> Quality:
    """Return the quality of a straight line, widened by that much to both sides."""

    def widened(rest: float | None) -> Range | None:
        return None if rest is None else Range(rest * (1 - width), rest * (1 + width))

    return quality([(widened(one.straight), one.rest) for one in asked])


def as_wide(asked: Sequence[Asked]) -> Quality:
    """Return the quality of a straight line that is as wide as the estimate by the own pace."""
    low, high, wanted = 0.0, 10.0, own(asked).width
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if straight(asked, middle).width < wanted else (low, middle)
    return straight(asked, high)
