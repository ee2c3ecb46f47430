"""The recorded courses of real commands as jobs; `benchmarks/courses/README.md` describes them."""

import json
from itertools import chain, pairwise, zip_longest
from pathlib import Path
from typing import Any

from benchmarks.estimate_quality import Asked, Known, told_of
from benchmarks.simulated_jobs import Run
from ccwatch.core.job import Service

COURSES = Path(__file__).parent / "courses"
# The commands took seconds to minutes, jobs take hours: a second counts as a minute.
LAPSE = 60.0
QUEUE = 60.0


def recorded() -> list[Run]:
    """Return the courses as jobs of one user, one of each kind in turn."""
    kinds = [_of_a_kind(path) for path in sorted(COURSES.glob("*.jsonl"))]
    return [run for run in chain.from_iterable(zip_longest(*kinds)) if run]


def _of_a_kind(path: Path) -> list[Run]:
    lines = path.read_text("utf-8").splitlines()
    return [_run(path.stem, json.loads(line)) for line in lines]


def _run(kind: str, told: dict[str, Any]) -> Run:
    """Return the course with its percentage constant between two changes."""
    points = [(0.0, 0.0, 0), *((at * LAPSE, far, step) for at, far, step in told["course"])]
    corners = [(0.0, 0.0)]
    for (_, before, _), (at, far, _) in pairwise(points):
        corners += [(at, before), (at, far)]
    steps = {step: at for at, _, step in reversed(points)}
    names = [(at, f"Step_{step + 1}") for step, at in sorted(steps.items())]
    return Run(
        kind,
        tuple(at for at, _ in corners),
        tuple(far for _, far in corners),
        tuple(names) if len(names) > 1 else (),
        None,
        1,
        -QUEUE,
        QUEUE,
        kind,
        Service.MODELING,
    )


def asked_of_real() -> list[Asked]:
    """Return the estimates for all recorded courses; `before` counts the jobs of any kind."""
    known, asked = Known(), []
    for before, run in enumerate(recorded()):
        ended, some, _ = told_of(run, f"real {before}", before, known)
        asked += some
        known = known.after(ended)
    return asked
