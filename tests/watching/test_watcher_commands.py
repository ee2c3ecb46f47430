"""User actions on the jobs and the account, and the watcher's own status."""

import asyncio
from itertools import pairwise

import pytest

from ccwatch.core.budget import Budget
from ccwatch.core.errors import BadReply, Unauthorised
from ccwatch.core.events import (
    Added,
    CancelAccepted,
    Described,
    Ended,
    LookedAt,
    Muted,
    QueryFailed,
    Removed,
    Renamed,
    Scheduled,
    SignInWanted,
    Stalled,
    Stretched,
)
from ccwatch.core.job import Details, JobId, Outcome, Progress, Service
from ccwatch.core.job_refs import JobRef
from ccwatch.watching.watcher import Watcher
from tests.fakes import FakeClient, moving, still
from tests.virtual_time import EPOCH, VirtualClock, run_virtual
from tests.watching.test_watcher import told, watch

A, B = JobId("a"), JobId("b")


def test_what_the_user_did_with_a_job_is_published_as_it_is() -> None:
    deeds = (
        Renamed(A, EPOCH + 5, "Dam"),
        Muted(A, EPOCH + 5, True),
        LookedAt(A, EPOCH + 5),
    )

    async def during(watcher: Watcher, _: VirtualClock) -> None:
        await asyncio.sleep(5)
        for deed in deeds:
            watcher.edit(deed)
        watcher.edit(Renamed(JobId("of nobody"), EPOCH + 5, "Dam"))

    client, events = watch({"a": still()}, 20, during=during)
    assert told(events, Renamed, Muted, LookedAt) == list(deeds)
    assert client.asked["a"] == [0, 15]


def test_a_job_that_is_removed_while_it_waits_disturbs_no_other() -> None:
    async def during(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(10)
        watcher.edit(Removed(A, clock.now()))
        watcher.edit(Removed(A, clock.now()))

    client, events = watch({"a": moving(), "b": moving()}, 50, during=during)
    assert client.asked == {"a": [0], "b": [0, 15, 30, 45]}
    assert len(told(events, Removed)) == 1


def test_a_job_is_added_once() -> None:
    async def during(watcher: Watcher, _: VirtualClock) -> None:
        await asyncio.sleep(1)
        assert not watcher.add(JobRef(A), "Dam")

    client, events = watch({"a": still()}, 20, during=during)
    assert client.asked["a"] == [0, 15]
    assert told(events, Added) == [Added(A, EPOCH, Service.MODELING)]


def test_a_job_is_added_with_its_service_its_name_and_how_it_was_listed() -> None:
    ref = JobRef(B, Service.ANALYSIS, listed_as=JobId("B-1"))

    async def during(watcher: Watcher, _: VirtualClock) -> None:
        await asyncio.sleep(5)
        assert watcher.add(ref, "Dam")

    client = FakeClient(progress_script={"b": still()})
    _, events = watch({"a": still()}, 10, during=during, client=client, others=("b",))
    assert told(events, Added)[1:] == [
        Added(B, EPOCH + 5, Service.ANALYSIS, "Dam", JobId("B-1")),
    ]
    assert client.services == {("a", Service.MODELING), ("b", Service.ANALYSIS)}


def test_a_job_that_is_checked_by_hand_while_it_is_asked_for_is_not_asked_for_twice() -> None:
    async def during(watcher: Watcher, _: VirtualClock) -> None:
        await asyncio.sleep(1)
        watcher.check_now(A)

    # The job itself is queried as well, so the first turn lasts forty seconds.
    client, _ = watch({"a": still()}, 45, during=during, client=FakeClient(latency=20.0))
    assert client.asked["a"] == [0, 40]


def test_a_query_that_breaks_is_reported_and_takes_its_place_in_the_sequence() -> None:
    reported: list[dict[str, object]] = []
    fault = RuntimeError("unforeseen")

    async def during(*_: object) -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, what: reported.append(what))

    script = lambda now: fault if now < 10 else still()(now)  # noqa: E731
    client, events = watch({"a": script, "b": still()}, 50, during=during)
    assert client.asked == {"a": [0, 15, 45], "b": [0, 15, 45]}
    (what,) = reported
    assert what["message"] == "a query broke"
    assert what["exception"] is fault
    assert isinstance(what["task"], asyncio.Task)
    assert not told(events, QueryFailed)


def test_a_job_that_waits_for_the_budget_keeps_its_place_when_it_is_checked_by_hand() -> None:
    async def during(watcher: Watcher, _: VirtualClock) -> None:
        await asyncio.sleep(30)
        watcher.check_now(B)

    client, _ = watch(
        {"a": still(), "b": still(), "c": still()}, 200, during=during, budget=Budget(1)
    )
    assert (client.asked["b"], client.asked["c"]) == ([61], [122])


def test_signed_out_by_the_user_each_job_says_that_no_query_is_due_and_once() -> None:
    async def during(watcher: Watcher, _: VirtualClock) -> None:
        await asyncio.sleep(5)
        watcher.signed_out("You signed out.")
        watcher.signed_out("Once more.")

    client, events = watch({"a": still(), "b": still()}, 400, during=during)
    assert [event for event in events if event.at == EPOCH + 5] == [
        SignInWanted(EPOCH + 5, "You signed out."),
        Scheduled(A, EPOCH + 5, None),
        Scheduled(B, EPOCH + 5, None),
    ]
    assert client.asked == {"a": [0], "b": [0]}


def test_what_is_checked_by_hand_while_signed_out_is_not_said_to_be_due() -> None:
    async def during(watcher: Watcher, _: VirtualClock) -> None:
        await asyncio.sleep(20)
        watcher.signed_out("You signed out.")
        watcher.check_now(A)

    client, events = watch({"a": still()}, 400, during=during)
    assert told(events, Scheduled)[-1] == Scheduled(A, EPOCH + 20, None)
    assert client.asked["a"] == [0, 15]


def test_it_says_when_the_next_query_is_due() -> None:
    _, events = watch({"a": still()}, 50, client=FakeClient(latency=1.0))
    assert told(events, Scheduled) == [
        Scheduled(A, EPOCH, EPOCH),
        Scheduled(A, EPOCH + 2, EPOCH + 15),  # the job itself was queried too
        Scheduled(A, EPOCH + 16, EPOCH + 45),
        Scheduled(A, EPOCH + 46, EPOCH + 105),
    ]


def test_an_ended_job_that_is_checked_in_vain_says_so_and_is_not_asked_for_twice() -> None:
    async def during(watcher: Watcher, _: VirtualClock) -> None:
        await asyncio.sleep(100)
        watcher.check_now(A)

    page = BadReply("A page.")
    client, events = watch(
        {"a": lambda now: page if now > 90 else Progress(100.0, "Over")},
        300,
        details={"a": lambda _: Details("Dam", state="success")},
        during=during,
    )
    assert (client.asked["a"], client.asked_details["a"]) == ([0, 100], [0])
    assert told(events, QueryFailed) == [QueryFailed(A, EPOCH + 100, page.trouble)]
    assert len(told(events, Ended)) == 1


def test_a_job_that_is_removed_before_a_reply_that_cannot_be_read_is_asked_for_nothing_more() -> (
    None
):
    async def during(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(1)
        watcher.edit(Removed(A, clock.now()))

    page = BadReply("A page.")
    client, events = watch(
        {"a": lambda _: page}, 300, during=during, client=FakeClient(latency=2.0)
    )
    assert (client.asked["a"], dict(client.asked_details)) == ([0], {})
    assert not told(events, QueryFailed, Described)


@pytest.mark.parametrize(("at", "asking"), [(13.99, False), (14.0, True), (14.01, True)])
def test_it_is_asking_from_a_second_before_a_query_is_due(at: float, asking: bool) -> None:
    said: list[bool] = []

    async def during(watcher: Watcher, _: VirtualClock) -> None:
        await asyncio.sleep(at)
        said.append(watcher.is_asking())

    watch({"a": still()}, 15, during=during)
    assert said == [asking]


def test_it_counts_the_requests_of_the_last_hour() -> None:
    counts: list[int] = []

    async def during(watcher: Watcher, _: VirtualClock) -> None:
        for seconds in (1, 45, 7200):
            await asyncio.sleep(seconds)
            counts.append(watcher.used_this_hour())

    client, _ = watch({"a": still()}, 7300, during=during)
    # The job and its name, then twice more; in an hour of intervals of two minutes, 30.
    assert counts[:2] == [2, 4]
    assert 30 <= counts[2] <= 31
    assert all(later - early >= 15 for early, later in pairwise(client.asked["a"]))


def test_what_waited_for_a_sign_in_is_not_said_to_wait_for_the_budget() -> None:
    async def during(watcher: Watcher, _: VirtualClock) -> None:
        await asyncio.sleep(20)
        watcher.signed_out("You signed out.")
        await asyncio.sleep(1000)
        watcher.signed_in()

    client, events = watch({"a": still()}, 1030, during=during)
    assert client.asked["a"] == [0, 15, 1020]
    assert not told(events, Stretched)


def test_a_budget_that_is_too_small_is_said_with_how_late_it_makes_the_longest_overdue() -> None:
    _, events = watch({"a": still(), "b": still(), "c": still()}, 2000, budget=Budget(1))
    behind = [event.behind for event in events if isinstance(event, Stretched)]
    assert behind[0] == 61.0
    assert all(seconds is None or 5 < seconds < 250 for seconds in behind)


def test_a_job_that_was_added_later_stalls_by_its_own_time() -> None:
    async def during(watcher: Watcher, _: VirtualClock) -> None:
        await asyncio.sleep(1000)
        watcher.add(JobRef(B))

    client = FakeClient(progress_script={"b": still()})
    _, events = watch({"a": still()}, 31_000, during=during, client=client, others=("b",))
    at = {event.job: event.at - EPOCH for event in events if isinstance(event, Stalled)}
    assert 28_800 < at[A] < 29_000
    assert 29_800 < at[B] < 30_000


def test_a_job_that_is_removed_during_a_renewal_is_not_asked_for_again() -> None:
    async def during(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(3)
        watcher.edit(Removed(A, clock.now()))

    client, _ = watch(
        {"a": lambda _: Unauthorised("old")}, 50, during=during, client=FakeClient(latency=2.0)
    )
    assert (client.renewals, client.asked["a"]) == (1, [0])


class Lingering(FakeClient):
    """Takes a second to cancel a query."""

    async def _wait(self) -> None:
        try:
            await asyncio.sleep(500)
        finally:
            await asyncio.sleep(1)


def test_at_its_end_no_query_is_left_under_way() -> None:
    async def main() -> set[asyncio.Task[object]]:
        client = Lingering(progress_script={"a": still(), "b": still()})
        watcher = Watcher(client, VirtualClock(), lambda _: None, Budget())
        for job in (A, B):
            watcher.add(JobRef(job))
        running = asyncio.ensure_future(watcher.run())
        await asyncio.sleep(1)
        assert len(client.asked) == 2
        running.cancel()
        await asyncio.wait({running})
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert run_virtual(main()) == set()


def test_a_job_that_is_being_cancelled_is_checked_soon_and_ends_as_the_service_says() -> None:
    async def during(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(200)
        watcher.edit(CancelAccepted(A, clock.now()))
        watcher.check_now(A)

    def progress(now: float) -> Progress:
        return Progress(40, "Over" if now >= 200 else "Active")

    def details(now: float) -> Details:
        return Details("A", state="cancelled" if now >= 200 else "active")

    client = FakeClient(details_script={"a": details})
    _, events = watch({"a": progress}, 250, during=during, client=client)
    assert client.asked["a"] == [0, 15, 45, 105, 200]
    assert told(events, CancelAccepted) == [CancelAccepted(A, EPOCH + 200)]
    (ended,) = told(events, Ended)
    assert isinstance(ended, Ended)
    assert ended.outcome is Outcome.CANCELLED
