"""Every figure of docs/performance.md, in one run of about half an hour on a quiet machine.

`python benchmarks/performance.py [docs/performance.md] [--quick] [--only PART]` (Linux)

`--quick` takes fewer and shorter measurements, about ten minutes: to detect a regression, not to
publish. Without a document the figures are printed. `--only` repeats one part of the document, for
instance after other load disturbed it.
"""

import argparse
import datetime
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import (
    commands,
    load,
    many_jobs,
    pop_up,
    recording,
    ring,
    schedule,
    start,
    watching,
)
from benchmarks.documents import put_figures

Part = Callable[["Length"], Iterable["Row"]]


class Row(NamedTuple):
    """A figure and its target, as text."""

    what: str
    figure: str
    aim: str
    reached: bool
    script: str


class Length(NamedTuple):
    """The extent of a measurement: seconds, minutes and numbers of runs."""

    starts: int
    hidden: float
    visible: float
    load_minutes: float
    load_warm_up: float
    pop_ups: int
    jobs: int


WHOLE = Length(9, 300, 120, 10, 5, 15, 70)
QUICK = Length(3, 45, 45, 1, 5, 5, 14)


def starting(length: Length) -> Iterator[Row]:
    """Yield the cost of a start."""
    own, floor = start.measured(length.starts)
    what = "processor time to the tray icon, from source, 20 stored jobs, by the floor"
    figure = f"{own / floor:.2f} ({own:.3f} s by {floor:.3f} s)"
    yield Row(what, figure, "≤ 1.3", own / floor <= 1.3, "start.py")


def _watched(
    cost: watching.Watched, floor: float, memory: str, time: str, script: str = "watching.py"
) -> Iterator[Row]:
    """Yield memory and processor time; the texts say under which conditions."""
    ratio = cost.pss / floor
    yield Row(
        f"memory (PSS) with 20 moving jobs{memory}, by the floor",
        f"{ratio:.2f} ({cost.pss:.1f} MB by {floor:.1f} MB)",
        "≤ 1.3, under 68.3 MB",
        ratio <= 1.3 and cost.pss < 68.3,
        script,
    )
    yield Row(
        f"processor time with 20 moving jobs, {time}",
        f"{cost.cpu_a_minute:.3f} s a minute for {cost.requests_a_minute:.0f} queries",
        "≤ 0.15 s",
        cost.cpu_a_minute <= 0.15,
        script,
    )


def idling(length: Length) -> Iterator[Row]:
    """Yield the cost of watching."""
    floor = watching.floor().pss
    hidden = watching.watched((*start.CCWATCH, "--hidden"), length.hidden)
    minutes = f"{length.hidden / 60:.0f} min" if length.hidden >= 60 else f"{length.hidden:.0f} s"
    yield from _watched(hidden, floor, f" after {minutes}, window hidden", "window hidden")
    ended = watching.watched((*start.CCWATCH, "--hidden"), length.visible, ended=True)
    yield Row(
        "the same when no query is due",
        f"{ended.cpu_a_minute:.3f} s and {ended.wake_ups_a_minute:.0f} wake-ups a minute,"
        " of all threads",
        "none but for queries",
        ended.wake_ups_a_minute <= 10,
        "watching.py",
    )
    visible = watching.watched(start.CCWATCH, length.visible)
    yield Row(
        "processor time with 20 moving jobs, window visible",
        f"{visible.cpu_a_minute:.3f} s a minute",
        "≤ 0.4 s",
        visible.cpu_a_minute <= 0.4,
        "watching.py",
    )


def following(length: Length) -> Iterator[Row]:
    """Yield what it costs to follow the user's own jobs as well, beside watching alone."""
    suffix = "with “Follow my jobs” on"
    own, floor = start.measured(length.starts, follow=True)
    yield Row(
        f"processor time to the tray icon, from source, 20 stored jobs, {suffix}, by the floor",
        f"{own / floor:.2f} ({own:.3f} s by {floor:.3f} s)",
        "≤ 1.3",
        own / floor <= 1.3,
        "start.py --follow",
    )
    floor_pss = watching.floor().pss
    hidden = watching.watched((*start.CCWATCH, "--hidden"), length.hidden, follow=True)
    where = f"window hidden, {suffix}"
    yield from _watched(hidden, floor_pss, f", {where}", where, "watching.py --follow")


def grouping(length: Length) -> Iterator[Row]:
    """Yield what surveys cost at the start."""
    with_surveys, alone = many_jobs.measured(length.starts)
    for window, aim in (("hidden", 1.1), ("visible", 1.5)):
        own, least = getattr(with_surveys, window), getattr(alone, window)
        yield Row(
            f"start with 10,000 jobs in 2,500 surveys, window {window}, by 10,000 that stay alone",
            f"{own / least:.2f} ({own:.2f} s by {least:.2f} s)",
            f"≤ {aim}",
            own / least <= aim,
            "many_jobs.py",
        )


def loaded(length: Length) -> Iterator[Row]:
    """Yield the cost of ten thousand jobs."""
    cost = load.measured(length.load_minutes, length.load_warm_up)
    jobs = f"10,000 jobs at {cost.requests_a_minute:,.0f} requests a minute, window visible: "
    grown = cost.private_last - cost.private_first
    rows = [
        ("share of a core", f"{cost.core:.0%}", "≤ 60 %", cost.core <= 0.6),
        (
            "how late the event loop is, 99th percentile",
            f"{cost.loop_99_ms:.0f} ms (longest {cost.loop_longest_ms:.0f} ms)",
            "≤ 16 ms",
            cost.loop_99_ms <= 16,
        ),
        (
            "how late a query is at worst",
            f"{cost.latest_s:.2f} s (99th percentile {cost.late_99_s:.2f} s)",
            "≤ 1 s",
            cost.latest_s <= 1,
        ),
        (
            f"growth of own memory in {length.load_minutes:.0f} min",
            f"{grown:+.1f} MB, to {cost.private_last:.0f} MB",
            "flat",
            grown <= cost.private_first * 0.03,
        ),
    ]
    for what, figure, aim, reached in rows:
        yield Row(jobs + what, figure, aim, reached, "load.py")


def telling(length: Length) -> Iterator[Row]:
    """Yield the delay of a notification."""
    took = pop_up.measured(length.pop_ups)
    median, longest = statistics.median(took), max(took)
    yield Row(
        "from the reply that tells of a failure to the pop-up, beyond the schedule’s own wait",
        f"{median:.2f} s (longest of {len(took)}: {longest:.2f} s)",
        "≤ 0.2 s",
        median <= 0.2,
        "pop_up.py",
    )


def listing(_: Length) -> Iterator[Row]:
    """Yield the cost of the command."""
    own, least = commands.listing()
    what = '`ccwatch list` with 1,000 jobs, by `python -c "import sqlite3, json"`'
    figure = f"{own / least:.1f} ({own * 1000:.0f} ms by {least * 1000:.0f} ms)"
    yield Row(what, figure, "≤ 2.5", own / least <= 2.5, "commands.py")


def keeping(_: Length) -> Iterator[Row]:
    """Yield the cost of recording."""
    one, writes = recording.cpu_of_one(), recording.writes_of_caller()
    grown, missing = recording.growth_of_a_day()
    yield Row(
        "one observation recorded",
        f"{one:.2f} ms of processor time, {writes} writes by the window’s thread",
        "≤ 1 ms, none",
        one <= 1 and not writes,
        "recording.py",
    )
    yield Row(
        "a day of a job that moves every 15 s, on disk",
        f"{grown:.0f} KB, {missing} points of its chart missing",
        "≤ 300 KB, none",
        grown <= 300 and not missing,
        "recording.py",
    )


def painting(_: Length) -> Iterator[Row]:
    """Yield the cost of the ring."""
    cost = ring.measured()
    yield Row(
        "the ring painted and set, in an XEmbed tray",
        f"{cost.changed:.2f} ms; {cost.same:.3f} ms when it says the same",
        "≤ 1 ms",
        cost.changed <= 1,
        "ring.py",
    )


def packing(_: Length) -> Iterator[Row]:
    """Yield the size of the wheel."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "-w", folder, "."]
        subprocess.run(command, cwd=ROOT, check=True)
        (wheel,) = Path(folder).glob("*.whl")
        size = wheel.stat().st_size / 1e6
    yield Row("the wheel", f"{size:.2f} MB", "≤ 1 MB", size <= 1, "pip wheel --no-deps .")


PARTS: dict[str, Part] = {
    part.__name__: part
    for part in (
        starting,
        idling,
        following,
        grouping,
        loaded,
        telling,
        listing,
        keeping,
        painting,
        packing,
    )
}


def measured(part: Part, length: Length) -> list[Row]:
    """Return the part's rows, printing each as soon as it is known."""
    rows: list[Row] = []
    for row in part(length):
        print(f"{row.what}: {row.figure}", file=sys.stderr, flush=True)
        rows.append(row)
    return rows


def figures(length: Length) -> str:
    """Return all figures in Markdown."""
    rows = [row for part in PARTS.values() for row in measured(part, length)]
    traces = [*schedule.recorded_traces(), *schedule.random_traces(length.jobs)]
    ratio, costs = schedule.compared(traces)
    what = f"requests sent by those that the documented schedule calls for, on {len(traces)} jobs"
    rows.append(Row(what, f"{ratio:.4f}", "1.000", round(ratio, 3) == 1, "schedule.py"))
    day = datetime.datetime.now(datetime.UTC).date()
    where = f"{day.day} {day:%B %Y}, CPython {platform.python_version()}, {platform.system()}"
    table = ["| what | figure | aim | reached | by |", "|---|---|---|---|---|", *map(_line, rows)]
    loops = schedule.table(costs)
    return f"{where}.\n\n" + "\n".join(table) + f"\n\n## Beside fixed loops\n\n{loops}\n"


def with_rows(text: str, rows: Sequence[Row]) -> str:
    """Return the text with the rows of the same scripts replaced by these."""
    ends = {_line(row).rpartition("| ")[2] for row in rows}
    lines = text.splitlines(keepends=True)
    old = [place for place, line in enumerate(lines) if line.strip().rpartition("| ")[2] in ends]
    if not old:
        raise ValueError("the document has none of these rows yet: measure it whole")
    lines[old[0]] = "".join(f"{_line(row)}\n" for row in rows)
    return "".join(line for place, line in enumerate(lines) if place not in old[1:])


def _line(row: Row) -> str:
    reached = "yes" if row.reached else "**no**"
    return f"| {row.what} | {row.figure} | {row.aim} | {reached} | `{row.script}` |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", nargs="?", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=PARTS, help="measure this part of the document again")
    options = parser.parse_args()
    length = QUICK if options.quick else WHOLE
    if options.only:
        before, again = options.document.read_text("utf-8"), measured(PARTS[options.only], length)
        options.document.write_text(with_rows(before, again), "utf-8")
    elif options.document:
        put_figures(options.document, figures(length))
    else:
        print(figures(length))
