"""From the reply that reports a job's failure to the notification by a real daemon.

The schedule determines how long after the failure that reply comes; this measures what the program
adds. `python benchmarks/pop_up.py [--jobs N]` (Linux)
"""

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = str(Path(__file__).parents[1])
sys.path.insert(0, ROOT)

from benchmarks.service import TOKEN, job_ids
from ccwatch.core.job import JobId, Outcome
from ccwatch.stand_in import StandIn
from ccwatch.stand_in.plan import Plan, Step
from ccwatch.stand_in.reply import Reply
from ccwatch.stand_in.server import Wait
from tests.end_to_end.ccwatch_program import Ccwatch, end
from tests.virtual_desktop import Desktop, wait_until

BETWEEN = 1.5  # seconds, so that notifications come one by one, not in a group
FAILS_AFTER = 20.0  # seconds of being watched: after the second query, before the third


class NoticeDelivery(StandIn):
    """Records when it first reported each job's end, in UTC seconds."""

    def __init__(self, **more: Any) -> None:
        super().__init__(time.time, accepts=TOKEN.__eq__, samples=False, **more)
        self.ends: dict[str, float] = {}
        self.told: dict[str, float] = {}

    def fail(self, job: JobId, name: str) -> None:
        """Add a job that moves, and fails after a while."""
        self.ends[job] = time.time() + FAILS_AFTER
        plan = Plan(
            0,
            (Step("Production", FAILS_AFTER * 2, 100),),
            end=Outcome.FAILED,
            end_at=50,
            decimals=2,
        )
        self.add_job(job, plan, name=name, submitted=time.time())

    def _answer(
        self, method: str, target: str, headers: Any, body: bytes, wait: Wait
    ) -> Reply | None:
        now = time.time()
        reply = super()._answer(method, target, headers, body, wait)
        for job, ends in self.ends.items():
            if job in target and now >= ends:
                self.told.setdefault(job, now)
        return reply


def measured(jobs: int) -> list[float]:
    """Return the seconds from each such reply to its notification."""
    service = NoticeDelivery()
    service.start()
    try:
        with Desktop() as desktop:
            ccwatch = Ccwatch(desktop, CCWATCH_API_URL=service.url, CCWATCH_ACCESS_TOKEN=TOKEN)
            program = ccwatch.start_hidden()
            for number, job in enumerate(job_ids(jobs)):
                service.fail(job, f"Survey-{number:03}")
                ccwatch.run("add", job)
                time.sleep(BETWEEN)

            def shown() -> dict[str, float]:
                names = [f"Survey-{number:03}" for number in range(jobs)]
                notices = [told for told in desktop.notifications() if "Failed" in told.body]
                return {n: told.at for told in notices for n in names if n in told.title}

            wait_until(lambda: len(shown()) == jobs, "all pop-ups", 60)
            end(program)
            at = shown()
    finally:
        service.stop()
    return [at[f"Survey-{n:03}"] - service.told[job] for n, job in enumerate(job_ids(jobs))]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=15)
    took = measured(parser.parse_args().jobs)
    print(f"reply to pop-up: median {statistics.median(took):.3f} s, longest {max(took):.3f} s")
