"""The store: what it learns from finished and from restored jobs."""

from ccwatch.core.estimate import time_left
from ccwatch.core.events import Added, Described, Ended, Moved, Removed
from ccwatch.core.job import Details, Job, JobId, Outcome, Progress, Service
from ccwatch.ui.store import JobStore

SECONDS, HALF = 1000.0, 20


def go(store: JobStore, name: str, size: float, until: int = 100) -> Job:
    """Run a job in the store that takes half of its time for the first fifth."""
    job = JobId(name)
    store.apply(Added(job, 0.0, Service.MODELING))
    store.apply(Described(job, 0.0, Details(type="Full", started=0.0)))
    at = 0.0
    for number in range(until + 1):
        seen = Progress(float(number), "Active", "Run")
        store.apply(Moved(job, at, seen, None))
        at += size * SECONDS / 2 / (HALF if number < HALF else 100 - HALF)
    if until == 100:
        whole = size * SECONDS
        store.apply(Described(job, whole, Details(type="Full", started=0.0, ended=whole)))
        store.apply(Ended(job, whole, Outcome.SUCCEEDED, whole))
    known = store.job(job)
    assert known is not None
    return known


def test_jobs_that_ended_make_the_time_left_of_others_of_their_type_better() -> None:
    store = JobStore()
    job = go(store, "running", 3.0, HALF)
    now = 3.0 * SECONDS / 2
    alone = store.time_left(job, now)
    for number in range(5):
        go(store, f"done{number}", 1.0 + number)
    taught = store.time_left(job, now)
    assert alone is not None
    assert taught is not None
    assert alone.low > now
    assert taught.low < now < taught.high


def test_a_restart_and_a_removal_forget_nothing_that_was_learnt() -> None:
    store = JobStore()
    job = go(store, "running", 3.0, HALF)
    for number in range(5):
        go(store, f"done{number}", 1.0 + number)
    now = 3.0 * SECONDS / 2
    taught = store.time_left(job, now)
    assert JobStore(reversed(list(store.jobs.values()))).time_left(job, now) == taught
    store.apply(Removed(JobId("done0"), now))
    assert store.time_left(job, now) == taught


def test_the_time_left_is_that_of_the_course_however_often_it_was_asked_for() -> None:
    store = JobStore()
    job = go(store, "running", 3.0, HALF)
    now = 3.0 * SECONDS / 2
    for later in (0.0, 60.0, 600.0):
        assert store.time_left(job, now + later) == time_left(job, now + later)
    store.apply(Moved(job.id, now + 600, Progress(90.0, "Active", "Run"), 20.0))
    moved = store.job(job.id)
    assert moved is not None
    assert store.time_left(moved, now + 600) == time_left(moved, now + 600)
    assert store.time_left(moved, now + 600) != store.time_left(job, now + 600)


def test_an_id_is_spelled_as_the_service_does_once_that_is_known() -> None:
    key = JobId("8f6c3a52-0d1e-4b7a-9c55-6f0e2a7d2b41")
    store = JobStore([Job(key, details=Details(id=key.upper()))])
    assert store.spelling(key) == key.upper()
    assert store.spelling(JobId("other")) == "other"
