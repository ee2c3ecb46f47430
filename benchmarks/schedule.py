"""The watcher compared with fixed loops on the same jobs: requests, and delay of changes.

`python benchmarks/schedule.py [--jobs N]`
"""

import argparse
import asyncio
import random
import statistics
import sys
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.simulated_jobs import MIXED, SHAPES, Run, a_type
from ccwatch.core.budget import Budget
from ccwatch.core.job import Details, JobId, Progress
from ccwatch.core.job_refs import JobRef
from ccwatch.stand_in.plan import Plan, state_at
from ccwatch.stand_in.samples import SAMPLES
from ccwatch.watching.watcher import Watcher
from tests.fakes import FakeClient
from tests.virtual_time import VirtualClock, run_virtual

SEED = 20261125
LOOPS = (6.0, 10.0, 60.0)
DOCUMENTED = (15.0, 30.0, 60.0, 120.0)  # repeated here, so that the program's own is not trusted
LONGEST = 21_600.0


class Trace(NamedTuple):
    """The service's answers about a job, by seconds since submission; `changes` are notified."""

    name: str
    progress: Callable[[float], Progress]
    changes: tuple[float, ...]

    @property
    def end(self) -> float:
        """When the job ends."""
        return self.changes[-1]


class Cost(NamedTuple):
    """The cost of one way to wait, over all jobs."""

    requests: int
    delays: Sequence[float]
    late_ends: Sequence[float]


def random_traces(number: int) -> list[Trace]:
    """Return simulated jobs of every shape, the same each time."""
    chance, made = random.Random(SEED), []
    shapes = [shape for shape in SHAPES if shape != MIXED]
    for index in range(number):
        shape = shapes[index % len(shapes)]
        run = a_type(shape, f"type {index}", chance, LONGEST).job(chance)
        changes = [run.queue + since for since, _ in run.steps] + [run.queue + run.seconds]
        made.append(Trace(f"{shape} {index}", partial(_simulated, run), tuple(changes)))
    return made


def _simulated(run: Run, at: float) -> Progress:
    return run.progress(at - run.queue)


def recorded_traces() -> list[Trace]:
    """Return the stand-in's sample jobs, as recorded by a client of it."""
    return [
        Trace(sample.name, partial(_reported, sample.plan), _changes(sample.plan))
        for sample in SAMPLES
    ]


def _reported(plan: Plan, at: float) -> Progress:
    state = state_at(plan, at)
    word = "Active" if state.ended is None else "Over"
    return Progress(state.percentage, word, state.step or None)


def _changes(plan: Plan) -> tuple[float, ...]:
    """Return when the step changes, to the second, and when the job ends."""
    changes: list[float] = []
    was = state_at(plan, 0.0)
    for second in count(1):
        state = state_at(plan, float(second))
        if state.ended is not None:
            return (*changes, state.ended)
        if state.step != was.step:
            changes.append(float(second))
        was = state
    raise AssertionError("unreachable")


def called_for(trace: Trace) -> list[float]:
    """Return the times of the documented schedule, up to the query that sees the end."""
    times, place, known = [0.0], 0, trace.progress(0.0).percentage
    while times[-1] < trace.end:
        times.append(times[-1] + DOCUMENTED[min(place, 3)])
        now = trace.progress(times[-1]).percentage
        place, known = (0, now) if now != known else (place + 1, known)
    return times


def asked(trace: Trace) -> tuple[list[float], int]:
    """Return when the watcher queried progress, and how often the job itself."""
    job = JobId("job")
    client = FakeClient(progress_script={job: trace.progress})
    client.details_script[job] = lambda at: Details(
        "Job", state="success" if at >= trace.end else "active", started=1.0, submitted=0.5
    )

    async def main() -> None:
        watcher = Watcher(client, VirtualClock(), lambda _: None, Budget(10_000, 1_000_000))
        watcher.add(JobRef(job))
        running = asyncio.ensure_future(watcher.run())
        await asyncio.sleep(trace.end + 600)
        running.cancel()
        await asyncio.wait({running})

    run_virtual(main())
    return client.asked[job], len(client.asked_details[job])


def delays(times: Sequence[float], changes: Sequence[float]) -> list[float]:
    """Return how long after each change the next query came."""
    return [times[bisect_left(times, change)] - change for change in changes]


def looped(trace: Trace, seconds: float) -> list[float]:
    """Return the times of a loop with a fixed pause, up to the query that sees the end."""
    return [seconds * turn for turn in range(int(trace.end / seconds) + 2)]


def compared(traces: Sequence[Trace]) -> tuple[float, dict[str, Cost]]:
    """Return the ratio of sent to documented requests, and the cost of each way to wait."""
    sent = wanted = extra = 0
    costs: dict[str, Cost] = {}
    ways: dict[str, list[tuple[Trace, list[float]]]] = {"ccwatch": []}
    for trace in traces:
        times, details = asked(trace)
        sent, wanted, extra = sent + len(times), wanted + len(called_for(trace)), extra + details
        ways["ccwatch"].append((trace, times))
        for seconds in LOOPS:
            way = f"every {seconds:g} s"
            ways.setdefault(way, []).append((trace, looped(trace, seconds)))
    for way, runs in ways.items():
        found = [(delays(times, trace.changes), len(times)) for trace, times in runs]
        costs[way] = Cost(
            sum(requests for _, requests in found) + (extra if way == "ccwatch" else 0),
            [delay for late, _ in found for delay in late],
            [late[-1] for late, _ in found],
        )
    return sent / wanted, costs


def table(costs: dict[str, Cost]) -> str:
    """Return the ways to wait as a table in Markdown."""
    fewest = costs["ccwatch"].requests
    rows = [
        f"| {way} | {cost.requests:,} | {cost.requests / fewest:.1f} "
        f"| {statistics.median(cost.delays):.0f} | {max(cost.delays):.0f} "
        f"| {statistics.median(cost.late_ends):.0f} | {max(cost.late_ends):.0f} |"
        for way, cost in costs.items()
    ]
    head = (
        "| | requests | × ccwatch | a change seen after: median, s | longest, s "
        "| the end: median, s | longest, s |\n|---|---|---|---|---|---|---|"
    )
    return "\n".join([head, *rows])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=70)
    traces = [*recorded_traces(), *random_traces(parser.parse_args().jobs)]
    ratio, costs = compared(traces)
    print(f"requests sent by those called for: {ratio:.4f}, on {len(traces)} jobs\n")
    print(table(costs))
