"""Ten thousand jobs at 5,000 requests a minute, against a service in another process.

Unchanging jobs are queried every 120 s: for ten thousand that is 5,000 a minute, once all have
reached that interval. The window is visible. `python benchmarks/load.py [--minutes M] [--warm-up
M]` (Linux)
"""

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = str(Path(__file__).parents[1])
sys.path.insert(0, ROOT)

from benchmarks.processes import cost_of
from benchmarks.service import requests_to, running, store_jobs
from benchmarks.start import environment
from tests.virtual_desktop import Desktop, end_program, wait_until

JOBS = 10_000
# Above what is due, so that no query waits for the budget: only its own lateness is measured.
LIMITS = {"requests_per_minute": 12_000, "requests_per_hour": 700_000}
SAMPLE_SECONDS = 5.0


class Load(NamedTuple):
    """The cost of ten thousand jobs; units are in the names."""

    core: float
    requests_a_minute: float
    loop_99_ms: float
    loop_longest_ms: float
    late_99_s: float
    latest_s: float
    private_first: float
    private_last: float


def run_program(samples: Path) -> int:
    """Run the desktop program in this process, and record its event loop and its queries."""
    from ccwatch.clock import SystemClock
    from ccwatch.core.due_queue import DueQueue
    from ccwatch.core.job import JobId
    from ccwatch.desktop.program import Program
    from ccwatch.desktop.start import run_desktop

    clock = SystemClock()
    late: list[float] = []
    take, keep_running = DueQueue.take, Program._keep_running

    def taken(queue: DueQueue, *, slow: bool = False) -> JobId:
        due = queue.next_due_of(slow)
        late.append(clock.steady() - (due or 0.0))
        return take(queue, slow=slow)

    def kept_running(program: Program, *, offer_sign_in: bool) -> None:
        from benchmarks.window import Heartbeat

        keep_running(program, offer_sign_in=offer_sign_in)
        heart = Heartbeat()

        def sample() -> None:
            line = json.dumps({"beats": heart.taken(), "late": late})
            late.clear()
            with samples.open("a") as file:
                file.write(line + "\n")
            program._tasks.later(SAMPLE_SECONDS, sample)

        program._tasks.later(SAMPLE_SECONDS, sample)

    DueQueue.take = taken  # type: ignore[method-assign, assignment]
    Program._keep_running = kept_running  # type: ignore[method-assign, assignment]
    return run_desktop(argparse.Namespace(demo=False, hidden=False, wall=False, jobs=[]), clock)


def measured(minutes: float, warm_up: float) -> Load:
    """Return the cost over that time, after a warm-up."""
    with running(JOBS, still=True) as url, Desktop() as desktop:
        home = desktop.folder / "watching"
        store_jobs(home, JOBS, points=3)
        (home / "settings.json").write_text(json.dumps(LIMITS))
        samples = desktop.folder / "samples"
        env = environment(home, url)
        program = desktop.start(sys.executable, __file__, "--program", str(samples), env=env)
        wait_until(lambda: "ccwatch" in desktop.windows(), "the window", 60)
        time.sleep(warm_up * 60)
        begun, skipped = time.monotonic(), len(samples.read_text().splitlines())
        before, asked = cost_of(program.pid), requests_to(url)
        private = [before.private]
        while time.monotonic() < begun + minutes * 60 and program.poll() is None:
            time.sleep(min(15.0, minutes * 15))
            private.append(cost_of(program.pid).private)
        after, asked = cost_of(program.pid), requests_to(url) - asked
        seconds = time.monotonic() - begun
        rows = [json.loads(line) for line in samples.read_text().splitlines()[skipped:]]
        end_program(program)
    beats = sorted(beat for row in rows for beat in row["beats"])
    late = sorted(each for row in rows for each in row["late"])
    quarter = max(len(private) // 4, 1)
    return Load(
        after.since(before)[0] / seconds,
        asked / seconds * 60,
        beats[int(len(beats) * 0.99)],
        beats[-1],
        late[int(len(late) * 0.99)],
        late[-1],
        statistics.median(private[:quarter]),
        statistics.median(private[-quarter:]),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--warm-up", type=float, default=6.0)
    parser.add_argument("--program", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.program:
        sys.exit(run_program(options.program))
    for name, value in measured(options.minutes, options.warm_up)._asdict().items():
        print(f"{name}: {value:,.3f}")
