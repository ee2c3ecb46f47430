"""The cost of recording: processor time, work on the caller's thread, growth of the file.

`python benchmarks/recording.py`
"""

import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ccwatch.core.events import Added, Event, Moved, Scheduled, Seen, StepChanged
from ccwatch.core.job import JobId, Progress, Service
from ccwatch.disk.journal import Journal
from ccwatch.disk.recorder import Recorder
from tests.disk import recorded

JOB = JobId("4f6c2b7a-90d4-4e58-a6b3-7c5d1e0f8a24")
BEGAN = 1_790_000_000.0
DAY_OF_MOVES = 86_400 // 15
STEPS = ("Prepare_Production", "Calibration", "Run_Production", "Reconstruction")


def progress(number: int) -> Progress:
    """Return the job's progress after that many observations."""
    share = number / DAY_OF_MOVES
    step = STEPS[min(int(share * len(STEPS)), len(STEPS) - 1)]
    return Progress(round(100 * share, 4), "Active", step)


def observation(number: int) -> tuple[Event, ...]:
    """Return the events that the watcher publishes when a job has moved."""
    at = BEGAN + 15.0 * number
    seen, was = progress(number), progress(number - 1)
    events: list[Event] = [Seen(JOB, at, seen), Moved(JOB, at, seen, was.percentage)]
    if seen.step != was.step:
        events.append(StepChanged(JOB, at, seen, was.step))
    return (*events, Scheduled(JOB, at, at + 15))


def cpu_of_one(runs: int = 300) -> float:
    """Return the processor time of one separate observation, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "ccwatch.db")
        journal.record([Added(JOB, BEGAN, Service.MODELING)])
        took = []
        for number in range(1, runs):
            before = time.process_time()
            journal.record(observation(number))
            took.append((time.process_time() - before) * 1000)
        journal.close()
    return statistics.median(took)


def writes_of_caller(runs: int = 300) -> int:
    """Return how often the thread that queues observations wrote or waited for a disk."""
    with tempfile.TemporaryDirectory() as folder:
        path, done = Path(folder) / "ccwatch.db", threading.Event()
        recorder = Recorder(lambda: Journal(path), Journal.in_memory, lambda *_: None, print)
        recorder.start()
        recorder.put(Added(JOB, BEGAN, Service.MODELING))
        before = _writes()
        for number in range(1, runs):
            for event in observation(number):
                recorder.put(event)
        after = _writes()
        recorder.ask(lambda _: done.set())
        done.wait()
        recorder.close()
    return after - before


def _writes() -> int:
    lines = Path(f"/proc/self/task/{threading.get_native_id()}/io").read_text().splitlines()
    return int(dict(line.split(": ") for line in lines)["syscw"])


def growth_of_a_day() -> tuple[float, int]:
    """Return the growth per day of a moving job in kilobytes, and the number of missing points."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ccwatch.db"
        journal = Journal(path)
        journal.record([Added(JOB, BEGAN, Service.MODELING)])
        journal.close()
        empty = path.stat().st_size
        journal = Journal(path)
        days = [observation(number) for number in range(1, DAY_OF_MOVES + 1)]
        for events in days:
            journal.record(events)
        known = {(point.at, point.percentage) for point in recorded.course(journal, JOB)}
        journal.close()
        seen = {(e.at, e.progress.percentage) for day in days for e in day if isinstance(e, Moved)}
        return (path.stat().st_size - empty) / 1000, len(seen - known)


if __name__ == "__main__":
    print(f"one observation: {cpu_of_one():.3f} ms of processor time")
    print(f"writes by the thread that hands over: {writes_of_caller()}")
    grown, missing = growth_of_a_day()
    print(f"a day of a moving job: {grown:.0f} KB, {missing} points of its chart missing")
