"""The rest by the job's own pace: its guess, and how sure that is."""

from math import exp, sqrt

import pytest

from ccwatch.core.job import Point
from ccwatch.core.job_speed import Guess, Weighed, rest_by_own_pace, together
from ccwatch.core.run import Run

RUN = Run(0.0, 0.0, 1)


def course(*seconds: float, rise: float = 5.0) -> tuple[Point, ...]:
    """Return a course that rises again and again, after so many seconds each."""
    points = [Point(0.0, 0.0)]
    for one in seconds:
        points.append(Point(points[-1].at + one, points[-1].percentage + rise))
    return tuple(points)


def test_guesses_that_agree_stay_as_sure_as_they_are() -> None:
    guess = Guess(3.0, 0.2)
    assert together([Weighed(1.0, guess), Weighed(5.0, guess)]) == pytest.approx(guess)


def test_guesses_that_differ_are_less_sure_together_and_the_heavier_counts_more() -> None:
    both = together([Weighed(3.0, Guess(1.0, 0.1)), Weighed(1.0, Guess(3.0, 0.1))])
    assert both.centre == pytest.approx(1.5)
    assert both.variance == pytest.approx(0.1 + 0.75)


def test_of_an_even_pace_the_rest_is_in_proportion() -> None:
    guess = rest_by_own_pace(course(*[100.0] * 10), RUN)
    assert exp(guess.centre) == pytest.approx(1000, rel=0.1)
    assert sqrt(guess.variance) < 0.25


def test_one_move_is_less_sure_than_many() -> None:
    one = rest_by_own_pace(course(1000.0, rise=50.0), RUN)
    many = rest_by_own_pace(course(*[100.0] * 10), RUN)
    assert one.variance > many.variance


def test_what_was_lately_counts_more() -> None:
    slower, faster = course(*[100.0] * 8, *[150.0] * 4), course(*[150.0] * 4, *[100.0] * 8)
    assert rest_by_own_pace(slower, RUN).centre > rest_by_own_pace(faster, RUN).centre


def test_a_pause_counts_like_what_was_beside_it() -> None:
    even = [100.0, 120.0] * 8
    paused = [*even[:7], 100_000.0, *even[8:]]
    without, held = (rest_by_own_pace(course(*each, rise=4.0), RUN) for each in (even, paused))
    assert held.centre == pytest.approx(without.centre, abs=0.2)


@pytest.mark.parametrize(
    ("seconds", "as_if"),
    [
        ([90, 9999, 110, 100], [90, 110, 110, 100]),
        ([9999, 90, 110, 100], [90, 90, 110, 100]),
        ([90, 120, 9999, 100, 110], [90, 120, 120, 100, 110]),
        ([90, 120, 100, 9999, 110, 100], [90, 120, 100, 110, 110, 100]),
    ],
    ids=["of four parts", "in the first part", "of five parts", "of six parts"],
)
def test_a_pause_counts_exactly_like_the_slower_part_beside_it(
    seconds: list[float], as_if: list[float]
) -> None:
    paused, without = (rest_by_own_pace(course(*each), RUN) for each in (seconds, as_if))
    assert paused == pytest.approx(without)


@pytest.mark.parametrize(
    ("seconds", "without"),
    [
        ([90, 9999, 110], [90, 110, 110]),
        ([90, 110, 100, 9999], [90, 110, 100, 100]),
        ([90, 320, 110, 100], [90, 110, 110, 100]),
    ],
    ids=["too few parts to tell", "in the last part", "not three times as long"],
)
def test_what_may_be_no_pause_is_pace(seconds: list[float], without: list[float]) -> None:
    counted, left_out = (rest_by_own_pace(course(*each), RUN) for each in (seconds, without))
    assert counted.centre > left_out.centre + 0.01


def test_a_part_that_lasts_at_the_end_is_no_pause_yet() -> None:
    even = [100.0] * 16
    without, held = (
        rest_by_own_pace(course(*each, rise=4.0), RUN) for each in (even, [*even, 3000.0])
    )
    assert held.variance > 2 * without.variance
