"""How long the rest of a run takes at the job's own pace.

Rules of this file
 1. The run so far is cut into up to eight parts of equal percentage. The time that each took is
    the pace; later parts count more. A part that took three times as long as its neighbours
    contained a pause, which is not part of the pace: it counts like the slower neighbour.
 2. There are three models: the pace stays constant, it grows with progress, or it fades
    towards the end. The latter two are a power of what is done or of what is left. Each is
    fitted to the parts, and weighted by how well it explains them.
 3. A guess is a logarithm of seconds with its variance: how uneven the parts are, how uncertain
    the fit is, and how much the three models differ. With little data all of these are large.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import log
from operator import mul
from typing import NamedTuple

from ccwatch.core.job import Point
from ccwatch.core.run import Run, when_at

PARTS = 8
# Fewer parts cannot distinguish a pause from a change of pace.
FEWEST_PARTS = 4
FADING_WEIGHT = 0.8
PAUSE = log(3.0)
# What is assumed about a pace before any data: its unevenness, as a standard deviation of
# logarithms with the weight of so many parts; how likely it is to grow or fade, and by how much.
UNEVEN, UNEVEN_WEIGHT = 0.12, 3.0
OTHER_WAYS = 0.04
SLOPE, SLOPE_SPREAD, STEEPEST = 0.5, 0.25, 0.85
_LOG_100 = log(100.0)


class Guess(NamedTuple):
    """The logarithm of a number of seconds, and its variance."""

    centre: float
    variance: float


class Weighed(NamedTuple):
    """A guess and its weight among others."""

    weight: float
    guess: Guess


def together(guesses: Sequence[Weighed]) -> Guess:
    """Return the combination of several guesses; the more they differ, the larger its variance."""
    whole = sum(weight for weight, _ in guesses)
    centre = sum(weight * guess.centre for weight, guess in guesses) / whole
    variance = sum(
        weight * (guess.variance + (guess.centre - centre) ** 2) for weight, guess in guesses
    )
    return Guess(centre, variance / whole)


def rest_by_own_pace(course: tuple[Point, ...], run: Run) -> Guess:
    """Return a guess of the seconds left; the run must have risen and not be at its end."""
    done = course[-1].percentage
    number = min(PARTS, len(course) - run.first)
    part = (done - run.begun_at) / number
    ends = [run.begun_at + part * index for index in range(1, number)]
    times = [run.begun, *(when_at(course, run, end) for end in ends), course[-1].at]
    slow = [log(max(late - early, 1.0) / part) for early, late in pairwise(times)]
    middles = [(run.begun_at + part * (index + 0.5)) / 100 for index in range(number)]
    return together(list(_ways(_without_pause(slow), middles, done / 100)))


def _without_pause(slow: list[float]) -> list[float]:
    """Return the parts with a pause removed: a part with one counts like its slower neighbour.

    The last part is left alone, because its cause may persist.
    """
    if len(slow) < FEWEST_PARTS:
        return slow
    index = max(range(len(slow) - 1), key=slow.__getitem__)
    beside = max(slow[max(index - 1, 0) : index] + slow[index + 1 : index + 2])
    held = slow[index] > beside + PAUSE
    return [*slow[:index], beside, *slow[index + 1 :]] if held else slow


def _ways(slow: Sequence[float], middles: Sequence[float], done: float) -> Iterator[Weighed]:
    """Yield a guess for each model; `middles` of the parts and `done` are fractions of 1.

    The remaining time is the integral of the seconds per percent, a power of the position, to the
    end.
    """
    fit = _Fit(slow)
    left = 1 - done
    yield fit.steady(1 - 2 * OTHER_WAYS, log(left))
    yield fit.way(
        [log(middle) for middle in middles],
        lambda power: log((1 - done ** (1 - power)) / (1 - power)),
        lambda power: log((1 + done) / 2),
    )
    yield fit.way(
        [log(1 - middle) for middle in middles],
        lambda power: log(left) * (1 - power) - log(1 - power),
        lambda power: log(left) - 1 / (1 - power),
    )


class _Fit:
    """Weighted least squares of the parts' slowness against their position in the run."""

    def __init__(self, slow: Sequence[float]) -> None:
        self._weights = [FADING_WEIGHT**age for age in range(len(slow) - 1, -1, -1)]
        self._whole = sum(self._weights)
        self._mean = self._average(slow)
        self._off = [each - self._mean for each in slow]
        self._squares = self._product(self._off, self._off)

    def steady(self, likely: float, rest: float) -> Weighed:
        """Return the guess for a constant pace; `rest` is the logarithm of what is left."""
        return self._weighed(likely, self._squares, self._mean + rest, 0.0)

    def way(
        self,
        places: Sequence[float],
        rest: Callable[[float], float],
        hangs: Callable[[float], float],
    ) -> Weighed:
        """Return the guess for a pace that is a power of the position.

        `places` are logarithms, and so is the remainder that `rest` returns for a power; `hangs` is
        how much that remainder falls as the power rises.
        """
        middle = self._average(places)
        aside = [place - middle for place in places]
        across, along = self._product(aside, aside), -self._product(aside, self._off)
        held = self._uneven(self._squares) / SLOPE_SPREAD**2
        power = min(max((along + SLOPE * held) / (across + held), 0.0), STEEPEST)
        squares = max(self._squares - 2 * power * along + power**2 * across, 0.0)
        uneven = self._uneven(squares)
        doubt = 1 / (across / uneven + 1 / SLOPE_SPREAD**2)
        strain = uneven * ((power - SLOPE) / SLOPE_SPREAD) ** 2
        centre = self._mean + power * middle + rest(power)
        return self._weighed(
            OTHER_WAYS, squares + strain, centre, doubt * (hangs(power) - middle) ** 2
        )

    def _weighed(self, likely: float, squares: float, centre: float, doubt: float) -> Weighed:
        uneven = self._uneven(squares)
        variance = uneven * (1 + 1 / self._whole) + doubt
        fits: float = uneven ** (-(UNEVEN_WEIGHT + self._whole) / 2)
        return Weighed(likely * fits, Guess(centre + _LOG_100, variance))

    def _uneven(self, squares: float) -> float:
        return (UNEVEN_WEIGHT * UNEVEN**2 + squares) / (UNEVEN_WEIGHT + self._whole)

    def _average(self, values: Sequence[float]) -> float:
        average: float = sum(map(mul, self._weights, values)) / self._whole
        return average

    def _product(self, ones: Sequence[float], others: Sequence[float]) -> float:
        product: float = sum(map(mul, self._weights, map(mul, ones, others)))
        return product
