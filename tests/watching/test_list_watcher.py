"""The user's own jobs appear and are watched as they are submitted anywhere."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field

import pytest

from ccwatch.core.budget import Budget
from ccwatch.core.errors import (
    RateLimited,
    Refused,
    ServerFault,
    ServiceError,
    SignInNeeded,
    Unauthorised,
    WrongAddress,
)
from ccwatch.core.events import (
    Added,
    Appeared,
    CameBack,
    Described,
    Ended,
    Event,
    JobEvent,
    Limited,
    Removed,
    SignInWanted,
)
from ccwatch.core.job import JobId, Outcome, Service
from ccwatch.core.job_refs import JobRef
from ccwatch.watching.job_lists import Lists
from ccwatch.watching.list_watcher import ListWatcher
from ccwatch.watching.watcher import Watcher
from tests.virtual_time import EPOCH, VirtualClock, run_virtual
from tests.watching.listing_service import ListingService, OwnJob

HOUR = 3600.0
A, B = JobId("a"), JobId("b")


@dataclass
class Followed:
    """What was published while the jobs were followed."""

    service: ListingService
    clock: VirtualClock = field(default_factory=VirtualClock)
    events: list[Event] = field(default_factory=list)
    refused: list[set[Service]] = field(default_factory=list)
    idle: list[bool] = field(default_factory=list)
    removed: set[JobId] = field(default_factory=set)

    def of(self, kind: type) -> list[str]:
        """Return the jobs of the events of a kind."""
        jobs = (event for event in self.events if isinstance(event, JobEvent))
        return [event.job for event in jobs if type(event) is kind]

    def at(self, kind: type) -> list[float]:
        """Return the times of the events of a kind."""
        return [event.at - EPOCH for event in self.events if type(event) is kind]


During = Callable[[Followed, Watcher, ListWatcher], Awaitable[None]]


def follow(
    service: ListingService,
    seconds: float,
    during: During | None = None,
    *,
    quietly: bool = False,
    budget: Budget | None = None,
) -> Followed:
    """Follow the user's jobs for that many virtual seconds."""
    followed = Followed(service)

    async def main() -> None:
        def publish(event: Event) -> None:
            followed.events.append(event)
            lists.hear(event)

        async def removed(jobs: Sequence[JobId]) -> Collection[JobId]:
            return followed.removed & set(jobs)

        watcher = Watcher(service, followed.clock, publish, budget or Budget())
        lists = ListWatcher(
            Lists(service, watcher.line),
            watcher,
            followed.clock,
            removed=removed,
            not_offered=lambda found: followed.refused.append(set(found)),
            listed=followed.idle.append,
        )
        lists.follow(True, quietly=quietly)
        tasks = [asyncio.ensure_future(part.run()) for part in (watcher, lists)]
        if during:
            await during(followed, watcher, lists)
        await asyncio.sleep(seconds - asyncio.get_running_loop().time())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    run_virtual(main())
    return followed


def job(name: str, service: Service, submitted: float, seconds: float = 10 * HOUR) -> OwnJob:
    return OwnJob(JobId(name), service, submitted, seconds)


def test_unfinished_jobs_of_all_services_are_watched_and_announced() -> None:
    jobs = [job(service.value, service, -HOUR) for service in Service]
    followed = follow(ListingService(jobs), 60)
    assert set(followed.of(Added)) == set(followed.of(Appeared)) == {it.id for it in jobs}
    added = {event.job: event.service for event in followed.events if isinstance(event, Added)}
    assert added == {it.id: it.service for it in jobs}
    assert followed.service.missed == []
    assert not [event for event in followed.events if isinstance(event, Ended)]


def test_a_job_has_its_name_before_it_is_announced() -> None:
    followed = follow(ListingService([job("a", Service.ANALYSIS_2, 0)]), 30)
    kinds = [type(event) for event in followed.events if getattr(event, "job", None) == A]
    assert kinds.index(Added) < kinds.index(Described) < kinds.index(Appeared)


def test_what_is_listed_first_after_it_was_switched_on_is_not_announced() -> None:
    jobs = [job("a", Service.MODELING, 0), job("b", Service.MODELING, 200)]
    followed = follow(ListingService(jobs), 700, quietly=True)
    assert (followed.of(Added), followed.of(Appeared)) == (["a", "b"], ["b"])


def test_a_list_that_failed_first_is_still_quiet_when_it_comes() -> None:
    def fault(service: Service, now: float, link: str) -> ServiceError | None:
        return ServerFault("503") if now < 100 and service is Service.CONVERSION else None

    jobs = [job("a", Service.MODELING, 0), job("b", Service.CONVERSION, 0)]
    followed = follow(ListingService(jobs, fault), 700, quietly=True)
    assert (followed.of(Added), followed.of(Appeared)) == (["a", "b"], [])


def test_a_list_that_rests_is_asked_for_less_often() -> None:
    followed = follow(ListingService(), 4 * HOUR)
    times = followed.service.lists[Service.MODELING]
    assert times == pytest.approx([0, 600, 1800, 3600, 5400, 7200, 9000, 10800, 12600], abs=1)
    assert followed.service.pages == 6 * len(times)


def test_while_the_list_moves_a_new_job_is_seen_within_five_minutes() -> None:
    jobs = [job(f"job-{n}", list(Service)[n % 6], 250.0 * n) for n in range(20)]
    followed = follow(ListingService(jobs), 6000)
    late = [at - it.submitted for at, it in zip(followed.at(Appeared), jobs, strict=True)]
    assert max(late) <= 302


def test_a_job_that_ended_asks_for_the_lists_at_once() -> None:
    jobs = [job("a", Service.MODELING, 0, 4 * HOUR), job("b", Service.MODELING, 4 * HOUR + 70)]
    followed = follow(ListingService(jobs), 5 * HOUR)
    (end,) = followed.at(Ended)
    lists = followed.service.lists[Service.MODELING]
    assert min(abs(time - end) for time in lists) <= 1
    assert followed.at(Appeared)[-1] <= end + 302


def test_a_job_that_had_ended_before_anything_was_listed_is_new_when_it_runs_again() -> None:
    async def during(followed: Followed, watcher: Watcher, lists: ListWatcher) -> None:
        await asyncio.sleep(1000)
        (again,) = followed.service.jobs
        again.seconds = 10 * HOUR

    followed = follow(ListingService([job("a", Service.MODELING, -400, 100)]), HOUR, during)
    assert followed.at(Appeared) == pytest.approx([1800], abs=2)


def test_many_ends_are_not_many_lists() -> None:
    jobs = [job(f"job-{n}", Service.MODELING, 0, HOUR + 2 * n) for n in range(100)]
    followed = follow(ListingService(jobs), 2 * HOUR)
    lists = followed.service.lists[Service.MODELING]
    assert len([time for time in lists if HOUR < time < HOUR + 600]) <= 11


def test_a_job_that_began_and_ended_between_two_lists_is_seen_with_its_end() -> None:
    followed = follow(ListingService([job("a", Service.MODELING_2, 2000, 30)]), 2 * HOUR)
    assert followed.of(Appeared) == ["a"]
    (end,) = [event for event in followed.events if isinstance(event, Ended)]
    assert (end.job, end.outcome) == ("a", Outcome.SUCCEEDED)


def test_a_job_that_ended_before_anything_was_listed_does_not_appear() -> None:
    followed = follow(ListingService([job("a", Service.MODELING_2, -HOUR, 30)]), 2 * HOUR)
    assert followed.of(Added) == []


def test_by_hand_and_after_waking_the_lists_come_at_once() -> None:
    async def during(followed: Followed, watcher: Watcher, lists: ListWatcher) -> None:
        await asyncio.sleep(7)
        lists.refresh()
        await asyncio.sleep(993)
        lists.woke()

    followed = follow(ListingService(), 1100, during)
    assert followed.service.lists[Service.MODELING] == pytest.approx([0, 15, 1000], abs=1)


def test_switched_off_nothing_is_asked_for_and_on_again_at_once() -> None:
    async def during(followed: Followed, watcher: Watcher, lists: ListWatcher) -> None:
        await asyncio.sleep(100)
        lists.follow(False)
        await asyncio.sleep(20_000)
        lists.follow(True)

    followed = follow(ListingService(), 20_200, during)
    assert followed.service.lists[Service.MODELING] == pytest.approx([0, 20_100], abs=1)


def test_a_list_that_arrives_after_it_was_switched_off_brings_nothing() -> None:
    async def during(followed: Followed, watcher: Watcher, lists: ListWatcher) -> None:
        await asyncio.sleep(0.5)  # the lists of some services are under way
        lists.follow(False)
        await asyncio.sleep(3600)
        lists.follow(True, quietly=True)

    jobs = [job(it.value, it, 0) for it in Service]
    ended = [job(f"{it.value}-ended", it, 60, 60) for it in Service]
    followed = follow(ListingService([*jobs, *ended]), 4000, during)
    assert len([at for at in followed.at(Added) if at < 3000]) == 2
    assert set(followed.of(Added)) == {it.id for it in jobs}


def test_a_job_that_the_user_removed_does_not_come_back() -> None:
    async def during(followed: Followed, watcher: Watcher, lists: ListWatcher) -> None:
        followed.removed = {B}
        await asyncio.sleep(100)
        watcher.edit(Removed(A, followed.clock.now()))
        lists.refresh()

    jobs = [job(name, Service.MODELING, 0) for name in "abc"]
    followed = follow(ListingService(jobs), 9000, during)
    assert followed.of(Added) == ["a", "c"]


def test_a_job_that_is_watched_already_stays_as_it_is() -> None:
    async def during(followed: Followed, watcher: Watcher, lists: ListWatcher) -> None:
        watcher.add(JobRef(A, Service.CONVERSION), "Mine")

    followed = follow(ListingService([job("a", Service.CONVERSION, 0)]), 900, during)
    assert (followed.of(Added), followed.of(Appeared)) == (["a"], [])


NOT_OFFERED = [
    WrongAddress("No such operation."),
    Refused("Not subscribed.", for_good=True),
    Unauthorised("Access denied."),
]


@pytest.mark.parametrize("error", NOT_OFFERED)
def test_a_service_without_a_list_is_reported_once_and_left_out(error: ServiceError) -> None:
    def fault(service: Service, now: float, link: str) -> ServiceError | None:
        return None if service is Service.MODELING else error

    async def during(followed: Followed, watcher: Watcher, lists: ListWatcher) -> None:
        await asyncio.sleep(10_000)
        assert {len(followed.service.lists[it]) for it in others} <= {1, 2}
        lists.refresh()

    others = set(Service) - {Service.MODELING}
    followed = follow(ListingService(fault=fault), 20_000, during)
    assert followed.refused == [others, others]
    assert len(followed.service.lists[Service.MODELING]) > 10
    assert followed.service.renewals <= 2
    assert not [event for event in followed.events if isinstance(event, SignInWanted)]


def test_signed_out_nothing_is_asked_for_until_the_next_sign_in() -> None:
    accepted = [False]

    def fault(service: Service, now: float, link: str) -> Exception | None:
        return None if accepted[0] else SignInNeeded("You are not signed in.")

    async def during(followed: Followed, watcher: Watcher, lists: ListWatcher) -> None:
        await asyncio.sleep(5000)
        assert followed.service.pages == 1
        accepted[0] = True
        watcher.signed_in()

    service = ListingService([job("a", Service.MODELING, 0)], fault)  # type: ignore[arg-type]
    followed = follow(service, 5100, during)
    assert len([event for event in followed.events if isinstance(event, SignInWanted)]) == 1
    assert followed.at(Appeared) == pytest.approx([5000], abs=1)


def test_after_a_pause_the_lists_go_on_where_they_were() -> None:
    def fault(service: Service, now: float, link: str) -> ServiceError | None:
        limited = service is Service.ANALYSIS and now < 60
        return RateLimited("Wait.", retry_after=90.0) if limited else None

    jobs = [job("a", Service.MODELING, 0), job("b", Service.CONVERSION_2, 0)]
    followed = follow(ListingService(jobs, fault), 250)
    assert len([event for event in followed.events if isinstance(event, Limited)]) == 1
    assert followed.at(Appeared) == pytest.approx([0, 91], abs=2)
    assert len(followed.service.lists[Service.ANALYSIS]) == 2


def test_when_the_service_is_reachable_again_the_lists_come_at_once() -> None:
    def fault(service: Service, now: float, link: str) -> ServiceError | None:
        return ServerFault("503") if now < 9050 else None

    async def during(followed: Followed, watcher: Watcher, lists: ListWatcher) -> None:
        await asyncio.sleep(9100)
        lists.hear(CameBack(followed.clock.now(), 0.0))

    service = ListingService([job("a", Service.MODELING, 0)], fault)
    assert follow(service, 9200, during).at(Appeared) == pytest.approx([9100], abs=1)


def test_jobs_of_the_pages_that_came_are_kept_when_a_later_one_fails() -> None:
    def fault(service: Service, now: float, link: str) -> ServiceError | None:
        return ServerFault("503") if link == "200" and now < 600 else None

    jobs = [job(f"job-{n:03}", Service.MODELING, 0) for n in range(250)]
    followed = follow(ListingService(jobs, fault), 20)
    assert len(followed.of(Added)) == 200
    followed = follow(ListingService(jobs, fault), 1300)
    assert sorted(followed.of(Added)) == sorted(it.id for it in jobs)


def test_the_lists_wait_for_the_request_limit_and_come_nevertheless() -> None:
    async def during(followed: Followed, watcher: Watcher, lists: ListWatcher) -> None:
        for each in followed.service.jobs[:-1]:
            watcher.add(JobRef(each.id, each.service))

    jobs = [job(f"job-{n:04}", Service.MODELING, 0, 100 * HOUR) for n in range(500)]
    jobs.append(job("late", Service.CONVERSION_2, 2 * HOUR, 100 * HOUR))
    followed = follow(ListingService(jobs), 4 * HOUR, during, budget=Budget(60, 1000))
    service = followed.service
    assert service.asked + service.pages <= 4 * 1000 + 60
    assert "late" in followed.of(Appeared)


def test_it_says_when_no_job_is_left_in_any_service() -> None:
    def fault(service: Service, now: float, link: str) -> ServiceError | None:
        return ServerFault("503") if service is Service.ANALYSIS and now < 10 else None

    followed = follow(ListingService([job("a", Service.MODELING, 0, 1000)], fault), 2000)
    assert followed.idle[0] is False
    assert followed.idle[-1] is True


def test_a_page_that_fails_now_and_then_is_no_change_of_the_list() -> None:
    def fault(service: Service, now: float, link: str) -> ServiceError | None:
        return ServerFault("503") if link == "200" and 500 < now < 2000 else None

    jobs = [job(f"job-{n:03}", Service.MODELING, 0, 100 * HOUR) for n in range(250)]
    followed = follow(ListingService(jobs, fault), 2 * HOUR, budget=Budget(5000, 100_000))
    times = followed.service.lists[Service.MODELING]
    assert times == pytest.approx([0, 300, 900, 2100, 3900, 5700], abs=10)
