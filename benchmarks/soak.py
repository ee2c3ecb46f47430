"""An hour of real time: the real program on a desktop, monitored for anything that grows.

A hundred jobs move all the time, end, are removed and replaced by others, while the service fails
now and then. Memory, threads, open files, tasks and objects are sampled; at the end the last
quarter is compared with the second. `python benchmarks/soak.py [--hours H]` (Linux)
"""

import argparse
import asyncio
import gc
import json
import random
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = str(Path(__file__).parents[1])
sys.path.insert(0, ROOT)

from ccwatch.stand_in import StandIn
from ccwatch.stand_in.plan import Plan, Step
from tests.virtual_desktop import Desktop, wait_until

TOKEN = "let-me-in"
JOBS = 100
SAMPLE_SECONDS = 20.0
# Tolerances between two quarters: for memory because of allocators, for the rest because of current
# activity.
ALLOWED = {"private_mb": 1.05, "objects": 1.05, "threads": 1.15, "files": 1.15, "tasks": 1.3}
FAULTS = ("500", "502", "html", "drop", "truncated", "nan", "types", "lost", "slow", "redirect")


def sampled() -> dict[str, float]:
    """Return a sample of this process."""
    rollup = Path("/proc/self/smaps_rollup").read_text().splitlines()
    # Not PSS: its share of the libraries grows when another program that uses them ends.
    private = next(int(line.split()[1]) for line in rollup if line.startswith("Private_Dirty:"))
    gc.collect()
    objects = gc.get_objects()
    tasks = sum(isinstance(each, asyncio.Task) and not each.done() for each in objects)
    return {
        "private_mb": private / 1024,
        "threads": threading.active_count(),
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "tasks": tasks,
        "objects": len(objects),
    }


def run_program(samples: Path) -> int:
    """Run the desktop program in this process, and record samples."""
    from ccwatch.desktop.start import run_desktop

    def sample() -> None:
        with samples.open("a") as file:
            while True:
                time.sleep(SAMPLE_SECONDS)
                file.write(json.dumps(sampled()) + "\n")
                file.flush()

    threading.Thread(target=sample, daemon=True, name="sampling").start()
    return run_desktop(argparse.Namespace(demo=False, hidden=False, wall=False, jobs=[]))


def run(hours: float, seed: int) -> int:
    """Run the soak test; return 0 if nothing grew."""
    print(f"seed {seed}, {hours:g} h, {JOBS} moving jobs", flush=True)
    chance = random.Random(seed)
    service = StandIn(time.time, accepts=TOKEN.__eq__, samples=False)
    service.start()
    with Desktop(seconds_shown=2) as desktop:
        home = desktop.folder / "home-of-ccwatch"
        home.mkdir(mode=0o700)
        limits = {"requests_per_minute": 5000, "requests_per_hour": 300_000}
        (home / "settings.json").write_text(json.dumps(limits))
        samples = desktop.folder / "samples"
        env = {
            "PYTHONPATH": ROOT,
            "CCWATCH_HOME": str(home),
            "CCWATCH_API_URL": service.url,
            "CCWATCH_ACCESS_TOKEN": TOKEN,
        }
        program = desktop.start(sys.executable, __file__, "--program", str(samples), env=env)
        wait_until(lambda: "ccwatch" in desktop.windows(), "the window", 30)
        ends_at = time.time() + hours * 3600
        jobs: dict[str, float] = {}
        number = 0
        while time.time() < ends_at and program.poll() is None:
            ended = [job for job, end in jobs.items() if end < time.time() - 60]
            for job in ended:
                del jobs[job]
            if ended:
                _ccwatch(desktop, env, "remove", *ended)
            new = []
            while len(jobs) < JOBS:
                number += 1
                seconds = chance.uniform(240, 1200)
                steps = (Step("Prepare_Production", seconds / 4, 10), Step("Run", seconds, 90))
                new.append(f"job-{number:05}")
                service.add_job(new[-1], Plan(5, steps, decimals=2), name=f"Survey {number}")
                jobs[new[-1]] = time.time() + seconds * 1.25 + 5
            if new:
                _ccwatch(desktop, env, "add", *new)
            service.faults.add(chance.choice(FAULTS), chance.randrange(1, 12))
            if chance.random() < 0.05:
                service.faults.add("429", 1, retry_after=10)
            time.sleep(10)
        alive = program.poll() is None
        asked = len(service.requests)
        rows = [json.loads(line) for line in samples.read_text().splitlines()]
        print(f"{len(rows)} samples, {number} jobs, the last {asked} requests kept", flush=True)
        service.stop()
    return _judge(rows) if alive else 1


def _ccwatch(desktop: Desktop, env: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "-m", "ccwatch", *arguments]
    subprocess.run(command, env=desktop.env | env, check=True, stdout=subprocess.DEVNULL)


def _judge(rows: list[dict[str, float]]) -> int:
    quarter = len(rows) // 4
    early, late = rows[quarter : 2 * quarter], rows[-quarter:]
    grew = 0
    print("| | second quarter | last quarter | ratio | allowed |\n|---|---|---|---|---|")
    for name, allowed in ALLOWED.items():
        was, now = (statistics.median(row[name] for row in part) for part in (early, late))
        grew += now / was > allowed
        print(f"| {name} | {was:,.1f} | {now:,.1f} | {now / was:.3f} | {allowed} |")
    return int(grew > 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--program", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    sys.exit(run_program(options.program) if options.program else run(options.hours, options.seed))
