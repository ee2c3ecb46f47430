"""A small edition of `benchmarks/estimates.py`: the estimates keep what their document says."""

from collections.abc import Sequence
from functools import cache
from itertools import chain

import pytest

from benchmarks.estimate_quality import (
    Asked,
    Record,
    as_wide,
    own,
    straight,
    taught,
    told_of_all,
)
from benchmarks.simulated_jobs import MIXED, PAUSED, SHAPES

LONGEST = 10_800.0
UNEVEN = [shape for shape in SHAPES if shape not in ("steady", "in jumps", MIXED)]


@cache
def told() -> list[Record]:
    return told_of_all(3, 8, "test", LONGEST, SHAPES, at_once=False)


def asked(*shapes: str) -> Sequence[Asked]:
    every = chain.from_iterable(asked for asked, _ in told())
    return [one for one in every if one.shape in (shapes or SHAPES)]


def test_of_steady_jobs_four_of_five_ends_are_inside_a_range_that_is_not_wide() -> None:
    assert own(asked("steady")).inside >= 0.8
    assert own(asked("steady")).width <= 0.75
    assert own(asked("steady")).said >= 0.8


@pytest.mark.parametrize("shape", UNEVEN)
def test_of_every_uneven_shape_more_ends_are_inside_than_a_straight_line_has(shape: str) -> None:
    assert own(asked(shape)).inside >= straight(asked(shape)).inside + 0.15


def test_a_straight_line_that_is_as_wide_has_fewer_ends_inside() -> None:
    assert own(asked()).inside >= 0.65
    assert own(asked()).inside >= as_wide(asked()).inside + 0.15


def test_finished_jobs_of_the_type_make_the_range_better() -> None:
    some = [one for one in asked() if one.before >= 2 and one.shape not in (MIXED, PAUSED)]
    assert taught(some).inside >= 0.75
    assert taught(some).said >= own(some).said
    assert taught(some).width <= own(some).width


def test_finished_jobs_that_went_in_many_ways_do_no_harm() -> None:
    some = [one for one in asked(MIXED) if one.before >= 2]
    assert taught(some).inside >= own(some).inside - 0.05


def test_hardly_any_stall_is_told_that_is_none_and_nearly_all_that_are() -> None:
    alarms = [alarms for _, alarms in told()]
    assert 100 * sum(one.false for one in alarms) / len(alarms) <= 3
    paused = [one for one in alarms if one.usual is not None]
    assert len(paused) >= 15
    assert sum(one.late is not None for one in paused) >= 0.9 * len(paused)
