"""A short crash campaign; `python -m tests.crash_campaign` runs the full one."""

import pytest

from tests.crash_campaign import Day

pytestmark = [pytest.mark.end_to_end, pytest.mark.timeout(300), pytest.mark.usefixtures("programs")]


def test_a_program_that_is_killed_again_and_again_tells_each_change_once() -> None:
    account = Day(seed=7, kills=5, jobs=4, length=4 * 3600).run()
    assert account.passed(), account
    assert account.kills >= 5
    assert account.jobs == 4
    assert account.changes >= 4
