"""The watched jobs: events change them before being published, and only while watched."""

from dataclasses import replace

import pytest

from ccwatch.core.estimate import Range
from ccwatch.core.events import Event, Muted, Renamed
from ccwatch.core.job import Details, Job, JobId, Outcome, Service
from ccwatch.watching.watched_jobs import WatchedJobs

A, B, C = map(JobId, "abc")


def test_an_event_changes_the_job_before_it_is_published() -> None:
    published: list[tuple[Event, Job]] = []
    jobs = WatchedJobs(lambda event: published.append((event, jobs[A].job)))
    watch = jobs.add(Job(A), 5.0)
    renamed, muted = Renamed(A, 1.0, "Dam"), Muted(A, 1.0, True)
    jobs.publish(watch, renamed, muted)
    after = Job(A, alias="Dam", muted=True)
    assert published == [(renamed, after), (muted, after)]
    assert jobs[A] is watch


def test_nothing_is_published_of_a_job_that_was_removed_or_added_again() -> None:
    published: list[Event] = []
    jobs = WatchedJobs(published.append)
    gone = jobs.add(Job(A), 5.0)
    jobs.remove(A)
    assert not jobs.has(gone)
    assert jobs.get(A) is None
    jobs.publish(gone, Renamed(A, 1.0, "Dam"))
    again = jobs.add(Job(A), 6.0)
    jobs.publish(gone, Renamed(A, 1.0, "Dam"))
    assert published == []
    assert (jobs.has(gone), jobs.has(again), jobs.get(A)) == (False, True, again)
    assert gone.job.alias is again.job.alias is None


def test_one_that_was_just_removed_keeps_the_time_of_its_last_query_once() -> None:
    jobs = WatchedJobs(lambda _: None)
    jobs.add(Job(A), 0.0).sent = 100.0
    jobs.add(Job(B), 0.0)
    jobs.remove(A)
    jobs.remove(B)
    again, other = jobs.add(Job(A), 110.0), jobs.add(Job(B), 110.0)
    assert (again.sent, again.changed, again.queries) == (100.0, 110.0, 0)
    assert other.sent is None
    again.sent = None
    jobs.remove(A)
    assert jobs.add(Job(A), 120.0).sent is None


@pytest.mark.parametrize(
    ("sent", "now", "may"),
    [(None, 7.0, 7.0), (100.0, 100.0, 115.0), (100.0, 115.0, 115.0), (100.0, 130.5, 130.5)],
)
def test_a_job_may_be_asked_for_by_hand_fifteen_seconds_after_its_last_query(
    sent: float | None, now: float, may: float
) -> None:
    watch = WatchedJobs(lambda _: None).add(Job(A), 0.0)
    watch.sent = sent
    assert watch.may_be_asked_at(now) == may


def test_those_that_ended_stay_on_watch_and_are_told_apart() -> None:
    jobs = WatchedJobs(lambda _: None)
    first, ended, last = (
        jobs.add(job, 0.0) for job in (Job(A), Job(B, outcome=Outcome.FAILED), Job(C))
    )
    assert jobs.not_ended() == [first, last]
    assert jobs.has(ended)


def test_what_is_usual_is_found_once_for_all_that_wait_and_again_after_ten_minutes() -> None:
    jobs = WatchedJobs(lambda _: None)
    ran = Details(type="Full", submitted=0.0, started=60.0)
    for number in range(5):
        jobs.add(Job(JobId(f"ran-{number}"), details=ran), 0.0)
    waiting = Job(A, details=Details(type="Full", submitted=0.0))
    assert jobs.usual_wait(waiting, 1000.0) == Range(60.0, 60.0)
    for number in range(50):
        longer = Job(JobId(f"later-{number}"), details=replace(ran, started=90.0))
        jobs.add(longer, 0.0)
    assert jobs.usual_wait(waiting, 1599.0) == Range(60.0, 60.0)
    assert jobs.usual_wait(waiting, 1600.0) == Range(90.0, 90.0)
    other = Job(B, details=Details(type="Full", submitted=0.0), service=Service.ANALYSIS)
    assert jobs.usual_wait(other, 1600.0) is None
