"""The documented backoff, and the pauses that the service asks for."""

from datetime import UTC, datetime
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.schedule import RESUME_WITHIN, next_wait, pause, spread

NOW = datetime(1994, 11, 6, 8, 48, 37, tzinfo=UTC).timestamp()


def test_a_still_job_is_asked_at_the_documented_times() -> None:
    waits = [next_wait(queries) for queries in range(1, 6)]
    assert list(accumulate(waits, initial=0)) == [0, 15, 45, 105, 225, 345]


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("30", 30),
        (" 30 ", 30),
        ("0", 1),
        ("0000000000000030", 30),
        ("3600", 3600),
        ("3601", 3600),
        ("9" * 5000, 3600),
        (None, 60),
        ("", 60),
        ("soon", 60),
        ("-5", 60),
        ("٣٠", 60),
        ("1e3", 60),
        ("NaN", 60),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 60),
        ("Sunday, 06-Nov-94 08:49:07 GMT", 30),
        ("Sun Nov  6 08:49:07 1994", 30),
        ("Sun, 06 Nov 1994 08:49:07 -0000", 30),
        ("Sun, 06 Nov 1994 09:49:07 +0100", 30),
        ("Sun, 06 Nov 1994 08:00:00 GMT", 1),
        ("Sun, 06 Nov 2094 08:00:00 GMT", 3600),
        ("Sun, 06 Nov 1994 08:49:37 +99999999999", 60),
        ("Sun, 99 Nov 1994 08:49:37 GMT", 60),
    ],
)
def test_a_pause_is_read_from_seconds_or_a_date_and_bounded(
    retry_after: str | None, seconds: float
) -> None:
    assert pause(retry_after, NOW, 60.0) == seconds


@given(st.none() | st.text(), st.floats(1e8, 4e9), st.sampled_from([15.0, 30.0, 60.0, 120.0]))
def test_any_header_gives_a_pause_between_a_second_and_an_hour(
    retry_after: str | None, now: float, interval: float
) -> None:
    assert 1 <= pause(retry_after, now, interval) <= 3600


@given(st.integers(0, 10_000))
def test_queries_that_resume_are_spread_over_half_a_minute(count: int) -> None:
    gap = spread(count)
    assert 0 < gap <= 1
    assert gap * count <= RESUME_WITHIN + 1e-9
