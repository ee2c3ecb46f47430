"""The reducer: every event makes exactly the change that it tells of."""

from dataclasses import replace

import pytest

from ccwatch.core.events import (
    Added,
    CameBack,
    CatchingUp,
    CaughtUp,
    Described,
    Ended,
    JobEvent,
    Limited,
    LookedAt,
    Moved,
    Muted,
    QueryFailed,
    Removed,
    Renamed,
    Reopened,
    Scheduled,
    Seen,
    ServiceEvent,
    SignedIn,
    SignInWanted,
    Stalled,
    Started,
    StateChanged,
    StepChanged,
    Stretched,
    WentUnreachable,
)
from ccwatch.core.job import Details, Job, JobId, Outcome, Point, Progress, Service, Trouble
from ccwatch.core.jobs import Status, job_after, job_after_all, status_after

A = JobId("a")
SEEN = Progress(40.0, "Active", "Run")
TROUBLE = Trouble("Service not reachable", "refused")
JOB = Job(A, Service.ANALYSIS, 1.0, progress=SEEN, checked=2.0, changed=2.0, trouble=TROUBLE)
NEXT = Progress(41.0, "Active", "Pack")
POINT = (Point(9.0, 41.0, "Pack"),)


@pytest.mark.parametrize(
    ("event", "after"),
    [
        (Renamed(A, 9.0, "Mine"), replace(JOB, alias="Mine")),
        (Muted(A, 9.0, True), replace(JOB, muted=True)),
        (LookedAt(A, 9.0), JOB),
        (Scheduled(A, 9.0, 24.0), replace(JOB, next_check=24.0)),
        (Seen(A, 9.0, NEXT), replace(JOB, progress=NEXT, checked=9.0, trouble=None)),
        (
            Described(A, 9.0, Details("B")),
            replace(JOB, details=Details("B"), checked=9.0, trouble=None),
        ),
        (QueryFailed(A, 9.0, Trouble("T", "M")), replace(JOB, trouble=Trouble("T", "M"))),
        (Started(A, 9.0, NEXT), replace(JOB, progress=NEXT, changed=9.0)),
        (StateChanged(A, 9.0, NEXT, "x"), replace(JOB, progress=NEXT, changed=9.0)),
        (Moved(A, 9.0, NEXT, 39.0), replace(JOB, progress=NEXT, changed=9.0, course=POINT)),
        (StepChanged(A, 9.0, NEXT, "x"), replace(JOB, progress=NEXT, changed=9.0, course=POINT)),
        (Stalled(A, 9.0, 2.0), replace(JOB, stalled=True)),
        (
            Ended(A, 9.0, Outcome.FAILED, 8.0),
            replace(JOB, outcome=Outcome.FAILED, ended=8.0, unseen=True, trouble=None),
        ),
        (
            Ended(A, 9.0, Outcome.SUCCEEDED),
            replace(JOB, outcome=Outcome.SUCCEEDED, ended=9.0, trouble=None),
        ),
    ],
)
def test_an_event_changes_what_it_tells_and_nothing_else(event: JobEvent, after: Job) -> None:
    assert job_after(JOB, event) == after


def test_what_is_seen_first_counts_as_a_change() -> None:
    job = job_after(Job(A), Seen(A, 9.0, SEEN))
    assert job == Job(A, progress=SEEN, checked=9.0, changed=9.0)


def test_a_job_begins_with_being_added_and_is_added_once() -> None:
    added = Added(A, 1.0, Service.ANALYSIS, "Mine")
    job = job_after(None, added)
    assert job == Job(A, Service.ANALYSIS, 1.0, "Mine")
    assert job_after(JOB, added) is JOB


def test_a_removed_job_is_gone_whatever_is_told_of_it_later() -> None:
    assert job_after(JOB, Removed(A, 9.0)) is None
    assert job_after_all(JOB, [Removed(A, 9.0), Seen(A, 10.0, SEEN)]) is None


def test_any_movement_ends_a_stall() -> None:
    stalled = replace(JOB, stalled=True)
    for event in (Moved(A, 9.0, SEEN, 1.0), StepChanged(A, 9.0, SEEN, "x"), Started(A, 9.0, SEEN)):
        after = job_after(stalled, event)
        assert after
        assert not after.stalled


def test_an_end_plans_no_query_and_ends_a_stall() -> None:
    job = job_after(replace(JOB, stalled=True, next_check=99.0), Ended(A, 9.0, Outcome.CANCELLED))
    assert job
    assert (job.stalled, job.next_check, job.unseen) == (False, None, False)


def test_a_failure_is_news_until_it_was_looked_at() -> None:
    failed = job_after(JOB, Ended(A, 9.0, Outcome.FAILED))
    looked = job_after(failed, LookedAt(A, 10.0))
    assert failed
    assert looked
    assert (failed.unseen, looked.unseen) == (True, False)


def test_a_reopened_job_is_watched_again() -> None:
    ended = replace(JOB, outcome=Outcome.FAILED, ended=5.0, unseen=True)
    job = job_after(ended, Reopened(A, 9.0, NEXT))
    assert job == replace(JOB, progress=NEXT, changed=9.0)
    assert job.unfinished


@pytest.mark.parametrize(
    ("event", "after"),
    [
        (SignInWanted(9.0, "Gone"), Status(signed_in=False, sign_in_reason="Gone")),
        (SignedIn(9.0), Status(signed_in=True)),
        (WentUnreachable(9.0, 3.0, TROUBLE), Status(unreachable_since=3.0, trouble=TROUBLE)),
        (
            Limited(9.0, 39.0, TROUBLE),
            Status(limited_from=9.0, limited_until=39.0, trouble=TROUBLE),
        ),
        (Stretched(9.0, 20.0), Status(behind=20.0)),
        (Stretched(9.0, None), Status()),
        (CameBack(9.0, 3.0), Status()),
        (CatchingUp(9.0), Status()),
        (CaughtUp(9.0), Status()),
    ],
)
def test_the_status_follows_what_is_told_of_the_service(event: ServiceEvent, after: Status) -> None:
    assert status_after(Status(), event) == after


def test_signing_in_and_coming_back_clear_what_was_wrong() -> None:
    out = Status(signed_in=False, sign_in_reason="Gone")
    assert status_after(out, SignedIn(9.0)) == Status(signed_in=True)
    lost = Status(unreachable_since=3.0, trouble=TROUBLE)
    assert status_after(lost, CameBack(9.0, 3.0)) == Status()


@pytest.mark.parametrize(
    ("status", "left"),
    [
        (Status(limited_from=10.0, limited_until=40.0), (0.0, 30.0, 15.0, 0.0)),
        (Status(limited_from=10.0), (0.0, 0.0, 0.0, 0.0)),
        (Status(limited_until=40.0), (0.0, 0.0, 0.0, 0.0)),
        (Status(), (0.0, 0.0, 0.0, 0.0)),
    ],
)
def test_a_pause_is_left_from_its_beginning_to_its_end(
    status: Status, left: tuple[float, ...]
) -> None:
    assert tuple(map(status.pause_left, (9.0, 10.0, 25.0, 50.0))) == left
