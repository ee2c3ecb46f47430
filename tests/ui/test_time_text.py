"""Exact times and days, in the user's locale and zone."""

from datetime import datetime

import pytest
from PySide6.QtCore import QLocale

from ccwatch.ui.time_text import clock_time, day_and_time, day_words, time_or_day

NOW = datetime(2026, 11, 24, 14, 5).timestamp()
DAY = 86_400.0


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> float:
    return datetime(year, month, day, hour, minute).timestamp()


# Whenever it is; then where there is only room for the time or the day.
TIMES = [
    (None, "—", "—"),
    (at(24, 14, 5), "14:05", "14:05"),
    (at(24, 0, 0), "00:00", "00:00"),
    (at(24, 23, 59), "23:59", "23:59"),
    (at(23, 23, 59), "Mon 23:59", "yesterday"),
    (at(23, 0, 0), "Mon 00:00", "yesterday"),
    (at(22, 23, 59), "Sun 23:59", "Sun"),
    (at(18, 0, 0), "Wed 00:00", "Wed"),
    (at(17, 23, 59), "17/11/2026 23:59", "17/11/2026"),
    (at(24, 14, 5, year=2025), "24/11/2025 14:05", "24/11/2025"),
    (at(25, 0, 0), "Wed 00:00", "25/11/2026"),
    (at(25, 7), "Wed 07:00", "25/11/2026"),
    (at(30, 23, 59), "Mon 23:59", "30/11/2026"),
    (at(1, 0, 0, month=12), "01/12/2026 00:00", "01/12/2026"),
    (at(3, 14, 5, month=1, year=2027), "03/01/2027 14:05", "03/01/2027"),
]


@pytest.mark.parametrize(("at", "words", "short"), TIMES)
def test_a_time_is_exact_whenever_it_was_or_will_be(
    at: float | None, words: str, short: str
) -> None:
    assert day_and_time(at, NOW) == words
    assert time_or_day(at, NOW) == short


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    ("now", "at", "words", "short"),
    [
        # A day of 25 hours: 24 hours before 23:30 it is still the same day, 00:30.
        ((25, 10, 23, 30), -24, "00:30", "00:30"),
        ((25, 10, 23, 30), -25, "Sat 23:30", "yesterday"),
        ((26, 10, 12, 0), -24 * 6 - 1, "Tue 12:00", "Tue"),
        # A day of 23 hours: 23 hours after 00:30 it is the next day.
        ((29, 3, 0, 30), 23, "Mon 00:30", "30/03/2026"),
        ((29, 3, 1, 30), 1, "03:30", "03:30"),
    ],
)
def test_days_are_those_of_the_calendar_also_when_the_clock_changes(
    now: tuple[int, int, int, int], at: int, words: str, short: str
) -> None:
    day, month, hour, minute = now
    noted = datetime(2026, month, day, hour, minute).timestamp()
    assert day_and_time(noted + at * 3600, noted) == words
    assert time_or_day(noted + at * 3600, noted) == short


@pytest.mark.parametrize(
    ("locale", "today", "tomorrow", "long_ago"),
    [
        ("en_US", "2:05 PM", "Wed 2:05 PM", "11/24/25 2:05 PM"),
        ("de_DE", "14:05", "Mi. 14:05", "24.11.25 14:05"),
        ("fi_FI", "14.05", "ke 14.05", "24.11.2025 14.05"),
        ("fr_CA", "14 h 05", "mer. 14 h 05", "2025-11-24 14 h 05"),
    ],
)
def test_a_time_goes_by_the_users_locale(
    locale: str, today: str, tomorrow: str, long_ago: str
) -> None:
    QLocale.setDefault(QLocale(locale))
    shown = [day_and_time(it, NOW) for it in (NOW, NOW + DAY, NOW - 365 * DAY)]
    assert [words.replace("\u202f", " ") for words in shown] == [today, tomorrow, long_ago]
    assert time_or_day(NOW, NOW).replace("\u202f", " ") == today


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        ("HH:mm:ss", "14:05"),
        ("H.mm.ss", "14.05"),
        ("h:mm:ss Ap", "2:05 PM"),
        ("HH-mm-s", "14-05"),
        ("HH 'h' mm", "14 h 05"),
    ],
)
def test_no_seconds_are_shown_also_if_the_systems_own_format_has_them(
    monkeypatch: pytest.MonkeyPatch, own: str, shown: str
) -> None:
    monkeypatch.setattr(QLocale, "timeFormat", lambda *_: own)
    assert clock_time(NOW) == shown.replace("PM", QLocale().pmText())


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
    assert time_or_day(at, NOW)
    assert day_words(at, NOW)
