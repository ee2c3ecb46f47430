"""What finished jobs predict for running ones: a prior for each type of job.

Jobs of the same service and type are comparable. A finished job counts if it succeeded, the service
gave its start and end, and it was watched from its first tenth on without a gap. It contributes the
ratio of remaining to elapsed time at each percentage, so that small and large jobs count alike.
One job is enough: how much others will differ is assumed until more have finished, and how well
that holds is measured (`calibration`). Of more than `MOST` the latest count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import pairwise
from math import log
from typing import NamedTuple

from ccwatch.core.estimate import Prior
from ccwatch.core.job import Job, JobId, Outcome, Service
from ccwatch.core.job_speed import Guess
from ccwatch.core.run import run_of, when_at

MOST = 20
WATCHED_FROM = 10.0
BLIND = 25.0
# The assumed spread between jobs of a type, with the weight of so many jobs.
DIFFERENT, DIFFERENT_WEIGHT = 0.3, 2.0
_SHORTEST_SHARE = 1e-4

Curve = tuple[float, ...]


class Kind(NamedTuple):
    """What comparable jobs have in common."""

    service: Service
    type: str


@dataclass(frozen=True, slots=True)
class Priors:
    """The curves of finished jobs, and the priors derived from them."""

    curves: Mapping[Kind, Mapping[JobId, Curve]] = field(default_factory=dict)
    by_kind: Mapping[Kind, Prior] = field(default_factory=dict)

    def after(self, job: Job) -> "Priors":
        """Return the priors including this job; unchanged if it does not count."""
        kind, curve = kind_of(job), _curve(job)
        if kind is None or curve is None:
            return self
        known = {**self.curves.get(kind, {})}
        known.pop(job.id, None)
        latest = dict([*known.items(), (job.id, curve)][-MOST:])
        priors = {**self.by_kind, kind: _prior(list(latest.values()))}
        return Priors({**self.curves, kind: latest}, priors)

    def prior_for(self, job: Job) -> Prior | None:
        """Return the prior for jobs like this one, or None without enough of them."""
        kind = kind_of(job)
        return self.by_kind.get(kind) if kind else None


def priors_from(jobs: Iterable[Job]) -> Priors:
    """Return the priors from these jobs, in the order in which they ended."""
    by_kind: dict[Kind, list[Job]] = {}
    for job in jobs:
        if job.outcome is Outcome.SUCCEEDED and (kind := kind_of(job)):
            by_kind.setdefault(kind, []).append(job)
    priors = Priors()
    for alike in by_kind.values():
        for job in reversed(nlargest(MOST, alike, key=lambda job: job.ended or 0.0)):
            priors = priors.after(job)
    return priors


def kind_of(job: Job) -> Kind | None:
    """Return the kind of a job, None while that is unknown."""
    return Kind(job.service, job.details.type) if job.details and job.details.type else None


def _curve(job: Job) -> Curve | None:
    """Return the logarithms of remaining to elapsed time; None if the job does not count."""
    started = job.details.started if job.details else None
    if job.outcome is not Outcome.SUCCEEDED or started is None or job.ended is None:
        return None
    course, run = job.course, run_of(job)
    if run is None or run.begun_at > 0 or course[run.first].percentage > WATCHED_FROM:
        return None
    jumps = (late.percentage - early.percentage for early, late in pairwise(course))
    whole = job.ended - run.begun
    if max(jumps, default=100.0) > BLIND or whole <= 0:
        return None
    shares = ((when_at(course, run, mark) - run.begun) / whole for mark in range(1, 100))
    bounded = (min(max(share, _SHORTEST_SHARE), 1 - _SHORTEST_SHARE) for share in shares)
    return tuple(log((1 - share) / share) for share in bounded)


def _prior(curves: list[Curve]) -> Prior:
    number = len(curves)
    guesses = []
    for rests in zip(*curves, strict=True):
        centre = sum(rests) / number
        squares = sum((rest - centre) ** 2 for rest in rests)
        held = DIFFERENT_WEIGHT * DIFFERENT**2
        variance = (held + squares) / (DIFFERENT_WEIGHT + number - 1)
        guesses.append(Guess(centre, variance * (1 + 1 / number)))
    return Prior(tuple(guesses))
