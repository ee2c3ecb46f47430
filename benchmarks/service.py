"""A stand-in of the service with jobs that move, in a process of its own.

`python benchmarks/service.py JOBS [--hours H]` prints its address, and runs until its input ends.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = str(Path(__file__).parents[1])
sys.path.insert(0, ROOT)

from ccwatch.core.events import Added, Event, Moved, Seen
from ccwatch.core.job import JobId, Progress, Service
from ccwatch.disk.journal import Journal
from ccwatch.stand_in import StandIn
from ccwatch.stand_in.plan import Plan, Step

TOKEN = "let-me-in"
RUN = "Run_Production"


def job_ids(count: int) -> list[JobId]:
    """Return the ids of the jobs that the service knows."""
    return [JobId(f"job-{number:05}") for number in range(count)]


def store_jobs(home: Path, count: int, points: int = 60) -> None:
    """Let a program whose files live in `home` watch the jobs, with a course of an hour at most."""
    now = time.time()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    journal = Journal(home / "ccwatch.db")
    for job in job_ids(count):
        events: list[Event] = [Added(job, now - 3600, Service.MODELING)]
        was = None
        for number in range(points):
            at, seen = now - 3600 + 60 * number, Progress(number / 4, "Active", RUN)
            events += [Seen(job, at, seen), Moved(job, at, seen, was)]
            was = seen.percentage
        journal.record(events)
    journal.close()


@contextmanager
def running(jobs: int, hours: float = 20.0) -> Iterator[str]:
    """Run the service in a process of its own; yield its address."""
    command = [sys.executable, __file__, str(jobs), "--hours", str(hours)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as service:
        assert service.stdin is not None
        assert service.stdout is not None
        yield service.stdout.readline().strip()
        service.stdin.close()


def main() -> None:
    """Serve until the input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("jobs", type=int)
    parser.add_argument("--hours", type=float, default=20.0)
    options = parser.parse_args()
    service = StandIn(time.time, accepts=TOKEN.__eq__, samples=False)
    steps = (
        Step("Prepare_Production", options.hours * 360, 10),
        Step(RUN, options.hours * 3240, 90),
    )
    for number, job in enumerate(job_ids(options.jobs)):
        since = time.time() - options.hours * 720 - number
        service.add_job(job, Plan(5, steps, decimals=4), name=f"Survey {number}", submitted=since)
    service.start()
    print(service.url, flush=True)
    sys.stdin.read()
    service.stop()


if __name__ == "__main__":
    main()
