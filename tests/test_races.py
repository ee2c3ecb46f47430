"""User actions while a query is running, and quitting at any moment."""

import asyncio
from collections.abc import Callable

import pytest

from ccwatch.core.budget import Budget
from ccwatch.core.errors import (
    BadReply,
    JobMissing,
    RateLimited,
    ServerFault,
    SignInNeeded,
    Unauthorised,
    Unreachable,
)
from ccwatch.core.events import Added, Event, JobEvent, Muted, Removed, Renamed, SignInWanted
from ccwatch.core.job import Details, Job, JobId, Progress
from ccwatch.core.job_refs import JobRef
from ccwatch.core.jobs import job_after
from ccwatch.watching.watcher import Watcher
from tests.fakes import FakeClient, Script
from tests.virtual_time import EPOCH, VirtualClock, run_virtual

A = JobId("a")
LATENCY = 4.0
ANSWERS: dict[str, Script] = {
    "moving": lambda now: Progress(now, "Active", "Run_Production"),
    "over": lambda _: Progress(100.0, "Over"),
    "missing": lambda _: JobMissing("gone"),
    "unreachable": lambda _: Unreachable("no network"),
    "fault": lambda _: ServerFault("500"),
    "bad": lambda _: BadReply("not JSON"),
    "limited": lambda _: RateLimited("slow down", retry_after=20),
    "refused": lambda _: Unauthorised("Invalid JWT."),
}


def anew(watcher: Watcher) -> None:
    watcher.edit(Removed(A, EPOCH))
    watcher.add(JobRef(A))


def out_and_in(watcher: Watcher) -> None:
    watcher.signed_out("You signed out.")
    watcher.signed_in()


DEEDS: dict[str, Callable[[Watcher], object]] = {
    "remove": lambda watcher: watcher.edit(Removed(A, EPOCH)),
    "rename": lambda watcher: watcher.edit(Renamed(A, EPOCH, "Quarry")),
    "mute": lambda watcher: watcher.edit(Muted(A, EPOCH, True)),
    "check": lambda watcher: watcher.check_now(A),
    "add": lambda watcher: watcher.add(JobRef(A)),
    "remove and add": anew,
    "sign out": lambda watcher: watcher.signed_out("You signed out."),
    "sign out and in": out_and_in,
    "wake": lambda watcher: watcher.woke(),
}


def watch(
    answer: Script, at: float, deed: Callable[[Watcher], object], seconds: float = 200
) -> tuple[FakeClient, list[Event]]:
    """Watch one job with slow answers and run the action at a time; nothing may break."""
    client = FakeClient({A: answer}, latency=LATENCY)
    client.details_script = {A: lambda _: Details("J", state="failed")}
    events: list[Event] = []
    broken: list[dict[str, object]] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, what: broken.append(what))
        watcher = Watcher(client, VirtualClock(), events.append, Budget())
        watcher.add(JobRef(A))
        running = asyncio.ensure_future(watcher.run())
        await asyncio.sleep(at)
        deed(watcher)
        await asyncio.sleep(seconds)
        running.cancel()
        asked_at = loop.time()
        await asyncio.wait({running})
        assert loop.time() == asked_at, "quitting waits for nothing"
        assert asyncio.all_tasks() == {asyncio.current_task()}, "something was left behind"

    run_virtual(main())
    assert broken == []
    return client, events


def told(events: list[Event]) -> Job | None:
    """Return the job that results from the events; none may concern an unwatched one."""
    job: Job | None = None
    for event in events:
        if isinstance(event, JobEvent):
            assert job is not None or isinstance(event, Added), f"{event} of an unwatched job"
            job = job_after(job, event)
    return job


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("at", [0.0, 0.5, LATENCY, LATENCY + 0.5, 2 * LATENCY + 0.5, 15.5])
def test_a_deed_while_a_query_is_under_way(answer: str, deed: str, at: float) -> None:
    client, events = watch(ANSWERS[answer], at, DEEDS[deed])
    job = told(events)
    match deed:
        case "remove":
            assert job is None
            assert not [time for time in client.all_asked if time > at], (
                "asked after it was removed"
            )
        case "rename":
            assert job is not None
            assert job.name == "Quarry"
        case "mute":
            assert job is not None
            assert job.muted
        case "sign out":
            assert not [time for time in client.all_asked if time > at], "asked without a sign-in"
            assert len([event for event in events if isinstance(event, SignInWanted)]) == 1
        case _:
            assert job is not None
    gaps = [b - a for a, b in zip(client.asked[A], client.asked[A][1:], strict=False)]
    if answer != "refused":  # after a 401 the same query is sent once more
        assert all(gap >= 15 for gap in gaps)


@pytest.mark.parametrize("answer", ANSWERS)
def test_quitting_in_every_state_ends_at_once_and_leaves_nothing(answer: str) -> None:
    for half_seconds in range(60):
        watch(ANSWERS[answer], half_seconds / 2, lambda _: None, seconds=0.0)


@pytest.mark.parametrize("outcome", [None, SignInNeeded("no"), Unreachable("no network")])
def test_signing_out_during_a_renewal_lets_no_request_follow(outcome: Exception | None) -> None:
    client = FakeClient({A: ANSWERS["refused"]}, latency=LATENCY, renew_error=outcome)
    events: list[Event] = []

    async def main() -> None:
        watcher = Watcher(client, VirtualClock(), events.append, Budget())
        watcher.add(JobRef(A))
        running = asyncio.ensure_future(watcher.run())
        await asyncio.sleep(LATENCY + 1)
        assert client.renewals == 1
        watcher.signed_out("You signed out.")
        await asyncio.sleep(500)
        running.cancel()
        await asyncio.wait({running})

    run_virtual(main())
    assert len(client.all_asked) == 1
    assert len([event for event in events if isinstance(event, SignInWanted)]) == 1
