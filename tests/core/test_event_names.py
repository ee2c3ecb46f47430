"""Why an event happened, as scripts and tables have it, and that each name is a public one."""

import pytest

from ccwatch.core.event_names import event_message, event_name
from ccwatch.core.events import CameBack, Ended, Event, Limited, SignInWanted, WentUnreachable
from ccwatch.core.job import JobId, Outcome, Remark, Trouble

A = JobId("a")
REASONS = (Remark("E1", "", "No overlap."), Remark("E2", "Title", ""))
TROUBLE = Trouble("Not reachable", "No network.")


@pytest.mark.parametrize(
    ("event", "name", "message"),
    [
        (Ended(A, 9.0, Outcome.SUCCEEDED), "finished", None),
        (Ended(A, 9.0, Outcome.FAILED, reasons=REASONS), "failed", "No overlap.\nTitle"),
        (Ended(A, 9.0, Outcome.CANCELLED), "cancelled", None),
        (Ended(A, 9.0, Outcome.UNAVAILABLE), "unavailable", None),
        (
            Ended(A, 9.0, Outcome.UNAVAILABLE, found=False, reasons=REASONS),
            "unavailable",
            "No service has a job with this ID.",
        ),
        (
            Ended(A, 9.0, Outcome.UNREADABLE, reasons=REASONS),
            "unavailable",
            "The outcome could not be read: No overlap.\nTitle",
        ),
        (SignInWanted(9.0, "Signed out."), "sign-in", "Signed out."),
        (WentUnreachable(9.0, 3.0, TROUBLE), "unreachable", "No network."),
        (Limited(9.0, 39.0, TROUBLE), "limited", "No network."),
        (CameBack(9.0, 3.0), "back", None),
    ],
)
def test_an_event_has_its_name_and_why_it_happened(
    event: Event, name: str, message: str | None
) -> None:
    assert (event_name(event), event_message(event)) == (name, message)
