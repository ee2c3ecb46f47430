"""The user's jobs are listed every 5 minutes, every 30 when nothing changes, or when wanted."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.list_schedule import ListSchedule

START = 50_000.0


def lists(*changes: bool) -> list[float]:
    """Return when lists begin, relative to the first, if each ends with or without a change."""
    schedule, began = ListSchedule(), []
    now = START
    for changed in changes:
        now = max(now, schedule.due)
        began.append(now - START)
        schedule = schedule.begun(now).ended(changed=changed)
    return began


def test_the_first_list_is_due_at_once() -> None:
    assert ListSchedule().due < 0.0


def test_a_list_that_moves_is_asked_for_every_five_minutes() -> None:
    assert lists(True, True, True, True) == [0, 300, 600, 900]


def test_a_list_that_rests_is_asked_for_less_often_up_to_half_an_hour() -> None:
    assert lists(*[False] * 6) == [0, 600, 1800, 3600, 5400, 7200]


def test_a_change_restarts_the_sequence() -> None:
    assert lists(True, False, False, True, False) == [0, 300, 900, 2100, 2400]


def test_a_list_that_is_wanted_comes_at_once_but_for_a_minute_between_two() -> None:
    schedule = ListSchedule().begun(START).ended(changed=False)
    assert schedule.wanted_at(START + 10).due == START + 60
    assert schedule.wanted_at(START + 100).due == START + 100
    assert schedule.wanted_at(START + 10, by_hand=True).due == START + 15
    assert schedule.wanted_at(START + 10, by_hand=True).wanted_at(START + 10).due == START + 15


def test_a_list_that_was_wanted_is_wanted_once() -> None:
    schedule = ListSchedule().begun(START).ended(changed=False).wanted_at(START + 100)
    assert schedule.begun(START + 100).ended(changed=True).due == START + 400


def test_one_that_is_wanted_while_another_is_under_way_still_comes() -> None:
    schedule = ListSchedule().begun(START).wanted_at(START + 5).ended(changed=False)
    assert schedule.due == START + 60


ACTIONS = st.lists(
    st.tuples(st.floats(0, 4000), st.sampled_from(["ended", "by hand", "nothing"]), st.booleans())
)


@given(ACTIONS)
def test_whatever_happens_lists_are_neither_early_nor_forgotten(
    actions: list[tuple[float, str, bool]],
) -> None:
    """At least 15 s apart, at most 30 min, and 5 min after a change; none early without a wish."""
    schedule, now = ListSchedule(), START
    began: list[tuple[float, bool, bool]] = []
    wanted = False
    for seconds, action, changed in actions:
        until = now + seconds
        while schedule.due <= until:
            now = max(now, schedule.due)
            schedule = schedule.begun(now).ended(changed=changed)
            began.append((now, changed, wanted))
            wanted = False
        now = until
        if action != "nothing":
            schedule = schedule.wanted_at(now, by_hand=action == "by hand")
            wanted = True
            assert now <= schedule.due <= max(now, began[-1][0] + 60 if began else now)
    for (before, moved, _), (after, _, asked_for) in pairwise(began):
        gap = after - before
        assert 15 - 1e-6 <= gap <= 1800 + 1e-6
        assert gap <= 300 + 1e-6 or not moved
        assert gap >= 300 - 1e-6 or asked_for
