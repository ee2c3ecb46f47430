"""When it is reported that the next job of a survey was not submitted."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from ccwatch.core.events import Event, NotContinued
from ccwatch.core.job import Job
from ccwatch.watching.next_jobs import NextJobs
from ccwatch.watching.watched_jobs import WatchedJobs
from tests.core.surveys_oracle import survey
from tests.virtual_time import EPOCH, VirtualClock, run_virtual

HOUR = 3600.0
During = Callable[[WatchedJobs, VirtualClock], None]


def reported(
    jobs: list[Job], hours: float, during: During | None = None, *, follows: bool = False
) -> list[Event]:
    """Return what is reported within that many hours; `during` is called after five of them."""
    events: list[Event] = []

    async def main() -> None:
        clock, watched = VirtualClock(), WatchedJobs(events.append)
        for job in jobs:
            watched.add(job, clock.steady())
        running = asyncio.ensure_future(NextJobs(watched, clock).run(lambda: follows))
        await asyncio.sleep(min(hours, 5) * HOUR)
        if during:
            during(watched, clock)
        await asyncio.sleep((hours - 5) * HOUR if hours > 5 else 0)
        running.cancel()
        await asyncio.wait({running})

    run_virtual(main())
    return events


def ended(jobs: list[Job], ago: float = 0.0) -> list[Job]:
    """Return the jobs as ended so many seconds before the start."""
    return [replace(job, ended=EPOCH - ago, checked=EPOCH - ago) for job in jobs]


def test_it_is_reported_once_six_hours_after_the_last_end() -> None:
    jobs = ended(survey()[:2], ago=60)
    assert reported(jobs, 5.9) == []
    (event,) = reported(jobs, 30)
    assert isinstance(event, NotContinued)
    assert event.job == jobs[1].id
    assert event.since == EPOCH - 60
    assert 6 * HOUR - 60 <= event.at - EPOCH <= 6 * HOUR + 300


def test_a_complete_survey_and_a_job_alone_are_not_reported() -> None:
    assert reported(ended(survey()), 30) == []
    assert reported(ended(survey()[:1]), 30) == []
    assert len(reported(ended(survey()[:1]), 30, follows=True)) == 1


def test_a_next_job_that_appears_in_time_prevents_it() -> None:
    jobs = ended(survey())

    def submit(watched: WatchedJobs, clock: VirtualClock) -> None:
        watched.add(replace(jobs[2], outcome=None, ended=None), clock.steady())

    assert reported(jobs[:2], 30, submit) == []


def test_a_wall_clock_that_is_set_makes_it_neither_sooner_nor_later() -> None:
    def set_to(slip: float) -> During:
        def during(_: WatchedJobs, clock: VirtualClock) -> None:
            clock.slip = slip

        return during

    for slip in (86_400.0, -86_400.0):
        assert reported(ended(survey()[:2]), 5.9, set_to(slip)) == []
        assert len(reported(ended(survey()[:2]), 6.2, set_to(slip))) == 1


def test_jobs_submitted_during_a_sleep_are_waited_for() -> None:
    jobs = ended(survey())

    def sleep(watched: WatchedJobs, clock: VirtualClock) -> None:
        clock.slept = 9 * HOUR
        watched.add(replace(jobs[2], outcome=None), clock.steady())

    def only_sleep(_: WatchedJobs, clock: VirtualClock) -> None:
        clock.slept = 9 * HOUR

    assert reported(jobs[:2], 6, sleep) == []
    at_once, later = reported(jobs[:2], 5.05, only_sleep), reported(jobs[:2], 5.2, only_sleep)
    assert (len(at_once), len(later)) == (0, 1)
