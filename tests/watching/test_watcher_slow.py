"""Jobs with hanging queries beside jobs that are answered: neither delays the other."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from ccwatch.clock import SystemClock
from ccwatch.cloud.account import TokenAccount
from ccwatch.cloud.async_client import AsyncClient
from ccwatch.cloud.client import HttpClient
from ccwatch.core.budget import Budget
from ccwatch.core.errors import Unauthorised, Unreachable
from ccwatch.core.events import Event, Moved, QueryFailed, Removed, Stretched
from ccwatch.core.job import Details, Job, JobId, Progress, Service
from ccwatch.core.job_refs import JobRef
from ccwatch.stand_in import StandIn
from ccwatch.system.workers import Workers
from ccwatch.watching.watcher import Watcher
from tests.virtual_time import EPOCH, VirtualClock, run_virtual

SCHEDULE = (15, 30, 60, 120)
LATENCY = 0.2
# 8 slots, 80 set apart, 48 of slow jobs
MOST_UNDER_WAY = 136
TEN_MINUTES = 600.0
HANGING = [JobId(f"hanging-{number:03}") for number in range(40)]
MOVING = [JobId(f"moving-{number:02}") for number in range(10)]
STILL = [JobId(f"still-{number:02}") for number in range(10)]
During = Callable[[Watcher], Awaitable[None]]


@dataclass(frozen=True)
class Hang:
    """How a query hangs, for which period, and whether it is answered in the end."""

    seconds: float
    starts: float = 0.0
    ends: float = 1e9
    answers: bool = False
    what: str = "progress"


@dataclass
class HangingClient:
    """Answers after a fifth of a second, except for the hanging jobs."""

    hang: Hang
    jobs: frozenset[JobId] = frozenset(HANGING)
    renewal_seconds: float | None = None
    asked: dict[JobId, list[float]] = field(default_factory=lambda: defaultdict(list))
    sent: list[float] = field(default_factory=list)
    renewals: list[float] = field(default_factory=list)
    under_way: int = 0
    most: int = 0

    async def progress(self, service: Service, job: JobId) -> Progress:
        now = asyncio.get_running_loop().time()
        self.asked[job].append(now)
        await self._answer(job, "progress")
        if self.renewal_seconds is not None:
            raise Unauthorised("Invalid JWT.")
        return Progress(now if job in MOVING else 40.0, "Active", "Run_Production")

    async def details(self, service: Service, job: JobId) -> Details:
        await self._answer(job, "details")
        return Details(job, state="active")

    async def renew(self) -> None:
        self.renewals.append(asyncio.get_running_loop().time())
        await asyncio.sleep(self.renewal_seconds or 0.0)
        raise Unreachable("The sign-in service did not answer in time.")

    async def _answer(self, job: JobId, what: str) -> None:
        now = asyncio.get_running_loop().time()
        self.sent.append(now)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        hang = self.hang
        hangs = job in self.jobs and what == hang.what and hang.starts <= now < hang.ends
        try:
            await asyncio.sleep(hang.seconds if hangs else LATENCY)
        finally:
            self.under_way -= 1
        if hangs and not hang.answers:
            raise Unreachable("The service did not answer in time.")


def watch(
    client: HangingClient,
    jobs: list[JobId],
    seconds: float = TEN_MINUTES,
    *,
    during: During | None = None,
    budget: Budget | None = None,
    resumed: bool = False,
) -> list[Event]:
    """Watch the jobs, all from the same moment on; quitting must not take any time."""
    events: list[Event] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        watcher = Watcher(client, VirtualClock(), events.append, budget or Budget(5000, 300_000))
        if resumed:
            watcher.resume(Job(job) for job in jobs)
        else:
            for job in jobs:
                watcher.add(JobRef(job))
        running = asyncio.ensure_future(watcher.run())
        if during:
            await during(watcher)
        await asyncio.sleep(seconds - loop.time())
        running.cancel()
        ended = loop.time()
        await asyncio.wait({running})
        assert loop.time() == ended
        assert asyncio.all_tasks() == {asyncio.current_task()}

    run_virtual(main())
    return events


def assert_on_time(client: HangingClient, seconds: float = TEN_MINUTES) -> None:
    """Expect every query of the other jobs within a second of the schedule."""
    for job in (*MOVING, *STILL):
        times = client.asked[job]
        assert times[0] <= 1.0, f"{job} was first asked for at {times[0]:.2f} s"
        for place, (before, after) in enumerate(pairwise(times)):
            wait = 15 if job in MOVING else SCHEDULE[min(place, 3)]
            assert wait <= after - before + 1e-9, f"{job}: too early"
            assert after - before <= wait + 1, f"{job}: {after - before - wait:.2f} s late"
        assert times[-1] + (15 if job in MOVING else 120) >= seconds - 1


hangs = pytest.mark.parametrize(
    "hang",
    [
        pytest.param(Hang(30.0), id="no reply"),
        pytest.param(Hang(10.0), id="no connection"),
        pytest.param(Hang(29.9, answers=True), id="drip-fed"),
        pytest.param(Hang(60.0, what="details"), id="details alone"),
        pytest.param(Hang(30.0, starts=200.0), id="from the middle on"),
        pytest.param(Hang(30.0, starts=100.0, ends=300.0), id="for a while"),
        pytest.param(Hang(4.0, answers=True), id="four seconds"),
        pytest.param(Hang(1.5, answers=True), id="a second and a half"),
    ],
)


@hangs
@pytest.mark.parametrize("first", ["hanging first", "hanging last", "mixed"])
@pytest.mark.parametrize("resumed", [False, True])
def test_forty_jobs_that_hang_hold_up_none_of_the_others(
    hang: Hang, first: str, resumed: bool
) -> None:
    healthy = [*MOVING, *STILL]
    orders = {
        "hanging first": [*HANGING, *healthy],
        "hanging last": [*healthy, *HANGING],
        "mixed": sorted([*HANGING, *healthy], key=lambda job: job[-2:]),
    }
    client = HangingClient(hang)
    watch(client, orders[first], resumed=resumed)
    assert_on_time(client)
    assert client.most <= MOST_UNDER_WAY


@hangs
def test_the_jobs_that_hang_keep_their_own_place_in_the_sequence(hang: Hang) -> None:
    client = HangingClient(hang)
    watch(client, [*HANGING, *MOVING, *STILL])
    for job in HANGING:
        for place, (before, after) in enumerate(pairwise(client.asked[job])):
            wait = SCHEDULE[min(place, 3)]
            late = after - before - wait
            assert late >= -1e-9
            # A query that takes longer than the interval is followed by the next as soon as it
            # ends.
            assert late <= max(hang.seconds + LATENCY - wait, 0.0) + 1


def test_a_slow_reply_now_and_then_does_not_make_a_job_wait_among_those_that_hang() -> None:
    once = MOVING[0]

    class OnceSlow(HangingClient):
        async def _answer(self, job: JobId, what: str) -> None:
            now = asyncio.get_running_loop().time()
            if job == once and 100 < now < 130:
                await asyncio.sleep(12.0)
            await super()._answer(job, what)

    client = OnceSlow(Hang(30.0))
    watch(client, [*HANGING, *MOVING, *STILL])
    assert_on_time(client)


def test_however_many_hang_threads_are_bounded_and_none_of_them_starves() -> None:
    many = [JobId(f"hanging-{number:03}") for number in range(500)]
    client = HangingClient(Hang(30.0), frozenset(many))
    watch(client, [*many, *MOVING, *STILL], 3600)
    assert client.most <= MOST_UNDER_WAY
    # At first it is unknown which of them hang. Once that is known, the others are on time.
    assert max(client.asked[job][0] for job in MOVING) < 300
    for job in MOVING:
        assert max(after - before for before, after in pairwise(client.asked[job])) <= 16
    rounds = [sum(time > 600 for time in client.asked[job]) for job in many]
    assert min(rounds) >= 9
    assert max(rounds) - min(rounds) <= 1


def test_the_budget_is_kept_while_many_hang() -> None:
    many = [JobId(f"hanging-{number:03}") for number in range(500)]
    client = HangingClient(Hang(10.0), frozenset(many))
    events = watch(client, [*many, *MOVING], 1200, budget=Budget(100, 4500))
    sent = client.sent
    assert all(after - before > 60 for before, after in zip(sent, sent[100:], strict=False))
    assert any(isinstance(event, Stretched) for event in events)


def test_after_a_time_in_which_nothing_was_answered_all_jobs_are_on_time_again() -> None:
    jobs = [*HANGING, *MOVING, *STILL]
    client = HangingClient(Hang(30.0, starts=100.0, ends=400.0), frozenset(jobs))
    watch(client, jobs, 1200)
    for job in MOVING:
        later = [time for time in client.asked[job] if time > 400 + 120 + 30]
        assert all(15 - 1e-9 <= b - a <= 16 for a, b in pairwise(later))
    for job in STILL:
        later = [time for time in client.asked[job] if time > 400 + 120 + 30]
        assert all(120 - 1e-9 <= b - a <= 121 for a, b in pairwise(later))


def test_a_hanging_job_that_is_removed_or_checked_by_hand_disturbs_nobody() -> None:
    async def during(watcher: Watcher) -> None:
        for round_ in range(20):
            await asyncio.sleep(25)
            for job in HANGING[:20]:
                watcher.check_now(job)
            for job in HANGING[20:]:
                if round_ % 2:
                    watcher.add(JobRef(job))
                else:
                    watcher.edit(Removed(job, EPOCH))

    client = HangingClient(Hang(30.0))
    watch(client, [*HANGING, *MOVING, *STILL], during=during)
    assert_on_time(client)
    for job in HANGING:
        assert all(after - before >= 15 for before, after in pairwise(client.asked[job]))


def test_signing_out_and_in_while_forty_hang_asks_for_all_the_others_at_once() -> None:
    async def during(watcher: Watcher) -> None:
        await asyncio.sleep(110)
        watcher.signed_out("You signed out.")
        await asyncio.sleep(100)
        watcher.signed_in()

    client = HangingClient(Hang(30.0))
    watch(client, [*HANGING, *MOVING, *STILL], 400, during=during)
    for job in (*MOVING, *STILL):
        assert not [time for time in client.asked[job] if 110 < time < 210]
        assert [time for time in client.asked[job] if 210 <= time <= 211]


@pytest.mark.parametrize("seconds", [0.0, 0.3, 20.0])
def test_an_issuer_that_cannot_be_reached_is_asked_once_for_all_who_wait(seconds: float) -> None:
    client = HangingClient(Hang(0.0), frozenset(), renewal_seconds=seconds)
    events = watch(client, [*MOVING, *STILL], 120)
    assert all(after - before >= 5 for before, after in pairwise(client.renewals))
    failed = [event for event in events if isinstance(event, QueryFailed)]
    assert {event.job for event in failed} == {*MOVING, *STILL}
    # One wait: a failed query counts in the sequence.
    for job in (*MOVING, *STILL):
        times = client.asked[job]
        assert len(times) >= 4
        for wait, (before, after) in zip(SCHEDULE, pairwise(times), strict=False):
            assert wait - 1e-9 <= after - before <= max(wait, seconds + LATENCY) + 1


def test_on_real_threads_and_sockets_forty_that_hang_hold_up_nobody() -> None:
    stand_in = StandIn(lambda: EPOCH)
    healthy = list(map(JobId, stand_in.sample_ids))
    for job in HANGING:
        stand_in.faults.add("slow", None, path=f"/jobs/{job}/", delay=60.0)
    answered: set[JobId] = set()
    all_answered = asyncio.Event()

    def publish(event: Event) -> None:
        if isinstance(event, Moved):
            answered.add(event.job)
            if answered.issuperset(healthy):
                all_answered.set()

    async def main() -> float:
        with (
            closing(Workers()) as workers,
            closing(HttpClient(stand_in.url, lambda: "t")) as client,
        ):
            asking = AsyncClient(client, TokenAccount("t").renew, workers)
            watcher = Watcher(asking, SystemClock(), publish, Budget())
            for job in (*HANGING, *healthy):
                watcher.add(JobRef(job))
            running = asyncio.ensure_future(watcher.run())
            # Patient, because other tests may keep the machine busy; each of the forty takes 20 s.
            await asyncio.wait_for(all_answered.wait(), 10)
            assert len(worker_threads()) >= len(HANGING)
            loop = asyncio.get_running_loop()
            quit_at = loop.time()
            running.cancel()
            await asyncio.wait({running})
        return loop.time() - quit_at

    stand_in.start()
    try:
        assert asyncio.run(main()) < 1
    finally:
        stand_in.stop()
    assert answered.isdisjoint(HANGING)


def worker_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("worker-")]
