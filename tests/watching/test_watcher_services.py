"""A bare ID is looked for in all services, once, and the answer is kept."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from ccwatch.core.budget import Budget
from ccwatch.core.errors import (
    JobMissing,
    Refused,
    ServerFault,
    Unauthorised,
    Unreachable,
    WrongAddress,
)
from ccwatch.core.events import Described, Ended, Event, ServiceFound, SignInWanted
from ccwatch.core.job import Details, JobId, Outcome, Progress, Service
from ccwatch.core.job_refs import JobRef
from ccwatch.watching.watcher import Watcher
from tests.virtual_time import VirtualClock, run_virtual

A = JobId("a")
FOUND = Details(name="Bridge", state="Active", started=1.0)


@dataclass
class SixServices:
    """A client of services that each answer in their own way; without one the job is missing."""

    answers: Mapping[Service, Exception | None] = field(default_factory=dict)
    asked: list[tuple[str, Service]] = field(default_factory=list)
    renewals: int = 0

    def answer(self, what: str, service: Service) -> None:
        self.asked.append((what, service))
        problem = self.answers.get(service, JobMissing(""))
        if problem:
            raise problem

    async def progress(self, service: Service, job: JobId) -> Progress:
        self.answer("progress", service)
        return Progress(5.0, "Active")

    async def details(self, service: Service, job: JobId) -> Details:
        self.answer("details", service)
        return FOUND

    async def renew(self) -> None:
        self.renewals += 1


def watched(
    client: SixServices, seconds: float, ref: JobRef | None = None, budget: Budget | None = None
) -> list[Event]:
    events: list[Event] = []

    async def main() -> None:
        watcher = Watcher(client, VirtualClock(), events.append, budget or Budget())
        watcher.add(ref or JobRef(A))
        running = asyncio.ensure_future(watcher.run())
        await asyncio.sleep(seconds)
        running.cancel()
        await asyncio.wait({running})

    run_virtual(main())
    return events


def of(events: list[Event], kind: type) -> list[Event]:
    return [event for event in events if isinstance(event, kind)]


@pytest.mark.parametrize("service", list(Service)[1:])
def test_a_job_of_any_service_is_found_and_asked_there_from_then_on(service: Service) -> None:
    client = SixServices({service: None})
    events = watched(client, 100)
    assert of(events, ServiceFound) == [ServiceFound(A, events[0].at, service)]
    assert len(of(events, Described)) == 1
    first, later = client.asked[:7], client.asked[7:]
    assert first[:2] == [("progress", Service.MODELING), ("details", Service.MODELING)]
    assert first[2:] == [("details", other) for other in list(Service)[1:]]
    assert later
    assert {asked for _, asked in later} == {service}


def test_a_job_that_its_first_service_has_is_not_looked_for_elsewhere() -> None:
    client = SixServices(dict.fromkeys(Service))
    assert not of(watched(client, 100), ServiceFound)
    assert {service for _, service in client.asked} == {Service.MODELING}


def test_a_job_that_is_found_twice_names_both() -> None:
    client = SixServices({Service.ANALYSIS_2: None, Service.CONVERSION: None})
    events = watched(client, 10)
    (found,) = of(events, ServiceFound)
    assert found == ServiceFound(A, found.at, Service.CONVERSION, (Service.ANALYSIS_2,))


def test_a_job_that_is_nowhere_is_not_found_after_each_service_was_asked_once() -> None:
    client = SixServices()
    (end,) = of(watched(client, 1000), Ended)
    assert isinstance(end, Ended)
    assert (end.outcome, end.found) == (Outcome.UNAVAILABLE, False)
    assert client.asked == [
        ("progress", Service.MODELING),
        *(("details", service) for service in Service),
    ]


def test_a_link_to_a_wrong_service_is_put_right() -> None:
    client = SixServices({Service.MODELING: None})
    events = watched(client, 10, JobRef(A, Service.ANALYSIS))
    assert of(events, ServiceFound) == [ServiceFound(A, events[0].at, Service.MODELING)]


@pytest.mark.parametrize(
    "refusal", [Refused(""), WrongAddress(""), Unauthorised(""), JobMissing("")]
)
def test_a_service_that_the_account_does_not_reach_does_not_have_the_job(
    refusal: Exception,
) -> None:
    first, last = {Service.MODELING: JobMissing("")}, {Service.CONVERSION_2: None}
    client = SixServices({**dict.fromkeys(Service, refusal), **first, **last})
    events = watched(client, 10)
    assert of(events, ServiceFound) == [ServiceFound(A, events[0].at, Service.CONVERSION_2)]
    assert client.renewals == 0
    assert not of(events, SignInWanted)


@pytest.mark.parametrize("refusal", [Refused("", for_good=True), WrongAddress("")])
def test_without_the_first_service_the_others_are_asked(refusal: Exception) -> None:
    client = SixServices({Service.MODELING: refusal, Service.ANALYSIS_2: None})
    events = watched(client, 10)
    assert of(events, ServiceFound) == [ServiceFound(A, events[0].at, Service.ANALYSIS_2)]


def test_a_lost_connection_is_no_answer_and_only_that_service_is_asked_again() -> None:
    here: dict[Service, Exception | None] = {Service.MODELING_2: None}
    client = SixServices({**here, Service.ANALYSIS_2: Unreachable("")})

    async def main() -> list[Event]:
        found: list[Event] = []
        watcher = Watcher(client, VirtualClock(), found.append, Budget())
        watcher.add(JobRef(A))
        running = asyncio.ensure_future(watcher.run())
        await asyncio.sleep(5)
        assert not of(found, Ended)
        assert not of(found, ServiceFound)
        client.answers = here
        client.asked.clear()
        await asyncio.sleep(15)
        running.cancel()
        await asyncio.wait({running})
        return found

    (found,) = of(run_virtual(main()), ServiceFound)
    assert isinstance(found, ServiceFound)
    assert found.service is Service.MODELING_2
    assert [asked for asked in client.asked if asked[1] is not Service.MODELING][:2] == [
        ("details", Service.ANALYSIS_2),
        ("details", Service.CONVERSION_2),
    ]


def test_a_service_that_is_always_broken_does_not_hide_that_the_job_is_nowhere() -> None:
    client = SixServices({Service.ANALYSIS: ServerFault("")})
    (end,) = of(watched(client, 300), Ended)
    assert isinstance(end, Ended)
    assert not end.found
    assert client.asked.count(("details", Service.ANALYSIS)) == 4


def test_the_search_counts_each_request_in_the_budget() -> None:
    """The progress and six times the job itself; the messages of a job that was found."""
    for answers, requests in (
        ({}, 7),
        ({Service.CONVERSION: None}, 7),
        ({Service.ANALYSIS_2: None}, 8),
    ):
        budget = Budget()
        watched(SixServices(answers), 10, budget=budget)
        assert budget.used_this_hour(10) == requests


def test_a_small_budget_spreads_the_search() -> None:
    client = SixServices()
    events = watched(client, 600, budget=Budget(4, 100))
    assert len(of(events, Ended)) == 1
    assert all(client.asked.count(("details", service)) == 1 for service in list(Service)[1:])
