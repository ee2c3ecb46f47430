"""Processor time from the start of the program to its tray icon, compared with the floor's.

`python benchmarks/start.py [--runs N] [--follow]` (Linux)
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

ROOT = str(Path(__file__).parents[1])
sys.path.insert(0, ROOT)

from benchmarks.processes import cost_of
from benchmarks.service import TOKEN, running, store_jobs
from benchmarks.tray_icons import TrayIcons
from ccwatch.core.settings import Settings
from ccwatch.disk import settings_file
from tests.virtual_desktop import Desktop, end_program, wait_until

JOBS = 20
FLOOR = (sys.executable, f"{ROOT}/benchmarks/floor.py")
CCWATCH = (sys.executable, "-m", "ccwatch")


def environment(home: Path, url: str, *, follow: bool = False) -> dict[str, str]:
    """Return the environment for watching the service's jobs from source.

    `follow` has the settings in `home` list the user's own jobs as well.
    """
    if follow:
        settings_file.save(home / "settings.json", Settings(follow_my_jobs=True))
    return {
        "PYTHONPATH": ROOT,
        "CCWATCH_HOME": str(home),
        "CCWATCH_API_URL": url,
        "CCWATCH_ACCESS_TOKEN": TOKEN,
    }


def until_icon(desktop: Desktop, icons: TrayIcons, command: tuple[str, ...], **env: str) -> float:
    """Return the seconds of processor time from the start of a program to its icon."""
    program = desktop.start(*command, env=env)
    ends = time.monotonic() + 30
    while not icons.count():
        if time.monotonic() > ends or program.poll() is not None:
            raise RuntimeError(f"no icon of {command}: {desktop.output()[-500:]}")
        time.sleep(0.002)
    cpu = cost_of(program.pid).cpu
    end_program(program)
    wait_until(lambda: not icons.count(), "an empty tray")
    return cpu


def measured(runs: int, *, follow: bool = False) -> tuple[float, float]:
    """Return the median seconds of the program and of the floor, run alternately on one desktop."""
    took: dict[str, list[float]] = {"ccwatch": [], "floor": []}
    with running(JOBS) as url, Desktop() as desktop, TrayIcons(desktop.env["DISPLAY"]) as icons:
        store_jobs(desktop.folder / "watching", JOBS)
        env = environment(desktop.folder / "watching", url, follow=follow)
        for _ in range(runs + 1):
            took["floor"].append(until_icon(desktop, icons, (*FLOOR, "--hidden")))
            took["ccwatch"].append(until_icon(desktop, icons, (*CCWATCH, "--hidden"), **env))
    # The first run compiles changed modules and fills the system's caches.
    return statistics.median(took["ccwatch"][1:]), statistics.median(took["floor"][1:])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--follow", action="store_true", help="list the user's own jobs as well")
    options = parser.parse_args()
    own, floor = measured(options.runs, follow=options.follow)
    print(f"ccwatch {own:.3f} s, floor {floor:.3f} s, ratio {own / floor:.2f}")
