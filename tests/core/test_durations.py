"""Durations and time left in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.durations import between, span, time_left
from ccwatch.core.estimate import Range

MINUTE, HOUR = 60, 3600


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0 s"),
        (0, "0 s"),
        (48.9, "48 s"),
        (60, "1 min"),
        (112, "1 min 52 s"),
        (179, "2 min 59 s"),
        (180, "3 min"),
        (190, "3 min"),
        (26 * MINUTE + 59, "26 min"),
        (HOUR, "1 h 00 min"),
        (2 * HOUR + 8 * MINUTE, "2 h 08 min"),
        (24 * HOUR - 1, "23 h 59 min"),
        (24 * HOUR, "1 d 0 h"),
        (75 * HOUR, "3 d 3 h"),
    ],
)
def test_a_span_is_said_in_its_largest_units(seconds: float, words: str) -> None:
    assert span(seconds) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (None, "—"),
        (Range(0, 0), "under 1 min"),
        (Range(10, 59), "under 1 min"),
        (Range(10, 60), "up to 1 min"),
        (Range(10, 100), "up to 2 min"),
        (Range(4 * MINUTE, 4 * MINUTE + 5), "about 4 min"),
        (Range(5 * MINUTE, 8 * MINUTE), "5 – 8 min"),
        (Range(10.9 * MINUTE, 20 * MINUTE), "10 – 20 min"),
        (Range(40 * MINUTE, 52 * MINUTE), "40 – 50 min"),
        (Range(30 * MINUTE, HOUR), "30 min – 1 h"),
        (Range(64 * MINUTE, 104 * MINUTE), "1 h – 1 h 40"),
        (Range(50 * MINUTE, 70 * MINUTE), "50 min – 1 h 10"),
        (Range(70 * MINUTE, 100 * MINUTE), "1 h 10 – 1 h 40"),
        (Range(3 * HOUR, 5 * HOUR), "3 h – 5 h"),
        (Range(59.6 * MINUTE, 61 * MINUTE), "about 1 h"),
        (Range(41 * HOUR, 50 * HOUR), "41 h – 50 h"),
        (Range(48 * HOUR, 50 * HOUR), "about 2 days"),
        (Range(72 * HOUR, 96 * HOUR), "3 – 4 days"),
        (Range(70 * HOUR, 75 * HOUR), "about 3 days"),
    ],
)
def test_the_time_left_is_a_rounded_range(left: Range | None, words: str) -> None:
    assert time_left(left) == words


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_any_range_has_words_with_an_en_dash_or_none_at_all(low: float, more: float) -> None:
    words = time_left(Range(low, low + more))
    assert "-" not in words
    assert words.startswith(("under", "up to", "about")) or " – " in words


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (100.0, 160.0, "1 min"),
        (100.0, 100.0, "0 s"),
        (100.0, 99.0, "—"),
        (None, 99.0, "—"),
        (100.0, None, "—"),
    ],
)
def test_a_time_between_swapped_dates_is_not_known(
    start: float | None, end: float | None, said: str
) -> None:
    assert between(start, end) == said


@pytest.mark.parametrize("high", [366 * 86_400.0, 1e12, float("inf")])
def test_an_absurd_time_left_is_not_known(high: float) -> None:
    assert time_left(Range(60.0, high)) == "—"
