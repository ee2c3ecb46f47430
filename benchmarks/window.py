"""The window with ten thousand jobs: the lateness of its event loop.

Replies come as from a paid tier's 5,000 requests a minute, and reach the store as the journal
delivers them, while nothing else happens, and while the list is scrolled, filtered and sorted.

`python benchmarks/window.py [--seconds S] [--jobs N]`
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from ccwatch.core.events import Event, JobEvent, Moved, Scheduled, Seen
from ccwatch.core.job import Details, Job, JobId, Point, Progress
from ccwatch.ui.jobs.job_list import JobList
from ccwatch.ui.store import JobStore
from ccwatch.ui.style.application import wear
from ccwatch.ui.window.job_window import JobWindow

PER_MINUTE = 5000
BATCH_SECONDS = 0.05
BEAT_MS = 4
WORDS = ("bridge 7", "", "running", "quarry 12", "")


def jobs(count: int, now: float, chance: random.Random) -> list[Job]:
    """Return running jobs with a course of some length."""
    made = []
    for number in range(count):
        began = now - chance.uniform(600, 50_000)
        far = chance.uniform(1, 95)
        points = [Point(began + (now - began) * n / 60, far * n / 60, "Run") for n in range(60)]
        made.append(
            Job(
                JobId(f"job-{number:05}"),
                added=began,
                progress=Progress(far, "Active", "Run_Production"),
                details=Details(f"{chance.choice(['Bridge', 'Quarry', 'Dam'])} {number}", "Full"),
                checked=now,
                changed=now,
                next_check=now + chance.uniform(0, 120),
                course=tuple(points),
            )
        )
    return made


class Heartbeat:
    """Measures the lateness of the event loop every few milliseconds."""

    def __init__(self) -> None:
        self._late: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        late = (now - self._last) * 1000 - BEAT_MS
        self._last = now
        # Beats skipped during a long turn would have been late as well.
        while late > -BEAT_MS:
            self._late.append(max(late, 0.0))
            late -= BEAT_MS

    def taken(self) -> list[float]:
        """Return the milliseconds, sorted, and start over."""
        late, self._late = sorted(self._late), []
        return late


class Bench:
    """A window, its store, and the simulated activity in it."""

    def __init__(self, count: int) -> None:
        self._chance = random.Random(1)
        self.store = JobStore(jobs(count, time.time(), self._chance))
        self._names = list(self.store.jobs)
        self._debt = 0.0
        self.repainted = self.updates = 0
        self.window = JobWindow(self.store, time.time)
        self.window.show()

    def replies(self) -> None:
        """Apply what arrived since the last call."""
        self._debt += PER_MINUTE / 60 * BATCH_SECONDS
        while self._debt >= 1:
            self._debt -= 1
            job = self.store.jobs[self._chance.choice(self._names)]
            for event in self._reply(job):
                self.store.apply(event)
            self.updates += 1

    def _reply(self, job: Job) -> tuple[Event, ...]:
        now = time.time()
        seen = Progress(min((job.percentage or 0) + 0.1, 99.0), "Active", job.step)
        events: tuple[JobEvent, ...] = (
            Seen(job.id, now, seen),
            Moved(job.id, now, seen, job.percentage),
            Scheduled(job.id, now, now + 15),
        )
        return events  # type: ignore[return-value]


def run(seconds: float, act: Callable[[int], None] | None, every: float) -> None:
    """Run the event loop for that long, calling `act` every so many seconds."""
    loop = QEventLoop()
    number = 0

    def once() -> None:
        nonlocal number
        if act:
            act(number)
        number += 1

    timer = QTimer()
    timer.timeout.connect(once)
    timer.start(int(every * 1000))
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()
    timer.stop()


def main() -> int:
    """Print a table of the phases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each phase")
    parser.add_argument("--jobs", type=int, default=10_000)
    options = parser.parse_args()
    application = QApplication([])
    wear(application)
    began = time.perf_counter()
    bench = Bench(options.jobs)
    application.processEvents()
    print(f"window with {options.jobs:,} jobs shown after {time.perf_counter() - began:.2f} s\n")
    heartbeat = Heartbeat()
    rows, field = bench.window.findChild(JobList), bench.window.findChild(QLineEdit, "filter")
    assert rows is not None
    assert field is not None
    feeding = QTimer()
    feeding.timeout.connect(bench.replies)
    feeding.start(int(BATCH_SECONDS * 1000))
    bar = rows.verticalScrollBar()
    keys = ("name", "left", "progress", "state")
    phases: dict[str, tuple[Callable[[int], None] | None, float]] = {
        "updates": (None, 1.0),
        "updates, scrolling": (lambda n: bar.setValue(n * 37 % max(bar.maximum(), 1)), 1 / 60),
        "updates, filtering": (lambda n: field.setText(WORDS[n % len(WORDS)]), 1.0),
        "updates, sorting": (lambda n: rows.order.sort_by(keys[n % len(keys)]), 5.0),
    }
    print("| | median, ms | 99th percentile, ms | longest, ms |\n|---|---|---|---|")
    for name, (act, every) in phases.items():
        heartbeat.taken()
        run(options.seconds, act, every)
        late = heartbeat.taken()
        most = late[int(len(late) * 0.99)]
        print(
            f"| {name} | {statistics.median(late):.1f} | {most:.1f} | {late[-1]:.1f} |", flush=True
        )
    bench.window.deleteLater()
    return 0


if __name__ == "__main__":
    sys.exit(main())
