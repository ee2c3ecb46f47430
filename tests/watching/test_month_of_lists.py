"""Following many jobs of six services: each is seen in time, for the requests that are called for.

`benchmarks/following.py` does the same with 2,500 jobs in 30 days.
"""

import pytest

from tests.watching.month_of_lists import month


@pytest.mark.parametrize("seed", [1, 2])
def test_every_job_is_seen_in_time_and_nothing_is_asked_for_in_vain(seed: int) -> None:
    found = month(200, 3.0, seed)
    assert (found.seen, found.wrong_service) == (200, 0)
    assert found.ended >= 190
    assert found.latest_while_moving <= 300 + 2
    assert found.latest_at_rest <= 1800 + 2
    assert found.ratio <= 1.01
    assert found.lists <= 1.01 * found.lists_called_for
