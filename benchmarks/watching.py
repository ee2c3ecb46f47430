"""The cost of watching 20 moving jobs, with a hidden and a visible window, and the floor's.

`python benchmarks/watching.py [--hidden S] [--visible S] [--follow]` (Linux)

With `--follow`, the user's own jobs of all services are listed as well, on their own schedule.
"""

import argparse
import sys
import time
from functools import partial
from pathlib import Path
from typing import NamedTuple

ROOT = str(Path(__file__).parents[1])
sys.path.insert(0, ROOT)

from benchmarks.processes import Cost, cost_of
from benchmarks.service import requests_to, running, store_jobs
from benchmarks.start import CCWATCH, FLOOR, JOBS, environment
from tests.virtual_desktop import Desktop, end_program

SETTLED = 20.0


class Watched(NamedTuple):
    """The cost of a program over a while; memory is what it used at the end."""

    cpu_a_minute: float
    wake_ups_a_minute: float
    requests_a_minute: float
    pss: float


def watched(
    command: tuple[str, ...], seconds: float, *, ended: bool = False, follow: bool = False
) -> Watched:
    """Run a program on its own virtual desktop; measure it once it has settled."""
    with running(JOBS, hours=0.0 if ended else 20.0) as url, Desktop() as desktop:
        store_jobs(desktop.folder / "watching", JOBS)
        env = environment(desktop.folder / "watching", url, follow=follow)
        program = desktop.start(*command, env=env)
        time.sleep(SETTLED)
        before, asked, began = cost_of(program.pid), requests_to(url), time.monotonic()
        time.sleep(seconds)
        after, asked = cost_of(program.pid), requests_to(url) - asked
        minutes = (time.monotonic() - began) / 60
        end_program(program)
    cpu, woken = after.since(before)
    return Watched(cpu / minutes, woken / minutes, asked / minutes, after.pss)


def floor() -> Cost:
    """Return the cost of the floor, measured alone as well."""
    with Desktop() as desktop:
        program = desktop.start(*FLOOR, "--hidden")
        time.sleep(6)
        cost = cost_of(program.pid)
        end_program(program)
    return cost


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hidden", type=float, default=300.0, metavar="S")
    parser.add_argument("--visible", type=float, default=120.0, metavar="S")
    parser.add_argument("--follow", action="store_true")
    options = parser.parse_args()
    run = partial(watched, follow=options.follow)
    print(f"floor: PSS {floor().pss:.1f} MB")
    print("hidden:", run((*CCWATCH, "--hidden"), options.hidden))
    print("nothing due:", run((*CCWATCH, "--hidden"), 60.0, ended=True))
    print("visible:", run(CCWATCH, options.visible))
