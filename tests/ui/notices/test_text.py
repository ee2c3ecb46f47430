"""The delivery status of a notice, in words that claim no more than is known."""

import pytest

from ccwatch.core.notice import LoggedNotice
from ccwatch.ui.notices.text import delivery_at_length, delivery_status, spoken
from ccwatch.ui.time_text import clock_time
from tests.ui.sample_jobs import NOW
from tests.ui.sample_notices import HOUR, kept


@pytest.mark.parametrize(
    ("notice", "short", "long"),
    [
        (kept(1), "", ""),
        (kept(1, taken=None), "", ""),
        (kept(1, taken=False), "not shown by the system", "The system did not show it."),
        (kept(1, shown=None, taken=None), "not shown yet", "It is about to be shown."),
        (kept(1, shown=None, taken=None, held=NOW), "held back", "hold it back."),
        (kept(1, held=NOW, shown=NOW + HOUR), "held back until {}", "until {}."),
        (
            kept(1, held=NOW, shown=NOW + HOUR, taken=False),
            "not shown by the system",
            "until {}; the system did not show it then.",
        ),
    ],
)
def test_the_delivery_status_is_given_as_far_as_it_is_known(
    notice: LoggedNotice, short: str, long: str
) -> None:
    an_hour_later = clock_time(NOW + HOUR)
    assert delivery_status(notice) == short.format(an_hour_later)
    assert long.format(an_hour_later) in delivery_at_length(notice)
    assert bool(long) == bool(delivery_at_length(notice))


def test_a_screen_reader_gets_a_notice_as_one_sentence() -> None:
    said = spoken(kept(1, title="Dam — failed", body="No\noverlap.", taken=False))
    assert said == f"Unread, Dam — failed, No, overlap., {clock_time(NOW)}, not shown by the system"
    assert not spoken(kept(1, read=NOW)).startswith("Unread")
