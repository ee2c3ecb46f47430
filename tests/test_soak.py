"""Thirty days of a thousand jobs, in virtual time, with many seeds, checked by the oracle.

The service has outages, pauses and expired sign-ins; the computer sleeps, its clock is set, and the
program is restarted. `--soak-seeds 1000-1999` runs other seeds than these 10.
"""

import asyncio
import multiprocessing
import os
import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest

from ccwatch.core.budget import Budget
from ccwatch.core.events import (
    Added,
    Ended,
    Event,
    JobEvent,
    Removed,
    SignInWanted,
    Stalled,
    Started,
    StepChanged,
)
from ccwatch.core.job import Job, JobId
from ccwatch.core.jobs import Status, job_after, status_after
from ccwatch.watching.watcher import Watcher
from tests.schedule_oracle import ObservedService, ScheduleOracle, now
from tests.virtual_time import VirtualClock, VirtualLoop, run_virtual
from tests.watching.test_watcher_properties import DAY, FAILURES, Piece, Window, World

pytestmark = pytest.mark.timeout(3600)

DAYS = 30
JOBS = 1000
PORTION = 20
TOLD = (Started, StepChanged, Stalled, Ended)


def life(chance: random.Random) -> Iterator[Piece]:
    """Yield what a job does in some minutes, occasionally in hours or days."""
    slow = chance.choices([1, 15, 200], [120, 4, 1])[0]
    yield Piece(chance.uniform(10, 60), 0.0, step="")
    far = 0.0
    for step in ("Prepare_Production", "Run_Production"):
        seconds = chance.uniform(30, 150) * slow
        pace = chance.choice([0.0, 5.0, 30.0]) / seconds if slow < 200 else 0.0
        failure = chance.choice(list(FAILURES)) if chance.random() < 0.1 else ""
        yield Piece(seconds, far, pace, failure, step=step)
        far += pace * seconds
    yield Piece(1e9, 100.0, outcome=chance.choice(["success", "failed", "cancelled"]))


class Month(World):
    """A world in which the computer sleeps and the program is restarted."""

    def live(self) -> tuple[ScheduleOracle, list[Event]]:
        """Watch for thirty days; return the oracle and the events."""
        oracle = ScheduleOracle(((self.per_minute, 60.0), (self.per_hour, 3600.0)), self.at_once)
        service = ObservedService(oracle, self.progress, self.details, self.renew, self.latency)
        self.events: list[Event] = []
        self.jobs: dict[JobId, Job] = {}
        self.status = Status()
        self.broken: list[dict[str, object]] = []

        async def main() -> None:
            loop = asyncio.get_running_loop()
            assert isinstance(loop, VirtualLoop)
            loop.set_exception_handler(lambda _, what: self.broken.append(what))
            clock = VirtualClock()
            budget = Budget(self.per_minute, self.per_hour)
            watcher = Watcher(service, clock, self.publish, budget, self.at_once)
            running = asyncio.ensure_future(watcher.run())
            for time, action, job in sorted(self.actions):
                await asyncio.sleep(max(time - now(), 0.0))
                match action:
                    case "sleep":
                        loop.virtual += float(job)
                        oracle.slept()
                    case "clock":
                        clock.slip += float(job)
                        oracle.clock_was_set = True
                    case "restart":
                        running.cancel()
                        await asyncio.wait({running})
                        oracle.restarted()
                        watcher = Watcher(service, clock, self.publish, budget, self.at_once)
                        watcher.resume(list(self.jobs.values()), self.status)
                        running = asyncio.ensure_future(watcher.run())
                    case _:
                        self._act(action, job, watcher, oracle)
            await asyncio.sleep(DAYS * DAY - now())
            oracle.finish()
            running.cancel()
            await asyncio.wait({running})

        run_virtual(main())
        return oracle, self.events

    def publish(self, event: Event) -> None:
        """Record the event and apply it, like a journal."""
        self.events.append(event)
        if not isinstance(event, JobEvent):
            self.status = status_after(self.status, event)
        elif (after := job_after(self.jobs.get(event.job), event)) is None:
            self.jobs.pop(event.job, None)
        else:
            self.jobs[event.job] = after


def month(seed: int) -> Month:
    """Return the month of a seed."""
    chance = random.Random(seed)
    jobs = [JobId(f"job-{number:04}") for number in range(JOBS)]
    starts = {job: chance.uniform(0, (DAYS - 1) * DAY) for job in jobs}
    troubles = sorted(chance.uniform(0, DAYS * DAY) for _ in range(60))
    other = [chance.uniform(0, DAYS * DAY) for _ in range(90)]
    return Month(
        {job: list(life(chance)) for job in jobs},
        [
            *(Window(t, 90.0, True, chance.choice([None, 30, 200, 9999])) for t in troubles[::2]),
            *(
                Window(t, 3000.0, renewal=chance.choice(["denied", "offline"]))
                for t in troubles[1::2]
            ),
        ],
        [
            *((start, "add", job) for job, start in starts.items()),
            *((chance.uniform(0, DAYS * DAY), "check", chance.choice(jobs)) for _ in range(200)),
            *((starts[job] + chance.uniform(0, 3000), "remove", job) for job in jobs[::7]),
            *((t + chance.uniform(10, 20_000), "sign-in", jobs[0]) for t in troubles[1::2]),
            *((t, "sleep", JobId(str(chance.choice([40, 600, 30_000])))) for t in other[:30]),
            *((t, "clock", JobId(str(chance.choice([-86_400, 3600, 7e6])))) for t in other[30:60]),
            *((t, "restart", jobs[0]) for t in other[60:]),
        ],
        [chance.expovariate(2) for _ in range(97)],
        per_minute=60,
        per_hour=1000,
    )


def faults_of(seed: int) -> tuple[int, int, list[str]]:
    """Simulate the month; return requests, ends, and faults."""
    world = month(seed)
    oracle, events = world.live()
    wrong = [*oracle.faults[:3], *map(str, world.broken[:1])]
    ends = Counter(event.job for event in events if isinstance(event, Ended))
    watched: set[JobId] = set()
    over: set[JobId] = set()
    for event in events:
        if isinstance(event, JobEvent):
            if event.job not in watched and not isinstance(event, Added):
                wrong.append(f"{event} of an unwatched job")
            if event.job in over and isinstance(event, TOLD):
                wrong.append(f"{event} after the end")
            (watched.discard if isinstance(event, Removed) else watched.add)(event.job)
            if isinstance(event, Ended):
                over.add(event.job)
    wrong += [f"{job} ended {count} times" for job, count in ends.items() if count != 1]
    for name, job in world.jobs.items():
        if job.unfinished is oracle.jobs[name].ended:
            wrong.append(f"{name}: its end went unnoticed, or was made up")
    told = sum(isinstance(event, SignInWanted) for event in events)
    if told < oracle.sign_outs:
        wrong.append(f"signed out {oracle.sign_outs} times, told {told} times")
    return len(oracle.sent), sum(ends.values()), wrong[:5]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    first, _, last = metafunc.config.getoption("--soak-seeds").partition("-")
    seeds = range(int(first), int(last or first) + 1)
    portions = [seeds[n : n + PORTION] for n in range(0, len(seeds), PORTION)]
    if "seeds" in metafunc.fixturenames:
        metafunc.parametrize("seeds", portions, ids=[f"{p[0]}-{p[-1]}" for p in portions])


def test_thirty_days_of_a_thousand_jobs(seeds: range) -> None:
    # Not forked: the parent may have threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count() or 1, context) as pool:
        for seed, (requests, ends, wrong) in zip(seeds, pool.map(faults_of, seeds), strict=True):
            print(f"seed {seed}: {requests} requests, {ends} ends")
            assert not wrong, f"seed {seed}: {wrong}"
            assert requests > 2_000
            assert ends > 500
