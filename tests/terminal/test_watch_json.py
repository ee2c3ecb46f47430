"""The public JSON of the commands, key by key."""

import pytest

from ccwatch.core.errors import RateLimited, Unreachable
from ccwatch.core.events import (
    Added,
    CameBack,
    Described,
    Ended,
    Event,
    JobEvent,
    Limited,
    Moved,
    QueryFailed,
    Reopened,
    Scheduled,
    Seen,
    SignedIn,
    SignInWanted,
    Stalled,
    Started,
    StateChanged,
    StepChanged,
    Stretched,
    WentUnreachable,
)
from ccwatch.core.job import Details, Job, JobId, Outcome, Progress, Remark, Service
from ccwatch.terminal.watch_json import event_fields

A = JobId("a")
AT = 1_790_000_000.0
SEEN = Progress(56.5, "Active", "Run_Production")
JOB = Job(A, progress=SEEN)
TROUBLE = Unreachable("No connection.").trouble

TOLD = [
    (Moved(A, AT, SEEN, 12.0), "progress"),
    (StateChanged(A, AT, SEEN, "Queued"), "progress"),
    (Started(A, AT, SEEN), "started"),
    (Reopened(A, AT, SEEN), "started"),
    (StepChanged(A, AT, SEEN, "Reconstruction"), "step"),
    (Stalled(A, AT, AT - 2000), "stalled"),
    (Ended(A, AT, Outcome.SUCCEEDED), "finished"),
    (Ended(A, AT, Outcome.FAILED), "failed"),
    (Ended(A, AT, Outcome.CANCELLED), "cancelled"),
    (Ended(A, AT, Outcome.UNAVAILABLE), "unavailable"),
    (Ended(A, AT, Outcome.UNREADABLE), "unavailable"),
    (SignInWanted(AT, "Signed out by the service."), "sign-in"),
    (WentUnreachable(AT, AT - 90, TROUBLE), "unreachable"),
    (CameBack(AT, AT - 300), "back"),
    (Limited(AT, AT + 30, RateLimited("Slow down.", retry_after=30).trouble), "limited"),
]
UNTOLD: list[Event] = [
    Added(A, AT, Service.MODELING),
    Scheduled(A, AT, AT + 15),
    Seen(A, AT, SEEN),
    Described(A, AT, Details(name="Bridge")),
    QueryFailed(A, AT, TROUBLE),
    SignedIn(AT),
    Stretched(AT, 20.0),
]


@pytest.mark.parametrize(("event", "name"), TOLD)
def test_every_told_event_has_the_documented_keys(event: Event, name: str) -> None:
    fields = event_fields(event, JOB)
    assert fields is not None
    about_a_job = isinstance(event, JobEvent)
    fields.pop("message")
    assert fields == {
        "time": "2026-09-21T14:13:20Z",
        "job": "a" if about_a_job else None,
        "event": name,
        "percentage": 56.5 if about_a_job else None,
        "state": "Active" if about_a_job else None,
        "step": "Run_Production" if about_a_job else None,
        "service": "contextcapture" if about_a_job else None,
        "queued_seconds": None,
        "outputs": None,
        "survey": None,
    }


@pytest.mark.parametrize("event", UNTOLD)
def test_bookkeeping_is_not_told(event: Event) -> None:
    assert event_fields(event, JOB) is None


def test_what_is_not_known_is_null() -> None:
    fields = event_fields(Ended(A, AT, Outcome.UNAVAILABLE), Job(A))
    assert fields is not None
    assert [fields[key] for key in ("percentage", "state", "step", "message")] == [None] * 4


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (
            Ended(A, AT, Outcome.UNREADABLE, reasons=(Remark("", "", "The reply was cut off."),)),
            "The outcome could not be read: The reply was cut off.",
        ),
        (
            Ended(A, AT, Outcome.UNAVAILABLE, found=False),
            "No service has a job with this ID.",
        ),
        (
            Ended(A, AT, Outcome.FAILED, reasons=(Remark("E1", "", "No overlap."),)),
            "No overlap.",
        ),
        (SignInWanted(AT, "Signed out by the service."), "Signed out by the service."),
        (WentUnreachable(AT, AT - 90, TROUBLE), "No connection."),
    ],
)
def test_the_message_says_why(event: Event, message: str) -> None:
    fields = event_fields(event, JOB)
    assert fields is not None
    assert fields["message"] == message
