"""The store: what it learns from finished and from restored jobs."""

import random
from collections.abc import Iterator

import pytest

from ccwatch.core.estimate import time_left
from ccwatch.core.events import Added, AnyJobEvent, Described, Ended, Moved, Removed
from ccwatch.core.job import Details, Job, JobId, Outcome, Progress, Service
from ccwatch.core.surveys import Surveys
from ccwatch.ui.store import JobStore
from tests.core.surveys_oracle import world

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


def events_of_surveys(seed: int) -> Iterator[AnyJobEvent]:
    """Yield what happens to the jobs of many surveys; some are removed again."""
    chance = random.Random(seed)
    for job in world(seed, 60).jobs:
        assert job.details
        yield Added(job.id, 0.0, job.service)
        yield Described(job.id, 1.0, job.details)
        if job.outcome:
            yield Ended(job.id, 2.0, job.outcome)
        if chance.random() < 0.1:
            yield Removed(job.id, 3.0)


@pytest.mark.parametrize("seed", range(5))
def test_surveys_are_the_same_whenever_they_are_first_asked_for(seed: int) -> None:
    events = list(events_of_surveys(seed))
    stores = {asked: JobStore() for asked in (0, len(events) // 2, len(events))}
    for number, event in enumerate(events):
        for asked, store in stores.items():
            if number == asked:
                assert store.surveys is store.surveys
            store.apply(event)
    first, *others = (
        {job: store.surveys.chain_of(job) for job in store.jobs} for store in stores.values()
    )
    assert all(found == first for found in others)
    assert sum(bool(chain) for chain in first.values()) > 50
    restored = JobStore(stores[0].jobs.values()).surveys
    assert {job: restored.chain_of(job) for job in first} == first


def test_once_asked_for_all_whose_survey_changes_are_touched() -> None:
    store, seen = JobStore(), dict[JobId, tuple[JobId, ...]]()
    for event in events_of_surveys(7):
        assert store.surveys is store.surveys
        store.apply(event)
        now = {job: store.surveys.chain_of(job) for job in store.jobs}
        changed = {job for job, chain in now.items() if seen.get(job, ()) != chain}
        assert changed <= store.touched
        seen = now


def test_a_start_with_a_hidden_window_indexes_no_surveys(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Surveys] = []

    def counted(jobs: object) -> Surveys:
        made.append(Surveys(jobs))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr("ccwatch.ui.store.Surveys", counted)
    store = JobStore(world(1, 60).jobs)
    for event in events_of_surveys(2):
        store.apply(event)
        assert store.touched == {event.job}
    assert made == []
    assert store.surveys is store.surveys is made[0]
