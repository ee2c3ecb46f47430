"""Quiet hours and a snooze hold notices back, all but the urgent ones, and let them go in time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from ccwatch.core.glyph import Glyph
from ccwatch.core.job import JobId
from ccwatch.core.notice import Notice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.core.quiet_hours import is_held, is_quiet, release_time
from ccwatch.core.settings import Settings

EAST = timezone(timedelta(hours=9))
ON = Settings()
NIGHT = replace(ON, quiet=True, quiet_from="22:00", quiet_to="07:00")
NOON = replace(ON, quiet=True, quiet_from="12:00", quiet_to="13:30")
NEWS = Notice(NoticeKind.STARTED, Glyph.ACTIVE, "a — started", job=JobId("a"))
FAILURE = Notice(NoticeKind.FAILED, Glyph.FAILED, "b — failed", "Why.", JobId("b"), urgent=True)


def local(hour: int, minute: int = 0, day: int = 24, zone: timezone = UTC) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("settings", "hour", "minute", "quiet"),
    [
        (NIGHT, 21, 59, False),
        (NIGHT, 22, 0, True),
        (NIGHT, 0, 0, True),
        (NIGHT, 6, 59, True),
        (NIGHT, 7, 0, False),
        (NOON, 12, 0, True),
        (NOON, 13, 30, False),
        (NOON, 3, 0, False),
        (replace(NIGHT, quiet=False), 23, 0, False),
        (replace(NIGHT, quiet_to="22:00"), 22, 0, False),
    ],
)
def test_quiet_hours_go_by_local_time_and_over_midnight(
    settings: Settings, hour: int, minute: int, quiet: bool
) -> None:
    assert is_quiet(settings, local(hour, minute)) is quiet
    assert is_quiet(settings, local(hour, minute, zone=EAST)) is quiet
    assert is_held(NEWS, settings, local(hour, minute), 0.0) is quiet
    assert not is_held(FAILURE, settings, local(hour, minute), 0.0)


def test_a_snooze_holds_all_but_the_urgent_until_it_ends() -> None:
    until = local(13).timestamp()
    assert is_held(NEWS, ON, local(12, 59), until)
    assert not is_held(NEWS, ON, local(13), until)
    assert not is_held(FAILURE, ON, local(12, 59), until)


@pytest.mark.parametrize(
    ("settings", "now", "snoozed_until", "release"),
    [
        (ON, local(12), 0.0, local(12)),
        (ON, local(12), local(13).timestamp(), local(13)),
        (NIGHT, local(23), 0.0, local(7, day=25)),
        (NIGHT, local(3), 0.0, local(7)),
        (NIGHT, local(21), local(23).timestamp(), local(7, day=25)),
        (NIGHT, local(3), local(9).timestamp(), local(9)),
        (NOON, local(12, 10), 0.0, local(13, 30)),
        (NIGHT, local(3, zone=EAST), 0.0, local(7, zone=EAST)),
    ],
)
def test_what_is_held_is_told_when_neither_holds_it(
    settings: Settings, now: datetime, snoozed_until: float, release: datetime
) -> None:
    assert release_time(settings, now, snoozed_until) == release.timestamp()
