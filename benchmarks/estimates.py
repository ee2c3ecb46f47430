"""The quality of the estimates, as tables: `python benchmarks/estimates.py [docs/estimates.md]`.

Without a document the tables are printed, else they are inserted between its markers. The same seed
gives the same figures.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.documents import put_figures
from benchmarks.estimate_quality import (
    MOMENTS,
    Alarms,
    Asked,
    Quality,
    as_wide,
    own,
    quality,
    straight,
    taught,
    told_of_all,
)
from benchmarks.queue_waits import Expected, expected
from benchmarks.real_courses import asked_of_real
from benchmarks.simulated_jobs import LONGEST, MIXED, SHAPES

SEED = 20261125
USERS, JOBS_OF_A_TYPE = 18, 12
ALL = "all of these"
# Of the recorded courses: how many a user has seen before the record counts.
FIRST = 10
# How many jobs of the type had been watched before.
BEFORE = {"none": (0,), "1 or 2": (1, 2), "3 to 5": (3, 4, 5), "6 to 11": range(6, 12)}


def figures(
    asked: Sequence[Asked],
    alarms: Sequence[Alarms],
    real: Sequence[Asked],
    queue: Sequence[Expected],
) -> str:
    """Return all tables in Markdown."""
    return "\n".join((*_tables(asked), _stalls(alarms), _real_table(real), _queue_table(queue)))


def _tables(asked: Sequence[Asked]) -> Iterator[str]:
    but_mixed = [one for one in asked if one.shape != MIXED]
    groups = [(shape, [one for one in asked if one.shape == shape]) for shape in SHAPES]
    shapes = [*groups, (ALL, asked), (f"all but {MIXED}", but_mixed)]
    moments = [
        (f"{moment:.0%}", [one for one in but_mixed if one.moment == moment]) for moment in MOMENTS
    ]
    counts = [
        (words, [one for one in but_mixed if one.before in befores])
        for words, befores in BEFORE.items()
    ]
    yield _table("As the program says it, from a user’s first job on", "shape", shapes, taught)
    yield _table(
        "By the share of its time that a job has behind it", "of its time", moments, taught
    )
    yield _table("By the jobs of its type watched before", "before", counts, taught)
    yield _table("By a job’s own pace alone, as if jobs had no types", "shape", shapes, own)
    yield _table("The same by the share of time", "of its time", moments, own)
    yield _table("The same by the jobs of its type watched before", "before", counts, own)
    yield _straight_table(shapes)


def _table(
    title: str,
    what: str,
    groups: Iterable[tuple[str, Sequence[Asked]]],
    of: Callable[[Iterable[Asked]], Quality],
) -> str:
    rows = [f"| {name} | {_cells(of(some), said=True)} |" for name, some in groups]
    return _markdown(title, f"| {what} | said | inside | width | bias |", rows)


def _real_table(asked: Sequence[Asked]) -> str:
    kinds = sorted({one.shape for one in asked})
    groups = [(kind, [one for one in asked if one.shape == kind]) for kind in kinds]
    later = [one for one in asked if one.before >= FIRST]
    groups += [(ALL, list(asked)), (f"after the first {FIRST}", later)]
    rows = [
        f"| {kind} | {len({one.before for one in some})} | {_cells(taught(some), said=True)}"
        f" | {_cells(own(some), said=True)} |"
        for kind, some in groups
    ]
    head = (
        "| command | runs | said | inside | width | bias | own pace: said | inside | width | bias |"
    )
    return _markdown("Recorded courses of real commands", head, rows)


def _queue_table(queue: Sequence[Expected]) -> str:
    rows = []
    for waited, words in ((0.0, "when submitted"), (0.5, "halfway")):
        for least, most in ((8, 20), (20, 50), (50, 1000)):
            some = [it for it in queue if it.waited == waited and least <= it.before < most]
            cells = _cells(quality([(it.said, it.rest) for it in some]), said=True)
            before = f"{least} to {most - 1}" if most < 1000 else f"{least} and more"
            rows.append(f"| {words} | {before} | {cells} |")
    head = "| asked | waits before | said | inside | width | bias |"
    title = "The start of a waiting job, on a queue with daily and weekly load"
    return _markdown(title, head, rows)


def _straight_table(groups: Iterable[tuple[str, Sequence[Asked]]]) -> str:
    rows = [
        f"| {name} | {_cells(straight(some))} | {as_wide(some).inside:.0%} |"
        for name, some in groups
    ]
    head = "| shape | inside | width | bias | as wide as the own pace: inside |"
    return _markdown("The straight line", head, rows)


def _stalls(alarms: Sequence[Alarms]) -> str:
    rows = []
    for shape in SHAPES:
        some = [one for one in alarms if one.shape == shape]
        false = 100 * sum(one.false for one in some) / len(some)
        rows.append(f"| {shape} | {len(some)} | {false:.1f} | {_found(some)} |")
    head = (
        "| shape | jobs | false alarms per 100 jobs | stalls found | told after | in usual gaps |"
    )
    return _markdown("Stalls", head, rows)


def _found(alarms: Sequence[Alarms]) -> str:
    paused = [one for one in alarms if one.usual is not None]
    if not paused:
        return "— | — | —"
    found = [(one.late, one.usual) for one in paused if one.late is not None and one.usual]
    minutes = median(late for late, _ in found) / 60
    gaps = median(late / usual for late, usual in found)
    return f"{len(found)} of {len(paused)} | {minutes:.0f} min | {gaps:.0f}"


def _cells(quality: Quality, *, said: bool = False) -> str:
    cells = [f"{quality.said:.0%}"] if said else []
    cells += [f"{quality.inside:.0%}", f"{quality.width:.2f}", f"{quality.bias:+.2f}"]
    return " | ".join(cells)


def _markdown(title: str, head: str, rows: Iterable[str]) -> str:
    line = "|---" * (head.count("|") - 1) + "|"
    return "\n".join((f"**{title}**", "", head, line, *rows, ""))


def main() -> None:
    """Print the figures, or insert them into the documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    told = told_of_all(USERS, JOBS_OF_A_TYPE, options.seed, LONGEST, SHAPES, at_once=True)
    asked = list(chain.from_iterable(asked for asked, _ in told))
    alarms, queue = [alarms for _, alarms in told], list(expected(options.seed))
    text = figures(asked, alarms, asked_of_real(), queue)
    for document in options.documents:
        put_figures(document, text)
    if not options.documents:
        print(text)


if __name__ == "__main__":
    main()
