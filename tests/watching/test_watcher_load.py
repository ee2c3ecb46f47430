"""Ten thousand jobs on the budget of a paid tier."""

import asyncio
from collections import Counter
from itertools import pairwise

import pytest

from ccwatch.core.budget import Budget, queries_at_once
from ccwatch.core.events import Ended, Event, Stretched
from ccwatch.core.job import Details, Job, JobId, Progress
from ccwatch.watching.watcher import Watcher
from tests.fakes import FakeClient, Script
from tests.virtual_time import EPOCH, VirtualClock, run_virtual

pytestmark = pytest.mark.timeout(600)

JOBS = [JobId(f"job-{number:05}") for number in range(10_000)]
PER_MINUTE = 5_000
LATENCY = 0.15


def watch(script: Script, seconds: float, details: Script) -> tuple[FakeClient, list[Event]]:
    """Resume all jobs, as at a start, and watch them for that many virtual seconds."""
    client = FakeClient(latency=LATENCY)
    client.progress_script = dict.fromkeys(JOBS, script)
    client.details_script = dict.fromkeys(JOBS, details)
    events: list[Event] = []
    known = Details("J", state="active")

    async def main() -> None:
        budget = Budget(PER_MINUTE, 60 * PER_MINUTE)
        watcher = Watcher(
            client, VirtualClock(), events.append, budget, queries_at_once(PER_MINUTE)
        )
        was = Progress(40.0, "Active", "A")
        watcher.resume(Job(job, progress=was, details=known, checked=EPOCH) for job in JOBS)
        running = asyncio.ensure_future(watcher.run())
        await asyncio.sleep(seconds)
        running.cancel()
        await asyncio.wait({running})

    run_virtual(main())
    return client, events


def test_nobody_starves_and_the_budget_is_kept() -> None:
    client, _ = watch(lambda _: Progress(40.0, "Active", "A"), 900, lambda _: Details("J"))
    asked = [client.asked[job] for job in JOBS]
    first = [times[0] for times in asked]
    assert max(first) < 130, "the first round takes no longer than the budget makes it"
    assert first == sorted(first), "the longest overdue goes first"
    sent = client.all_asked
    assert all(later - early > 60 for early, later in zip(sent, sent[PER_MINUTE:], strict=False)), (
        "more than the budget of a minute"
    )
    late = [later - early for times in asked for early, later in pairwise(times)]
    assert min(late) >= 15
    assert max(late[-len(late) // 2 :]) < 180
    rounds = Counter(len(times) for times in asked)
    assert max(rounds) - min(rounds) <= 1


def test_a_budget_that_is_stretched_is_said_and_its_end_too() -> None:
    _, events = watch(lambda _: Progress(40.0, "Active", "A"), 600, lambda _: Details("J"))
    said = [event.behind is not None for event in events if isinstance(event, Stretched)]
    assert said[0] is True
    assert said == [number % 2 == 0 for number in range(len(said))]


def test_ten_thousand_ends_are_all_told() -> None:
    over = Details("J", state="success")
    client, events = watch(lambda _: Progress(100.0, "Over"), 400, lambda _: over)
    ended = [event.job for event in events if isinstance(event, Ended)]
    assert sorted(ended) == JOBS
    # If the budget runs out between its two queries, a turn starts again.
    assert 2 * len(JOBS) <= len(client.all_asked) < 2.01 * len(JOBS)
    assert max(client.all_asked) < 300, "nobody is asked any more"
