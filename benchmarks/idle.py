"""What the program costs while it is hidden and has nothing to do, beside the floor.

`python benchmarks/idle.py [--seconds S] [--settled S] [--program FILE]` (Linux, Windows under wine)

It watches no jobs. What a start costs is not counted: that is over when a program sleeps for some
seconds, or after `--settled` at the latest. Under wine the figures are those of Linux for the
processes that wine runs, and what the server of wine does for them is not counted. There a
thread waits for that server some ten times to look at one file, so what is counted is in how many
quarters of a second a program was awake.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

ROOT = str(Path(__file__).parents[1])
sys.path.insert(0, ROOT)

from benchmarks.processes import PROC, cost_of
from benchmarks.start import CCWATCH, FLOOR, environment
from tests.virtual_desktop import Desktop, end_program

NOBODY = "http://127.0.0.1:9"  # where nothing listens
MOST_WAKE_UPS = 1.0
QUIET_SECONDS = 10.0
WINE = sys.platform == "win32"
MOMENT = 0.25  # seconds


class Idle(NamedTuple):
    """What a program cost in a second, all threads of it together."""

    wake_ups: float
    cpu: float  # seconds of processor time


def idle(command: tuple[str, ...], settled: float, seconds: float, env: Mapping[str, str]) -> Idle:
    """Run a program alone; count once it has settled, or had as many seconds for it."""
    with _running(command, env) as processes:
        until = time.monotonic() + settled
        while time.monotonic() < until:
            if _counted(processes, QUIET_SECONDS).wake_ups <= MOST_WAKE_UPS:
                break
        return _counted(processes, seconds)


def _counted(processes: Collection[int], seconds: float) -> Idle:
    before, began = {each: cost_of(each) for each in processes}, time.monotonic()
    moments, last = 0, before
    for _ in range(round(seconds / MOMENT) if WINE else 1):
        time.sleep(MOMENT if WINE else seconds)
        now = {each: cost_of(each) for each in processes}
        moments += any(cost.since(last[each])[1] for each, cost in now.items())
        last = now
    took = time.monotonic() - began
    spent = [cost.since(before[each]) for each, cost in last.items()]
    woken = moments if WINE else sum(woken for _, woken in spent)
    return Idle(woken / took, sum(cpu for cpu, _ in spent) / took)


@contextmanager
def _running(command: tuple[str, ...], env: Mapping[str, str]) -> Iterator[list[int]]:
    """Run a program; yield the numbers that Linux gives its processes, once they are there."""
    if sys.platform != "win32":
        with Desktop() as desktop:
            program = desktop.start(*command, env=dict(env))
            yield [program.pid]
            end_program(program)
        return
    with subprocess.Popen(command, env={**os.environ, **env}) as started:
        time.sleep(5)  # the launcher of a virtual environment starts another process
        try:
            yield _processes_of(command)
        finally:
            end = ["taskkill", "/f", "/t", "/pid", str(started.pid)]
            subprocess.run(end, stdout=subprocess.DEVNULL, check=False)


def _processes_of(command: tuple[str, ...]) -> list[int]:
    """Return the processes that run the command under wine; raises RuntimeError without any."""
    found = []
    for folder in PROC.iterdir():
        with suppress(OSError):  # one that has just ended
            words = (folder / "cmdline").read_text("utf-8").rstrip("\0").split("\0")
            if words[1:] == list(command[1:]):
                found.append(int(folder.name))
    if not found:
        raise RuntimeError(f"{' '.join(command)} does not run")
    return found


def measured(
    settled: float, seconds: float, program: tuple[str, ...] = CCWATCH
) -> tuple[Idle, Idle]:
    """Return what the program costs, and the floor."""
    with tempfile.TemporaryDirectory() as home:
        env = environment(Path(home) / "home", NOBODY)
        own = idle((*program, "--hidden"), settled, seconds, env)
    return own, idle((*FLOOR, "--hidden"), settled, seconds, {})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, metavar="S")
    parser.add_argument("--settled", type=float, default=180.0, metavar="S")
    parser.add_argument("--program", metavar="FILE", help="a frozen one, instead of the source")
    options = parser.parse_args()
    program = (options.program,) if options.program else CCWATCH
    own, floor = measured(options.settled, options.seconds, program)
    for name, cost in (("ccwatch", own), ("floor", floor)):
        print(f"{name}: {cost.wake_ups:.2f} wake-ups and {cost.cpu * 1000:.2f} ms a second")
    if floor.cpu:
        print(f"processor time by the floor's: {own.cpu / floor.cpu:.1f}")
    sys.exit(own.wake_ups > MOST_WAKE_UPS)
