"""The watcher after a sleep, a start, and a change of the clock."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise

from ccwatch.core.budget import Budget
from ccwatch.core.errors import RateLimited, SignInNeeded, Unauthorised, Unreachable
from ccwatch.core.events import (
    CameBack,
    CatchingUp,
    CaughtUp,
    Event,
    Removed,
    Seen,
    SignedIn,
    Stalled,
    WentUnreachable,
)
from ccwatch.core.job import Details, Job, JobId, Progress, Trouble
from ccwatch.core.jobs import Status
from ccwatch.watching.watcher import Watcher
from tests.fakes import FakeClient, Script, still
from tests.virtual_time import EPOCH, VirtualClock, kinds, run_virtual

A, B = JobId("a"), JobId("b")
HOUR = 3600.0
ROUND = (CatchingUp, CaughtUp)
During = Callable[[Watcher, VirtualClock], Awaitable[None]]


def known(job: JobId, changed: float = EPOCH) -> Job:
    """Return a job as left by an earlier run."""
    return Job(
        job,
        progress=Progress(40.0, "Active", "Run_Production"),
        details=Details(job, state="active"),
        checked=EPOCH,
        changed=changed,
    )


def watch(
    scripts: dict[str, Script],
    seconds: float,
    during: During | None = None,
    *,
    client: FakeClient | None = None,
    jobs: list[Job] | None = None,
    told: Status | None = None,
    slip: float = 0.0,
) -> tuple[FakeClient, list[Event]]:
    """Resume the jobs and watch them; return the client and the events."""
    client = client or FakeClient()
    client.progress_script |= scripts
    events: list[Event] = []

    async def main() -> None:
        clock = VirtualClock()
        clock.slip = slip
        watcher = Watcher(client, clock, events.append, Budget())
        watcher.resume([known(JobId(job)) for job in scripts] if jobs is None else jobs, told)
        running = asyncio.ensure_future(watcher.run())
        if during:
            await during(watcher, clock)
        await asyncio.sleep(seconds - asyncio.get_running_loop().time())
        running.cancel()
        await asyncio.wait({running})

    run_virtual(main())
    return client, events


def names(events: list[Event]) -> list[str]:
    return kinds([event for event in events if isinstance(event, (*ROUND, Seen))])


def test_a_start_is_one_round_that_is_over_when_every_job_was_asked() -> None:
    _, events = watch({"a": still(), "b": still()}, 10)
    assert names(events) == ["CatchingUp", "Seen", "Seen", "CaughtUp"]


def test_without_jobs_there_is_nothing_to_catch_up_with() -> None:
    _, events = watch({}, 10)
    assert events == []


def test_a_job_that_is_removed_does_not_keep_a_round_open() -> None:
    async def remove(watcher: Watcher, _: VirtualClock) -> None:
        await asyncio.sleep(1)
        watcher.edit(Removed(B, EPOCH))

    offline: Script = lambda _: Unreachable("no network")  # noqa: E731
    _, events = watch({"a": still(), "b": offline}, 10, remove)
    assert names(events) == ["CatchingUp", "Seen", "CaughtUp"]


def test_a_round_waits_for_the_network_but_not_for_a_single_job_that_fails() -> None:
    back = 100.0
    offline: Script = lambda now: (  # noqa: E731
        Unreachable("no network") if now < back else Progress(40.0, "Active")
    )
    _, events = watch({"a": offline, "b": offline}, 300)
    (over,) = (event for event in events if isinstance(event, CaughtUp))
    assert over.at == EPOCH + 105
    refused: Script = lambda _: Unauthorised("no")  # noqa: E731
    client = FakeClient(renew_error=SignInNeeded("Signed out."))
    _, events = watch({"a": still(), "b": refused}, 300, client=client)
    assert names(events)[-1] == "CaughtUp"


def test_a_round_waits_for_those_that_a_pause_holds_back() -> None:
    limited: Script = lambda now: (  # noqa: E731
        RateLimited("", retry_after=100) if now < 50 else Progress(40.0, "Active")
    )
    _, events = watch({"a": limited}, 300)
    (over,) = (event for event in events if isinstance(event, CaughtUp))
    assert over.at == EPOCH + 100

    # The pause begins before the other's access token could be renewed.
    refused: Script = lambda now: (  # noqa: E731
        Unauthorised("old") if now < 50 else Progress(40.0, "Active")
    )
    client = FakeClient(latency=2.0)
    _, events = watch({"a": limited, "b": refused}, 300, client=client)
    (over,) = (event for event in events if isinstance(event, CaughtUp))
    assert client.renewals == 0
    assert over.at == EPOCH + 105


def test_a_wake_that_the_system_tells_is_acted_on_at_once_and_once() -> None:
    async def sleep(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(130)
        clock.slept += 8 * HOUR
        watcher.woke()

    client, events = watch({"a": still(), "b": still()}, 400, sleep)
    assert kinds([e for e in events if isinstance(e, ROUND)]) == ["CatchingUp", "CaughtUp"] * 2
    assert [round(at) for at in client.asked["a"]] == [0, 15, 45, 105, 130, 250, 370]
    assert [round(at) for at in client.asked["b"]] == [0, 15, 45, 105, 131, 251, 371]


def test_after_a_wake_the_network_is_waited_for_and_then_all_are_asked() -> None:
    async def sleep(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(130)
        watcher.network_changed(False)
        clock.slept += HOUR
        watcher.woke()
        await asyncio.sleep(12)
        watcher.network_changed(True)

    client, events = watch({"a": still()}, 150, sleep)
    assert client.asked["a"][4:] == [142]
    assert not [event for event in events if isinstance(event, WentUnreachable)]


def test_a_system_that_never_finds_a_network_is_believed_for_a_minute() -> None:
    async def sleep(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(130)
        watcher.network_changed(False)
        clock.slept += HOUR
        watcher.woke()

    client, _ = watch({"a": still()}, 400, sleep)
    assert client.asked["a"][4:6] == [190, 310]


def test_without_a_sleep_no_network_is_waited_for() -> None:
    async def report(watcher: Watcher, _: VirtualClock) -> None:
        await asyncio.sleep(10)
        watcher.network_changed(False)

    client, _ = watch({"a": still()}, 60, report)
    assert client.asked["a"] == [0, 15, 45]


def test_after_a_wake_without_a_network_nothing_that_was_begun_goes_out_either() -> None:
    async def sleep(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(1)  # the first query is running
        watcher.network_changed(False)
        clock.slept += HOUR
        watcher.woke()

    client = FakeClient(latency=2.0)
    fresh = Job(A)  # its name is needed too
    watch({"a": still()}, 40, sleep, client=client, jobs=[fresh])
    assert client.asked == {"a": [0.0]}
    assert client.asked_details == {}


def test_a_clock_that_was_set_makes_no_job_stalled() -> None:
    async def set_the_clock(_: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(50)
        clock.slip = 30 * 86_400.0

    _, events = watch({"a": still()}, 28_000, set_the_clock)
    assert not [event for event in events if isinstance(event, Stalled)]


def test_a_stall_counts_from_the_start_whatever_the_clock_says_of_before() -> None:
    for slip in (0.0, -86_400.0, 86_400.0):

        async def set_the_clock(_: Watcher, clock: VirtualClock, slip: float = slip) -> None:
            await asyncio.sleep(1)
            clock.slip = slip

        _, events = watch({"a": still()}, 29_500, set_the_clock, jobs=[known(A, EPOCH - 86_400)])
        (stalled,) = (event for event in events if isinstance(event, Stalled))
        assert stalled.at == EPOCH + slip + 28_905
        assert stalled.since == EPOCH + slip


def test_an_outage_that_an_earlier_run_told_is_not_told_again_and_its_end_is() -> None:
    offline: Script = lambda now: (  # noqa: E731
        Unreachable("no network") if now < 1000 else Progress(40.0, "Active")
    )
    trouble = Trouble("Service not reachable", "No network.")
    told = Status(unreachable_since=EPOCH - HOUR, trouble=trouble)
    _, events = watch({"a": offline}, 1200, told=told)
    assert not [event for event in events if isinstance(event, WentUnreachable)]
    (back,) = (event for event in events if isinstance(event, CameBack))
    assert back.since == EPOCH - HOUR


def test_who_is_let_in_after_a_sign_in_was_wanted_is_told_to_be_signed_in() -> None:
    _, events = watch({"a": still()}, 100, told=Status(signed_in=False))
    assert [type(event) for event in events].count(SignedIn) == 1
    refused: Script = lambda _: Unauthorised("no")  # noqa: E731
    client = FakeClient(renew_error=SignInNeeded("Signed out."))
    _, events = watch({"a": refused}, 100, told=Status(signed_in=False), client=client)
    assert SignedIn not in map(type, events)


def test_a_query_that_a_sleep_held_up_counts_from_when_it_was_sent() -> None:
    async def fall_asleep(_: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(0)  # its turn has started, but nothing was sent yet
        clock.slept += 40.0

    client, _ = watch({"a": still()}, 20, fall_asleep)
    assert client.asked["a"] == [0.0, 15.0]


def test_a_pause_that_an_earlier_run_was_asked_for_is_kept() -> None:
    told = Status(limited_from=EPOCH - 10, limited_until=EPOCH + 300)
    client, _ = watch({"a": still(), "b": still()}, 310, told=told)
    assert client.asked == {"a": [300.0], "b": [301.0]}


def test_after_such_a_pause_all_are_asked_within_half_a_minute() -> None:
    told = Status(limited_from=EPOCH - 10, limited_until=EPOCH + 300)
    client, _ = watch({f"j{n}": still() for n in range(40)}, 329.5, told=told)
    assert len(client.asked) == 40
    assert client.all_asked[0] == 300.0


def test_after_a_sleep_however_many_jobs_are_asked_within_half_a_minute() -> None:
    async def sleep(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(110)
        clock.slept += HOUR
        watcher.woke()

    client, _ = watch({f"j{n}": still() for n in range(60)}, 142, sleep)
    after = [at for at in client.all_asked if at > 109]
    assert len(after) == 60
    assert all(0.4 < later - early < 0.6 for early, later in pairwise(after))


def test_a_pause_that_ended_or_that_a_clock_set_back_puts_ahead_holds_nothing() -> None:
    for began in (EPOCH - 35, EPOCH + 100):
        told = Status(limited_from=began, limited_until=began + 30)
        client, _ = watch({"a": still()}, 10, told=told)
        assert client.asked == {"a": [0.0]}
