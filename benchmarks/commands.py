"""`ccwatch list` with many stored jobs, compared with a minimal script that does the same.

`python benchmarks/commands.py`
"""

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = str(Path(__file__).parents[1])
sys.path.insert(0, ROOT)

from benchmarks.service import store_jobs

JOBS = 1000
LEAST = "import sqlite3, json"


def cpu_of_command(*arguments: str, **env: str) -> float:
    """Return the processor time of one run of Python, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], env=env, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def listing(runs: int = 15) -> tuple[float, float]:
    """Return the median seconds of `ccwatch list`, and of the minimal script, run alternately."""
    with tempfile.TemporaryDirectory() as folder:
        store_jobs(Path(folder) / "home", JOBS, points=3)
        env = {"CCWATCH_HOME": f"{folder}/home", "PYTHONPATH": ROOT}
        took: list[tuple[float, float]] = []
        for _ in range(runs + 1):
            took.append(
                (
                    cpu_of_command("-m", "ccwatch", "list", **env),
                    cpu_of_command("-c", LEAST, **env),
                )
            )
    return statistics.median(t[0] for t in took[1:]), statistics.median(t[1] for t in took[1:])


if __name__ == "__main__":
    own, least = listing()
    print(f"ccwatch list: {own:.3f} s, the least {least:.3f} s, ratio {own / least:.2f}")
