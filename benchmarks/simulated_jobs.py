"""Simulated jobs of several shapes, and the program's view of them.

The shapes are derived from the service's documentation alone; the view is produced by the program's
own schedule, table and reducer.
"""

import random
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from math import exp

from ccwatch.core.events import JobEvent, Moved
from ccwatch.core.job import Details, Job, JobId, Progress, Service
from ccwatch.core.schedule import next_wait
from ccwatch.core.transition import advance, wants_details
from ccwatch.watching.turn import CHANGES

START = 1_790_000_000.0
SHORTEST, LONGEST = 600.0, 172_800.0
CELLS = 200
STEPS = ("Prepare_Production", "Calibration", "Run_Production", "Reconstruction", "Convert_Files")
SHORTEST_PAUSE = 1800.0


@dataclass(frozen=True, slots=True)
class Run:
    """The actual course of a job; all times are seconds since it left the queue.

    `times` and `far` are the corners of its percentage over time, `steps` the times at which its
    steps begin. Percentages are reported as whole multiples of `grain`.
    """

    shape: str
    times: tuple[float, ...]
    far: tuple[float, ...]
    steps: tuple[tuple[float, str], ...]
    pause: tuple[float, float] | None
    grain: float
    added: float
    queue: float
    type: str
    service: Service

    @property
    def seconds(self) -> float:
        """The duration of the job."""
        return self.times[-1]

    def percentage(self, at: float) -> float:
        """Return the reported percentage at a time."""
        if at >= self.seconds:
            return 100
        if at <= 0:
            return 0
        index = bisect_right(self.times, at)
        begin, end = self.times[index - 1], self.times[index]
        low, high = self.far[index - 1], self.far[index]
        reached = low + (high - low) * (at - begin) / (end - begin)
        told = int(reached / self.grain + 1e-9) * self.grain
        return int(told) if self.grain >= 1 else round(told, 2)

    def progress(self, at: float) -> Progress:
        """Return the service's progress reply at a time."""
        if at < 0:
            return Progress(0, "Active", "")
        if at >= self.seconds:
            return Progress(100, "Over", self.steps[-1][1] if self.steps else None)
        begun = [name for since, name in self.steps if since <= at]
        return Progress(self.percentage(at), "Active", begun[-1] if begun else None)

    def details(self, at: float) -> Details:
        """Return the service's answer about the job itself at a time."""
        return Details(
            type=self.type,
            state="success" if at >= self.seconds else "active",
            submitted=START - self.queue,
            started=START if at >= 0 else None,
            ended=START + self.seconds if at >= self.seconds else None,
        )


Pace = Callable[[float], float]
Shape = Callable[[random.Random], tuple[Pace, list[float]]]


@dataclass(frozen=True, slots=True)
class Type:
    """What jobs of one type have in common: service, precision of the percentage, typical size.

    `draw` returns the shape of one of them: its pace over its fraction of time, and where steps
    begin.
    """

    shape: str
    name: str
    service: Service
    grain: float
    seconds: float
    draw: Shape

    def job(self, chance: random.Random) -> Run:
        """Return a job of this type."""
        seconds = min(max(self.seconds * chance.lognormvariate(0, 0.4), SHORTEST), LONGEST)
        pace, cuts = self.draw(chance)
        times, far = _course(pace, seconds, chance)
        begun, pause = [seconds * cut for cut in cuts], None
        if self.shape == PAUSED:
            at = seconds * chance.uniform(0.02, 0.9)
            pause = at, at + max(seconds * chance.uniform(0.2, 1.0), SHORTEST_PAUSE)
            times, far = _paused(times, far, *pause)
            begun = [time + (pause[1] - at) * (time > at) for time in begun]
        queue = chance.uniform(0, 1800)
        late = chance.random() < 0.2
        return Run(
            self.shape,
            tuple(times),
            tuple(far),
            () if self.service is Service.MODELING_2 else tuple(zip(begun, STEPS, strict=False)),
            pause,
            self.grain,
            chance.uniform(0, 0.5) * times[-1] if late else -chance.uniform(0, queue),
            queue,
            self.name,
            self.service,
        )


def a_type(shape: str, name: str, chance: random.Random, longest: float = LONGEST) -> Type:
    """Return a type whose jobs have this shape, typically of ten minutes to two days."""
    return Type(
        shape,
        name,
        chance.choice([Service.MODELING, Service.MODELING, Service.MODELING_2]),
        chance.choice([5, 10] if shape == JUMPS else [1, 1, 0.1, 0.01]),
        SHORTEST * (longest / SHORTEST) ** chance.random(),
        SHAPES[shape](chance),
    )


def steady(chance: random.Random) -> Shape:
    """Return a constant pace, with steps that do not affect it."""
    lengths = _lengths(chance, chance.randint(2, 5))
    return lambda chance: (lambda share: 1.0, _cuts(_differing(lengths, chance)))


def accelerating(chance: random.Random) -> Shape:
    """Return a growing pace: the percentage is time to the power of 1.5 to 2.5."""
    lengths, power = _lengths(chance, chance.randint(2, 5)), chance.uniform(1.5, 2.5)

    def draw(chance: random.Random) -> tuple[Pace, list[float]]:
        own = power * chance.lognormvariate(0, 0.1)
        return lambda share: share ** (own - 1), _cuts(_differing(lengths, chance))

    return draw


def long_tail(chance: random.Random) -> Shape:
    """Return a fading pace: the last tenth takes a third to almost half of the time."""
    lengths, power = _lengths(chance, chance.randint(2, 5)), chance.uniform(2.0, 3.0)

    def draw(chance: random.Random) -> tuple[Pace, list[float]]:
        own = power * chance.lognormvariate(0, 0.1)
        return lambda share: (1 - share) ** (own - 1), _cuts(_differing(lengths, chance))

    return draw


def stepwise(chance: random.Random) -> Shape:
    """Return a separate pace for each of three to five steps, typically differing by half."""
    lengths = _lengths(chance, chance.randint(3, 5))
    paces = [chance.lognormvariate(0, 0.4) for _ in lengths]
    return lambda chance: _in_steps(lengths, paces, chance)


def silent_step(chance: random.Random) -> Shape:
    """Return a constant pace with one step, anywhere, in which the percentage hardly moves."""
    length = chance.uniform(0.05, 0.2)
    before = chance.choice([0.0, chance.uniform(0.1, 0.7), 1 - length])
    parts = ((before, 1.0), (length, 0.05), (1 - before - length, 1.0))
    lengths = [length for length, _ in parts if length > 0.001]
    paces = [pace for length, pace in parts if length > 0.001]
    return lambda chance: _in_steps(lengths, paces, chance)


def mixed(chance: random.Random) -> Shape:
    """Return one of the shapes above, another for each job."""
    ways = [way(chance) for way in (steady, accelerating, long_tail, stepwise, silent_step)]
    return lambda chance: chance.choice(ways)(chance)


JUMPS, PAUSED, MIXED = "in jumps", "stalled and recovered", "mixed"
SHAPES = {
    "steady": steady,
    "accelerating": accelerating,
    "long tail": long_tail,
    "stepwise": stepwise,
    "silent step": silent_step,
    JUMPS: steady,
    PAUSED: steady,
    MIXED: mixed,
}


def _in_steps(
    lengths: list[float], paces: list[float], chance: random.Random
) -> tuple[Pace, list[float]]:
    """Return the pace of a job whose steps take different times for equal percentages."""
    own = _differing(lengths, chance)
    cuts = _cuts(own)
    whole, usual = sum(own), sum(lengths)
    parts = zip(paces, lengths, own, strict=True)
    own_paces = [pace * (length / usual) / (took / whole) for pace, length, took in parts]
    return lambda share: own_paces[bisect_right(cuts, share) - 1], cuts


def _lengths(chance: random.Random, number: int) -> list[float]:
    return [chance.gammavariate(2, 1) + 0.2 for _ in range(number)]


def _differing(lengths: list[float], chance: random.Random) -> list[float]:
    return [length * chance.lognormvariate(0, 0.2) for length in lengths]


def _cuts(lengths: list[float]) -> list[float]:
    """Return the fractions of time at which steps of these lengths begin."""
    return [0.0, *(end / sum(lengths) for end in accumulate(lengths[:-1]))]


def _course(pace: Pace, seconds: float, chance: random.Random) -> tuple[list[float], list[float]]:
    """Return the corners of the percentage over time, with correlated noise in the pace."""
    rough = chance.uniform(0.05, 0.5)
    noise = [0.0]
    while len(noise) < CELLS:
        noise.append(0.9 * noise[-1] + rough * 0.44 * chance.gauss(0, 1))
    paces = [pace((cell + 0.5) / CELLS) * exp(noise[cell]) for cell in range(CELLS)]
    sums = [0.0, *accumulate(paces)]
    times = [seconds * cell / CELLS for cell in range(CELLS + 1)]
    return times, [100 * reached / sums[-1] for reached in sums]


def _paused(
    times: list[float], far: list[float], begin: float, end: float
) -> tuple[list[float], list[float]]:
    index = bisect_right(times, begin)
    part = (begin - times[index - 1]) / (times[index] - times[index - 1])
    there = far[index - 1] + (far[index] - far[index - 1]) * part
    later = [time + end - begin for time in times[index:]]
    return [*times[:index], begin, end, *later], [*far[:index], there, there, *far[index:]]


def watched(run: Run, name: str = "job") -> Iterator[tuple[float, Job, tuple[JobEvent, ...]]]:
    """Yield the time of each query, the job after it, and its events, until the job's end."""
    job = Job(JobId(name), run.service, added=START + run.added)
    at = changed = run.added
    queries = 0
    while job.unfinished:
        queries += 1
        job, events = advance(job, run.progress(at), START + at, at - changed)
        if any(isinstance(event, CHANGES) for event in events):
            changed = at
        if any(isinstance(event, Moved) and event.was is not None for event in events):
            queries = 1
        if wants_details(job, events):
            job, more = advance(job, run.details(at), START + at)
            events += more
        yield at, job, events
        at += next_wait(queries)
