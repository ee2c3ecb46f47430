"""A stand-in for the service with moving jobs, in a separate process.

`python benchmarks/service.py JOBS [--hours H]` prints its address, and runs until its input ends.
"""

import argparse
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = str(Path(__file__).parents[1])
sys.path.insert(0, ROOT)

from ccwatch.core.events import Added, Described, Event, Moved, Seen
from ccwatch.core.job import Details, JobId, Output, Progress, Service
from ccwatch.disk.journal import Journal
from ccwatch.stand_in import StandIn
from ccwatch.stand_in.plan import Plan, Stall, Step
from ccwatch.stand_in.reply import Reply
from ccwatch.stand_in.server import Wait

TOKEN = "let-me-in"
RUN = "Run_Production"


def job_ids(count: int) -> list[JobId]:
    """Return the IDs of the service's jobs."""
    return [JobId(f"job-{number:05}") for number in range(count)]


def store_jobs(home: Path, count: int, points: int = 60) -> None:
    """Store the jobs in a program's `home` as watched, with a course of up to an hour."""
    now = time.time()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    journal = Journal(home / "ccwatch.db")
    for job in job_ids(count):
        events: list[Event] = [Added(job, now - 3600, Service.MODELING)]
        events.append(Described(job, now - 3600, _details(job, now - 3600)))
        was = None
        for number in range(points):
            at, seen = now - 3600 + 60 * number, Progress(number / 4, "Active", RUN)
            events += [Seen(job, at, seen), Moved(job, at, seen, was)]
            was = seen.percentage
        journal.record(events)
    journal.close()


def _details(job: JobId, submitted: float) -> Details:
    return Details(
        name=f"Survey {job}",
        type="Full",
        state="active",
        created=submitted,
        submitted=submitted,
        started=submitted,
        quality="Medium",
        outputs=(Output("3MX"), Output("LAS")),
        engines=5.0,
        itwin="3f1c2b7a-90d4-4e58-a6b3-7c5d1e0f8a24",
    )


@contextmanager
def running(jobs: int, hours: float = 20.0, *, still: bool = False) -> Iterator[str]:
    """Run the service in a separate process; yield its address. `hours` 0: all have ended."""
    command = [sys.executable, __file__, str(jobs), "--hours", str(hours)]
    command += ["--still"] if still else []
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as service:
        assert service.stdin is not None
        assert service.stdout is not None
        yield service.stdout.readline().strip()
        service.stdin.close()


def requests_to(url: str) -> int:
    """Return the number of requests that the service has answered."""
    with urllib.request.urlopen(f"{url}/benchmark/answered") as reply:
        return int(reply.read())


class Counting(StandIn):
    """A stand-in that counts its requests: its log keeps only the last ones."""

    answered = 0

    def _answer(
        self, method: str, target: str, headers: Any, body: bytes, wait: Wait
    ) -> Reply | None:
        if target == "/benchmark/answered":
            return Reply(200, str(self.answered).encode())
        self.answered += 1
        return super()._answer(method, target, headers, body, wait)


def main() -> None:
    """Serve until the input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("jobs", type=int)
    parser.add_argument("--hours", type=float, default=20.0)
    parser.add_argument("--still", action="store_true", help="no job moves")
    options = parser.parse_args()
    service = Counting(time.time, accepts=TOKEN.__eq__, samples=False)
    hours = options.hours or 0.01  # ended before the program queries them
    steps = (
        Step("Prepare_Production", hours * 360, 10),
        Step(RUN, hours * 3240, 90),
    )
    for number, job in enumerate(job_ids(options.jobs)):
        since = time.time() - (hours * 720 if options.hours else 100) - number
        plan = Plan(5, steps, stall=Stall(1, 1e9) if options.still else None, decimals=4)
        service.add_job(job, plan, name=f"Survey {number}", submitted=since)
    service.start()
    print(service.url, flush=True)
    sys.stdin.read()
    service.stop()


if __name__ == "__main__":
    main()
