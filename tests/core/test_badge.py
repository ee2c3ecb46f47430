"""From the summary to the badge: as little as a taskbar can show."""

import pytest

from ccwatch.core.badge import Badge, Mood, badge_of
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import JobId
from ccwatch.core.tray_model import TrayLine, TraySummary

NOTHING = Badge(Mood.IDLE, None, 0)
LINES = tuple(TrayLine(JobId(f"job-{number}"), "", "") for number in range(5))


@pytest.mark.parametrize(
    ("glyph", "percentage", "badge"),
    [
        (Glyph.ACTIVE, 62.0, Badge(Mood.MOVING, 62, 5)),
        (Glyph.ACTIVE, 0.0, Badge(Mood.MOVING, 0, 5)),
        (Glyph.STALLED, 62.0, Badge(Mood.WAITING, 62, 5)),
        (Glyph.OFFLINE, 62.0, Badge(Mood.WAITING, 62, 5)),
        (Glyph.STALE, 62.0, Badge(Mood.WAITING, 62, 5)),
        (Glyph.FAILED, 62.0, Badge(Mood.WRONG, 62, 5)),
        (Glyph.FAILED, None, Badge(Mood.WRONG, None, 0)),
        (Glyph.SIGN_IN, None, Badge(Mood.WRONG, None, 0)),
        (Glyph.ACTIVE, None, NOTHING),
        (Glyph.OFFLINE, None, NOTHING),
        (Glyph.QUEUED, None, NOTHING),
        (Glyph.FINISHED, None, NOTHING),
        (Glyph.IDLE, None, NOTHING),
        (Glyph.IDLE, 62.0, Badge(Mood.IDLE, 62, 5)),
    ],
)
def test_a_badge_has_the_mood_the_mean_and_the_number(
    glyph: Glyph, percentage: float | None, badge: Badge
) -> None:
    assert badge_of(TraySummary(glyph, percentage, "", LINES)) == badge


def test_jobs_that_the_tray_does_not_name_are_counted_too() -> None:
    assert badge_of(TraySummary(Glyph.ACTIVE, 10.0, "", LINES, more=7)).jobs == 12


def test_what_moves_beside_a_failure_is_still_shown() -> None:
    assert badge_of(TraySummary(Glyph.FAILED, 30.0, "", LINES[:1])) == Badge(Mood.WRONG, 30, 1)


def test_a_first_start_without_sign_in_and_jobs_is_no_alarm() -> None:
    assert badge_of(TraySummary(Glyph.SIGN_IN, None, "")) == NOTHING
