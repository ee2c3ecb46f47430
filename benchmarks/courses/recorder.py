"""Records the course of a real command: `python benchmarks/courses/recorder.py KIND -- COMMAND …`.

Percentages and steps come from the command's own output. Appends one line of JSON to
`KIND.jsonl`: the command's label, its duration in seconds, and its changes as
[seconds, percentage, step]. Steps are numbered, each with an equal share of the percentage.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# How outputs tell how far they are: "[ 42%]" and "(42%)", "[12/40]", ffmpeg's "out_time_us=…"
_PERCENT = re.compile(r"[\[(]\s*(\d+(?:\.\d+)?)\s?%\s*[\])]")
_RATIO = re.compile(r"\[\s*(\d+)\s*/\s*(\d+)\s*\]")
_BLOCK = re.compile(r"\[(\d+)/(\d+), (\d+)/(\d+)\]")
_OUT_TIME = re.compile(r"^out_time_us=(\d+)$")
_REGISTERED = re.compile(r"Registering image #\d+ \((\d+)\)")


class Goal(NamedTuple):
    """What 100 % of a step is: seconds of a film, a number of images; 0 if the output says it."""

    film: float = 0.0
    images: int = 0


def fraction(line: str, goal: Goal) -> float | None:
    """Return the fraction that a line of output tells, None if it tells none."""
    line = line.strip()
    if goal.film and (found := _OUT_TIME.match(line)):
        return int(found[1]) / 1e6 / goal.film
    if goal.images and (found := _REGISTERED.search(line)):
        return int(found[1]) / goal.images
    if found := _BLOCK.search(line):
        row, rows, column, columns = map(int, found.groups())
        return ((row - 1) * columns + column) / (rows * columns)
    if found := _PERCENT.search(line):
        return float(found[1]) / 100
    if (found := _RATIO.search(line)) and int(found[2]):
        return int(found[1]) / int(found[2])
    return None


def changes(commands: list[list[str]], goal: Goal) -> Iterator[tuple[float, float, int]]:
    """Run the commands, and yield seconds, percentage and step at each change."""
    begun, reached = time.monotonic(), -1.0
    for step, command in enumerate(commands):
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        ) as run:
            assert run.stdout is not None
            for line in run.stdout:
                far = fraction(line.decode(errors="replace"), goal)
                if far is None:
                    continue
                whole = round(100 * (step + min(far, 1.0)) / len(commands), 1)
                if whole > reached:
                    reached = whole
                    yield time.monotonic() - begun, whole, step
        if run.returncode:
            sys.exit(f"{command[0]} failed with {run.returncode}")
    yield time.monotonic() - begun, 100.0, len(commands) - 1


def main() -> None:
    """Run a pipeline and append its course to the file of its kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", help="the file to append to, without .jsonl")
    parser.add_argument("label", help="what was run, for the record")
    parser.add_argument("--film", type=float, default=0.0, help="seconds of the film")
    parser.add_argument("--images", type=int, default=0, help="number of images to register")
    parser.add_argument("command", nargs="+", help="commands, separated by the word then")
    options = parser.parse_args()
    commands: list[list[str]] = [[]]
    for word in options.command:
        if word == "then":
            commands.append([])
        else:
            commands[-1].append(word)
    goal = Goal(options.film, options.images)
    course = [[round(at, 1), far, step] for at, far, step in changes(commands, goal)]
    line = {"label": options.label, "seconds": course[-1][0], "course": course}
    path = Path(__file__).parent / f"{options.kind}.jsonl"
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
