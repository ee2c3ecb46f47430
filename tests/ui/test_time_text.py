"""Exact times and days, in the user's locale and zone."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import QLocale

from ccwatch.ui.time_text import clock_time, day_and_time, day_words

NOW = datetime(2026, 11, 24, 14, 5).timestamp()
DAY = 86_400.0


@pytest.fixture(autouse=True)
def _locale() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW, "14:05"),
        (NOW - DAY, "Mon 14:05"),
        (NOW - 6 * DAY, "Wed 14:05"),
        (NOW + DAY, "Wed 14:05"),
        (NOW - 30 * DAY, "25/10/2026 14:05"),
    ],
)
def test_a_time_is_exact_whenever_it_was(at: float, words: str) -> None:
    assert day_and_time(at, NOW) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW, "Today"),
        (NOW - DAY, "Yesterday"),
        (NOW - 2 * DAY, "Sunday, 22 November 2026"),
        (NOW + DAY, "Wednesday, 25 November 2026"),
    ],
)
def test_a_day_is_a_heading(at: float, words: str) -> None:
    assert day_words(at, NOW) == words


def test_the_clock_is_the_locales_own_and_shows_no_seconds() -> None:
    assert clock_time(NOW) == "14:05"
    QLocale.setDefault(QLocale("en_US"))
    assert clock_time(NOW).replace("\u202f", " ") == "2:05 PM"


@pytest.mark.parametrize("at", [-1e18, 1e300])
def test_a_time_that_no_calendar_has_is_words_all_the_same(at: float) -> None:
    assert day_and_time(at, NOW)
    assert day_words(at, NOW)
