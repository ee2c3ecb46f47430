"""The user's own jobs over real HTTP: page by page, each counted in the budget."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from contextlib import closing
from typing import Any

import pytest

from ccwatch.cloud.account import TokenAccount
from ccwatch.cloud.async_client import AsyncClient, pay
from ccwatch.cloud.client import HttpClient
from ccwatch.core.budget import Budget
from ccwatch.core.errors import BadReply, ServerFault, ServiceError
from ccwatch.core.my_jobs import MyJobs
from ccwatch.stand_in import StandIn
from ccwatch.system.workers import Workers
from tests.cloud.servers import Answer, Asked, Spy, spy_server
from tests.virtual_time import VirtualClock, run_virtual

PATH = "/contextcapture/jobs"


def my_jobs(url: str, paid: Callable[[], Coroutine[Any, Any, None]] | None = None) -> MyJobs:
    account = TokenAccount("token")
    with closing(HttpClient(url, account.access_token)) as client, closing(Workers()) as workers:
        return asyncio.run(AsyncClient(client, account.renew, workers, paid).my_jobs())


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


def test_they_come_from_the_stand_in(stand_in: StandIn) -> None:
    found = my_jobs(stand_in.url)
    assert (set(ids(found)), found.incomplete) == (set(stand_in.sample_ids), "")


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


def test_each_page_is_paid_for_before_it_is_asked_for(spy: Spy) -> None:
    paid: list[int] = []

    async def pay_for_one() -> None:
        paid.append(len(spy.asked))

    pages(spy, page("a", link="?x=2"), page("b", link="?x=3"), page("c"))
    my_jobs(spy.url, pay_for_one)
    assert paid == [0, 1, 2]


def test_a_list_that_can_no_longer_be_paid_for_is_incomplete(spy: Spy) -> None:
    budget = Budget(per_minute=500, per_hour=2)

    async def pay_for_one() -> None:
        await pay(budget, StandingClock())

    spy.reply = lambda _: page(f"job-{len(spy.asked)}", link=f"?x={len(spy.asked)}")
    found = my_jobs(spy.url, pay_for_one)
    assert ids(found) == ["job-1", "job-2"]
    assert found.incomplete == "The hourly request limit is used up."
    assert len(spy.asked) == 2


class StandingClock:
    def now(self) -> float:
        return 0.0

    def steady(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("nothing waits here")


def test_a_request_waits_for_the_budget_and_counts_in_it() -> None:
    budget, sent = Budget(per_minute=2, per_hour=100), list[float]()

    async def main() -> None:
        clock = VirtualClock()
        for _ in range(5):
            await pay(budget, clock)
            sent.append(clock.steady())

    run_virtual(main())
    assert len(sent) == 5
    assert sent[2] >= 60
    assert sent[4] >= 120
    assert budget.used_this_hour(sent[-1]) == 5
