"""Times for scripts are in UTC, whatever the zone of the computer."""

import pytest

from ccwatch.core.utc import iso


@pytest.mark.usefixtures("berlin")
def test_a_time_is_written_in_utc_in_any_zone() -> None:
    assert iso(1_790_000_000.9) == "2026-09-21T14:13:20Z"
    assert iso(None) is None
