"""Each kind of notice has its settings, and a place in the filter of the history."""

from dataclasses import fields

import pytest

from ccwatch.core.notice_kind import NoticeKind, Subject
from ccwatch.core.settings import Settings

SWITCHES = {
    "new": {"notify_new"},
    "started": {"notify_started"},
    "step": {"notify_step"},
    "progress": set(),
    "stalled": {"notify_stalled"},
    "waiting": {"notify_waiting"},
    "not-continued": {"notify_stalled"},
    "finished": {"notify_finished"},
    "failed": {"notify_failed"},
    "cancelled": {"notify_cancelled"},
    "unavailable": {"notify_unavailable"},
    "unreadable": {"notify_failed", "notify_unavailable"},
    "sign-in": {"notify_sign_in"},
    "unreachable": {"notify_service"},
    "back": {"notify_service"},
    "summary": set(),
    "test": set(),
}


def test_the_kinds_in_the_journal_have_these_switches() -> None:
    """The names are in the databases of all who use the program: none may change."""
    assert {kind.value: set(kind.switches) for kind in NoticeKind} == SWITCHES


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_switch_is_a_setting_that_is_on_or_off(kind: NoticeKind) -> None:
    switches = {field.name for field in fields(Settings) if field.type in ("bool", bool)}
    assert set(kind.switches) <= switches


def test_every_switch_for_notices_is_one_of_a_kind() -> None:
    wanted = {field.name for field in fields(Settings) if field.name.startswith("notify_")}
    assert {switch for kind in NoticeKind for switch in kind.switches} == wanted - {
        "notify_progress_every"
    }


def test_only_ends_and_failures_are_about_how_a_job_ended() -> None:
    ends = {kind for kind in NoticeKind if kind.subject in (Subject.END, Subject.FAILURE)}
    assert {kind.value for kind in ends} == {
        "finished",
        "failed",
        "cancelled",
        "unavailable",
        "unreadable",
    }
