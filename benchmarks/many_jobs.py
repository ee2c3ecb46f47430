"""What 10,000 jobs in 2,500 surveys cost at the start, by as many jobs that nothing joins.

`python benchmarks/many_jobs.py [--runs N]`
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

ROOT = str(Path(__file__).parents[1])
sys.path.insert(0, ROOT)

from ccwatch.core.events import Added, Described, Ended, Event, Seen
from ccwatch.core.job import Details, JobId, Outcome, Output, Progress, Service
from ccwatch.disk.journal import Journal
from ccwatch.ui.jobs.job_model import JobModel
from ccwatch.ui.store import JobStore

JOBS = 10_000
TYPES = ("FillImageProperties", "Calibration", "Tiling", "Production")
NOW = 1_790_000_000.0
AT_ONCE = 2000


class Start(NamedTuple):
    """Processor time in seconds: until the jobs are in the store, and until the list has rows."""

    hidden: float
    visible: float


def jobs_of_surveys(count: int, *, joined: bool) -> Iterator[list[Event]]:
    """Yield the events of each job: of surveys with four jobs each, or of jobs that stay alone."""
    for number in range(count):
        survey, place = divmod(number, len(TYPES))
        job, at = JobId(_guid(f"job {number}")), NOW - 60.0 * (count - number)
        known = Details(
            name=f"Survey {survey} {TYPES[place]}",
            type=TYPES[place],
            state="Success",
            created=at,
            submitted=at,
            started=at + 300,
            ended=at + 3000,
            inputs=(_guid(f"data {survey} {place - 1}"),),
            outputs=(Output("scene", _guid(f"data {survey} {place}")),),
            id=job,
        )
        if not joined:
            known = replace(known, inputs=(), outputs=(Output("scene " + known.inputs[0]),))
        yield [
            Added(job, at, Service.MODELING_2),
            Described(job, at + 3000, known),
            Seen(job, at + 3000, Progress(100.0, "Success")),
            Ended(job, at + 3000, Outcome.SUCCEEDED, at + 3000, 100.0),
        ]


def _guid(text: str) -> str:
    return str(uuid5(NAMESPACE_URL, text))


def store(path: Path, count: int, *, joined: bool) -> None:
    """Write a journal with that many jobs."""
    with closing(Journal(path)) as journal:
        waiting: list[Event] = []
        for events in jobs_of_surveys(count, joined=joined):
            waiting += events
            if len(waiting) >= AT_ONCE:
                journal.record(waiting)
                waiting = []
        journal.record(waiting)


def start(path: Path) -> Start:
    """Do with a journal what a start does."""
    began = time.process_time()
    with closing(Journal(path)) as journal:
        jobs, status, experience = journal.load(), journal.status(), journal.experience()
        jobs_in_store = JobStore()
        jobs_in_store.restore(jobs, status, experience)
        hidden = time.process_time() - began
        JobModel(jobs_in_store, lambda: NOW)
    return Start(hidden, time.process_time() - began)


def measured(runs: int, count: int = JOBS) -> tuple[Start, Start]:
    """Return the least times with surveys and with jobs alone, of runs that alternate."""
    with tempfile.TemporaryDirectory() as folder:
        paths = Path(folder) / "joined.db", Path(folder) / "alone.db"
        for path in paths:
            store(path, count, joined=path is paths[0])
        took = [(start(paths[0]), start(paths[1])) for _ in range(runs)]
    with_surveys, alone = zip(*took, strict=True)
    return Start(*map(min, zip(*with_surveys, strict=True))), Start(
        *map(min, zip(*alone, strict=True))
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    with_surveys, alone = measured(parser.parse_args().runs)
    for what, own, least in zip(Start._fields, with_surveys, alone, strict=True):
        print(f"{what}: {own / least:.2f} ({own * 1000:.0f} ms by {least * 1000:.0f} ms)")
