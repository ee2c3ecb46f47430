"""A snooze lasts as long as its name says, and the window and the tray show it."""

from datetime import datetime
from typing import Any

import pytest

from ccwatch.intents.snooze import SnoozeIntents, SnoozeLength

NOON = datetime(2026, 11, 24, 12, 0)


pytestmark = pytest.mark.usefixtures("british")


class Recorded:
    """A fake for the dispatcher, the window and the tray; records the calls in order."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *args: self.calls.append((name, *args))


def snoozing(now: datetime = NOON) -> tuple[SnoozeIntents, list[tuple[object, ...]]]:
    part: Any = Recorded()
    return SnoozeIntents(part, part, part, now.timestamp), part.calls


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    ("now", "length", "until", "words"),
    [
        (NOON, SnoozeLength.HALF_HOUR, datetime(2026, 11, 24, 12, 30), "12:30"),
        (NOON, SnoozeLength.HOUR, datetime(2026, 11, 24, 13, 0), "13:00"),
        (NOON, SnoozeLength.UNTIL_TOMORROW, datetime(2026, 11, 25, 7, 0), "Wed 07:00"),
        (
            datetime(2026, 11, 24, 23, 45),
            SnoozeLength.HALF_HOUR,
            datetime(2026, 11, 25, 0, 15),
            "Wed 00:15",
        ),
        (
            datetime(2026, 11, 24, 0, 5),
            SnoozeLength.UNTIL_TOMORROW,
            datetime(2026, 11, 25, 7, 0),
            "Wed 07:00",
        ),
        # Daylight saving time ends or begins in the night between.
        (
            datetime(2026, 10, 24, 12, 0),
            SnoozeLength.UNTIL_TOMORROW,
            datetime(2026, 10, 25, 7, 0),
            "Sun 07:00",
        ),
        (
            datetime(2026, 3, 28, 12, 0),
            SnoozeLength.UNTIL_TOMORROW,
            datetime(2026, 3, 29, 7, 0),
            "Sun 07:00",
        ),
    ],
)
def test_a_snooze_lasts_as_long_as_its_name_says(
    now: datetime, length: SnoozeLength, until: datetime, words: str
) -> None:
    snooze, calls = snoozing(now)
    snooze.begin(length)
    assert calls == [
        ("snooze", until.timestamp()),
        ("show_snooze", words),
        ("show_snooze", True),
    ]


def test_the_end_of_a_snooze_is_shown() -> None:
    snooze, calls = snoozing()
    snooze.end()
    assert calls == [("snooze", 0), ("show_snooze", None), ("show_snooze", False)]


def test_the_snooze_of_an_earlier_process_goes_on_until_its_end() -> None:
    snooze, calls = snoozing()
    until = datetime(2026, 11, 25, 7, 0).timestamp()
    snooze.resume(until)
    assert calls == [("snooze", until), ("show_snooze", "Wed 07:00"), ("show_snooze", True)]


@pytest.mark.parametrize("until", [0.0, NOON.timestamp() - 1, NOON.timestamp()])
def test_a_snooze_that_is_over_is_not_resumed(until: float) -> None:
    snooze, calls = snoozing()
    snooze.resume(until)
    assert calls == []
