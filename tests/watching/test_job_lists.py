"""The user's own jobs are listed to their end, on the service's host, and as far as pages come."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing
from typing import Any, TypeVar

import pytest

from ccwatch.cloud.account import TokenAccount
from ccwatch.cloud.async_client import AsyncClient
from ccwatch.cloud.client import HttpClient
from ccwatch.core.budget import Budget
from ccwatch.core.errors import BadReply, ServerFault, ServiceError, SignInNeeded
from ccwatch.core.events import Event, Limited, SignInWanted
from ccwatch.core.job import Service
from ccwatch.core.my_jobs import AllMyJobs, MyJobs
from ccwatch.stand_in import StandIn
from ccwatch.system.workers import Workers
from ccwatch.watching.job_lists import Lists
from ccwatch.watching.watcher import Watcher
from tests.cloud.servers import Answer, Asked, Spy, spy_server
from tests.fakes import StoppedClock

PATH = "/contextcapture/jobs"
START = 1_790_000_000.0
Result = TypeVar("Result")


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    running = StandIn(lambda: START)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def spy() -> Iterator[Spy]:
    with spy_server() as server:
        yield server


class Asking:
    """Asks a server for the lists, with a budget and a watcher that does not run."""

    def __init__(self, url: str, budget: Budget | None = None, patience: float = 75.0) -> None:
        self.url, self.patience = url, patience
        self.budget = budget or Budget()
        self.events: list[Event] = []
        self.renewals = 0

    def all(self, since: float | None = None) -> AllMyJobs:
        """Return what all services list."""
        return self._ask(lambda lists: lists.all(since))

    def one(self) -> MyJobs:
        """Return what Reality Modeling lists; raises its error."""

        async def ask(lists: Lists) -> MyJobs:
            async for _, found in lists.each([Service.MODELING], lambda _: None):
                if isinstance(found, ServiceError):
                    raise found
                return found
            raise AssertionError("there is one service")

        return self._ask(ask)

    def _renew(self) -> None:
        self.renewals += 1

    def _ask(self, ask: Callable[[Lists], Coroutine[Any, Any, Result]]) -> Result:
        async def main() -> Result:
            watcher = Watcher(client, StoppedClock(START), self.events.append, self.budget)
            return await ask(Lists(client, watcher.line, self.patience))

        http = HttpClient(self.url, TokenAccount("t").access_token)
        with closing(http), closing(Workers()) as workers:
            client = AsyncClient(http, self._renew, workers)
            return asyncio.run(main())


def my_jobs(url: str) -> MyJobs:
    return Asking(url).one()


def page(*jobs: str, link: object = None) -> Answer:
    rows = [{"id": job} for job in jobs]
    return Answer(body=json.dumps({"jobs": rows, "_links": {"next": {"href": link}}}).encode())


def ids(found: MyJobs) -> list[str]:
    return [job.id for job in found.jobs]


def pages(spy: Spy, *answers: Answer) -> None:
    """Have the server send these answers in turn, repeating the last one."""

    def reply(_: Asked) -> Answer:
        return answers[min(len(spy.asked), len(answers)) - 1]

    spy.reply = reply


def test_they_come_from_all_pages(spy: Spy) -> None:
    link = f"{spy.url}{PATH}?continuationToken=2"
    pages(spy, page("a", link=link), page("b", link="?continuationToken=3"), page("c"))
    found = my_jobs(spy.url)
    assert (ids(found), found.incomplete) == (["a", "b", "c"], "")
    assert spy.asked[0].path.startswith(f"{PATH}?$filter=state")
    assert [asked.path for asked in spy.asked[1:]] == [
        f"{PATH}?continuationToken=2",
        f"{PATH}?continuationToken=3",
    ]


def test_each_service_of_the_stand_in_lists_its_own(stand_in: StandIn) -> None:
    found = Asking(stand_in.url).all(START - 30 * 86_400)
    assert (found.incomplete, found.faults) == ("", {})
    assert {job.id for job in found.jobs if job.service is Service.MODELING} >= set(
        stand_in.sample_ids
    )
    for job in found.jobs:
        with closing(HttpClient(stand_in.url, lambda: "t")) as client:
            assert client.details(job.service, job.id).name == job.details.name


def test_a_long_token_and_raw_blanks_arrive_as_they_were_meant(spy: Spy) -> None:
    token = "t" * 9_000
    link = f"{spy.url}{PATH}?$filter=state in ('active')&continuationToken={token}"
    pages(spy, page("a", link=link), page("b"))
    assert my_jobs(spy.url).incomplete == ""
    expected = f"{PATH}?$filter=state%20in%20('active')&continuationToken={token}"
    assert spy.asked[1].path == expected


@pytest.mark.parametrize("link", [None, 5, "", " ", {}, []])
def test_a_page_without_a_usable_link_is_the_last(spy: Spy, link: object) -> None:
    pages(spy, page("a", link=link))
    assert (ids(my_jobs(spy.url)), len(spy.asked)) == (["a"], 1)


def test_what_came_is_kept_when_the_list_goes_on_elsewhere(spy: Spy) -> None:
    with spy_server() as other:
        pages(spy, page("a", link=f"{other.url}/x"))
        found = my_jobs(spy.url)
        assert ids(found) == ["a"]
        assert (
            found.incomplete == "The job list continues on another host; ccwatch did not follow it."
        )
        assert other.asked == []


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(503, b""), "The service answered 503."),
        (Answer(200, b"<html>"), "The reply is not JSON."),
        (Answer(429, b""), "The service asked ccwatch to wait."),
    ],
)
def test_what_came_is_kept_when_a_later_page_fails(spy: Spy, answer: Answer, why: str) -> None:
    pages(spy, page("a", link="?x=2"), answer)
    found = my_jobs(spy.url)
    assert (ids(found), found.incomplete) == (["a"], why)


@pytest.mark.parametrize(
    ("answer", "error"), [(Answer(503), ServerFault), (Answer(200, b"[]"), BadReply)]
)
def test_when_the_first_page_fails_the_list_does(
    spy: Spy, answer: Answer, error: type[ServiceError]
) -> None:
    pages(spy, answer)
    with pytest.raises(error):
        my_jobs(spy.url)


@pytest.mark.parametrize("jobs", [[], ["a", "b"]])
def test_a_list_without_end_is_left_soon(spy: Spy, jobs: list[str]) -> None:
    spy.reply = lambda _: page(*jobs, link=f"?continuationToken={len(spy.asked)}")
    found = my_jobs(spy.url)
    assert (ids(found), found.incomplete) == (jobs, "The job list repeats itself.")
    assert len(spy.asked) <= 6


def test_each_page_counts_in_the_budget(spy: Spy) -> None:
    asking = Asking(spy.url)
    pages(spy, page("a", link="?x=2"), page("b", link="?x=3"), page("c"))
    asking.one()
    assert asking.budget.used_this_hour(1000.0) == 3


def test_a_list_that_the_budget_does_not_allow_is_incomplete(spy: Spy) -> None:
    spy.reply = lambda _: page(f"job-{len(spy.asked)}", link=f"?x={len(spy.asked)}")
    found = Asking(spy.url, Budget(per_minute=500, per_hour=2)).one()
    assert ids(found) == ["job-1", "job-2"]
    assert found.incomplete == "The hourly request limit is used up."
    assert len(spy.asked) == 2


def of_services(spy: Spy, answers: dict[Service, Answer], other: Answer) -> None:
    """Have the server answer by service."""

    def reply(asked: Asked) -> Answer:
        service = Service(asked.path.split("/")[1])
        return answers.get(service, other)

    spy.reply = reply


REFUSED = [
    Answer(403, b'{"error": {"code": "Forbidden", "message": "Not subscribed."}}'),
    Answer(404, b'{"error": {"code": "ResourceNotFound", "message": "No such operation."}}'),
    Answer(404, b'{"error": {"code": "iTwinNotFound", "message": "No such iTwin."}}'),
    Answer(401, b'{"error": {"code": "HeaderNotFound", "message": "Access denied."}}'),
]


@pytest.mark.parametrize("refusal", REFUSED)
def test_a_service_without_a_list_does_not_spoil_the_others(spy: Spy, refusal: Answer) -> None:
    asking = Asking(spy.url)
    of_services(spy, {Service.CONVERSION: page("a")}, refusal)
    found = asking.all()
    assert [(job.id, job.service) for job in found.jobs] == [("a", Service.CONVERSION)]
    assert set(found.faults) == set(Service) - {Service.CONVERSION}
    assert found.incomplete == (
        "Not available for your account: Reality Modeling, Reality Analysis, "
        "Reality Modeling v2, Reality Analysis v2, Reality Conversion v2."
    )
    assert not [event for event in asking.events if isinstance(event, SignInWanted)]
    assert asking.renewals <= 1


def test_a_token_that_every_service_rejects_is_no_sign_in(spy: Spy) -> None:
    asking = Asking(spy.url)
    spy.reply = lambda _: REFUSED[3]
    with pytest.raises(SignInNeeded):
        asking.all()
    assert len([event for event in asking.events if isinstance(event, SignInWanted)]) == 1
    assert asking.renewals == 1


def test_no_service_is_given_up_while_another_cannot_be_reached(spy: Spy) -> None:
    asking = Asking(spy.url)
    of_services(spy, {Service.MODELING: REFUSED[3]}, Answer(503, b""))
    with pytest.raises(ServiceError):
        asking.all()
    assert not [event for event in asking.events if isinstance(event, SignInWanted)]


def test_the_token_is_renewed_once_and_the_list_goes_on(spy: Spy) -> None:
    asking = Asking(spy.url)
    spy.reply = lambda _: page("a") if asking.renewals else REFUSED[3]
    assert ids(asking.one()) == ["a"]


def test_a_pause_that_the_service_asks_for_holds_every_request(spy: Spy) -> None:
    asking = Asking(spy.url)
    spy.reply = lambda _: Answer(429, b"", {"Retry-After": "90"})
    with pytest.raises(ServiceError):
        asking.all()
    assert len(spy.asked) == 1
    (limited,) = [event for event in asking.events if isinstance(event, Limited)]
    assert limited.until == START + 90


def test_version_2_is_asked_without_in_and_with_a_criterion(spy: Spy) -> None:
    spy.reply = lambda _: page()
    Asking(spy.url).all(START)
    first, second = (spy.asked[number].path for number in (0, 3))
    assert first.startswith("/contextcapture/jobs?$filter=state+in+%28%27active%27%29+or+created")
    assert second.startswith("/reality-modeling/jobs?$filter=state+eq+%27Queued%27+or+")
    assert "+in+" not in second
    assert "createdDateTime+ge+2026-09-21T14%3A13%3A20Z" in second


def test_a_job_that_two_services_list_is_one(spy: Spy) -> None:
    spy.reply = lambda _: page("a")
    assert [job.service for job in Asking(spy.url).all().jobs] == [Service.MODELING]


@pytest.mark.parametrize("link", ["/reality-modeling/jobs?x=1", "/Reality-Modeling/jobs?x=1"])
def test_a_list_does_not_go_on_at_another_service(spy: Spy, link: str) -> None:
    pages(spy, page("a", link=link), page("b"))
    found = my_jobs(spy.url)
    assert (ids(found), len(spy.asked)) == (["a"], 1)
    assert found.incomplete == "The job list continues at another service."
