"""The quality of the estimates, as tables: `python benchmarks/estimates.py [docs/estimates.md]`.

Without a document the tables are printed, else they are inserted between its markers. The same seed
gives the same figures.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
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
    straight,
    taught,
    told_of_all,
)
from benchmarks.simulated_jobs import LONGEST, MIXED, SHAPES

SEED = 20261125
TYPES, JOBS_OF_A_TYPE = 18, 12
ALL = "all of these"


def figures(asked: Sequence[Asked], alarms: Sequence[Alarms]) -> str:
    """Return all tables in Markdown."""
    tables = (_own_table(asked), _moments_table(asked), _taught_table(asked), _stalls(alarms))
    return "\n".join(tables)


def _own_table(asked: Sequence[Asked]) -> str:
    head = (
        "| shape | said | inside | width | bias | line: inside | width | bias | as wide: inside |"
    )
    rows = [
        f"| {name} | {_cells(own(some), said=True)} | {_cells(straight(some))}"
        f" | {as_wide(some).inside:.0%} |"
        for name, some in _by_shape(asked)
    ]
    return _table("By the job’s own pace, beside the straight line", head, rows)


def _moments_table(asked: Sequence[Asked]) -> str:
    rows = []
    for moment in MOMENTS:
        some = [one for one in asked if one.moment == moment and one.shape != MIXED]
        rows.append(f"| {moment:.0%} | {_cells(own(some), said=True)} | {_cells(straight(some))} |")
    head = "| of its time | said | inside | width | bias | line: inside | width | bias |"
    return _table("The same by the share of its time that a job has behind it", head, rows)


def _taught_table(asked: Sequence[Asked]) -> str:
    some = [one for one in asked if one.has_prior]
    groups = [*_by_shape(some), (MIXED, [one for one in some if one.shape == MIXED])]
    rows = [
        f"| {name} | {_cells(taught(some), said=True)} | {_cells(own(some), said=True)} |"
        for name, some in groups
    ]
    head = "| shape | said | inside | width | bias | alone: said | inside | width | bias |"
    return _table("Where at least five jobs of the type have finished", head, rows)


def _stalls(alarms: Sequence[Alarms]) -> str:
    rows = []
    for shape in SHAPES:
        some = [one for one in alarms if one.shape == shape]
        false = 100 * sum(one.false for one in some) / len(some)
        rows.append(f"| {shape} | {len(some)} | {false:.1f} | {_found(some)} |")
    head = (
        "| shape | jobs | false alarms per 100 jobs | stalls found | told after | in usual gaps |"
    )
    return _table("Stalls", head, rows)


def _found(alarms: Sequence[Alarms]) -> str:
    paused = [one for one in alarms if one.usual is not None]
    if not paused:
        return "— | — | —"
    found = [(one.late, one.usual) for one in paused if one.late is not None and one.usual]
    minutes = median(late for late, _ in found) / 60
    gaps = median(late / usual for late, usual in found)
    return f"{len(found)} of {len(paused)} | {minutes:.0f} min | {gaps:.0f}"


def _by_shape(asked: Sequence[Asked]) -> list[tuple[str, list[Asked]]]:
    shapes = [shape for shape in SHAPES if shape != MIXED]
    groups = [(shape, [one for one in asked if one.shape == shape]) for shape in shapes]
    return [*groups, (ALL, [one for one in asked if one.shape != MIXED])]


def _cells(quality: Quality, *, said: bool = False) -> str:
    cells = [f"{quality.said:.0%}"] if said else []
    cells += [f"{quality.inside:.0%}", f"{quality.width:.2f}", f"{quality.bias:+.2f}"]
    return " | ".join(cells)


def _table(title: str, head: str, rows: Iterable[str]) -> str:
    line = "|---" * (head.count("|") - 1) + "|"
    return "\n".join((f"**{title}**", "", head, line, *rows, ""))


def main() -> None:
    """Print the figures, or insert them into the documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    told = told_of_all(TYPES, JOBS_OF_A_TYPE, options.seed, LONGEST, SHAPES, at_once=True)
    asked = list(chain.from_iterable(asked for asked, _ in told))
    text = figures(asked, [alarms for _, alarms in told])
    for document in options.documents:
        put_figures(document, text)
    if not options.documents:
        print(text)


if __name__ == "__main__":
    main()
