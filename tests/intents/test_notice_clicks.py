"""A click on a notification or its buttons does what the label says, for the right job."""

from types import SimpleNamespace
from typing import Any

import pytest

from ccwatch.core.job import JobId
from ccwatch.intents.notice_clicks import NoticeButtons
from ccwatch.intents.snooze import SnoozeLength
from ccwatch.notify.notifier import NoticeAction

QUARRY = JobId("quarry")


class Recorded:
    """A fake for every part that a click may call; records the calls in order."""

    def __init__(self, signed_in: bool | None = True) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.status = SimpleNamespace(signed_in=signed_in)

    def job_of(self, number: int) -> JobId | None:
        return QUARRY if number == 1 else None

    def seen_by_click(self, number: int) -> list[int]:
        return [number] if number == 1 else []

    def __getattr__(self, name: str) -> Any:
        return lambda *args: self.calls.append((name, *args))


def clicked(
    number: int, answer: NoticeAction, signed_in: bool | None = True
) -> list[tuple[object, ...]]:
    part: Any = Recorded(signed_in)
    NoticeButtons(part, part, part, part, part, part, part).clicked(number, answer)
    calls: list[tuple[object, ...]] = part.calls
    return calls


def test_mute_mutes_the_job_of_the_notification() -> None:
    assert clicked(1, NoticeAction.MUTE) == [("mark_read", [1]), ("mute", QUARRY, True)]


def test_snooze_holds_notifications_for_half_an_hour() -> None:
    assert clicked(1, NoticeAction.SNOOZE) == [
        ("mark_read", [1]),
        ("begin", SnoozeLength.HALF_HOUR),
    ]


def test_a_click_opens_the_job() -> None:
    assert clicked(1, NoticeAction.OPEN) == [("mark_read", [1]), ("show_job", QUARRY)]


def test_a_click_on_a_notification_of_no_job_brings_the_window_forward() -> None:
    assert clicked(2, NoticeAction.OPEN) == [("come_forward",)]
    assert clicked(2, NoticeAction.MUTE) == [("come_forward",)]


@pytest.mark.parametrize("signed_in", [True, None])
def test_only_a_signed_out_program_signs_in_by_a_click(signed_in: bool | None) -> None:
    assert clicked(2, NoticeAction.OPEN, signed_in=False) == [("sign_in",)]
    assert clicked(2, NoticeAction.OPEN, signed_in=signed_in) == [("come_forward",)]
    assert clicked(1, NoticeAction.OPEN, signed_in=False)[-1] == ("show_job", QUARRY)
