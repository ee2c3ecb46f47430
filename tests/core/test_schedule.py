"""The documented backoff, and the pauses that the service asks for."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.schedule import next_wait, pause, put_off, spread


def test_a_still_job_is_asked_at_the_documented_times() -> None:
    waits = [next_wait(queries) for queries in range(1, 6)]
    assert list(accumulate(waits, initial=0)) == [0, 15, 45, 105, 225, 345]


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [(30, 30), (120.5, 120.5), (0, 1), (0.5, 1), (3600, 3600), (3601, 3600), (1e300, 3600)],
)
def test_a_pause_is_as_long_as_asked_within_bounds(retry_after: float, seconds: float) -> None:
    assert pause(retry_after, 60.0) == seconds


def test_a_pause_of_no_stated_length_is_the_interval() -> None:
    assert pause(None, 60.0) == 60.0


@pytest.mark.parametrize(
    ("retry_after", "due"),
    [(None, 1015), (0, 1015), (9, 1015), (11, 1016), (300.5, 1305.5), (9999, 4605)],
)
def test_a_failed_query_is_put_off_when_asked_to_and_never_forward(
    retry_after: float | None, due: float
) -> None:
    assert put_off(1015.0, 1005.0, retry_after) == due


def test_without_a_wish_an_overdue_query_stays_where_it_stands() -> None:
    assert put_off(1015.0, 1030.0, None) == 1015.0


@given(st.integers(0, 10_000))
def test_queries_that_resume_are_spread_over_half_a_minute(count: int) -> None:
    gap = spread(count)
    assert 0 < gap <= 1
    assert gap * count <= 30 + 1e-9
