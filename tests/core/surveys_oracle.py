"""Surveys of which the truth is known: generated job by job, by a submitter who knows them.

Independent of `ccwatch.core.surveys`: what belongs together is decided before there are any IDs.
"""

import random
import uuid
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ccwatch.core.job import Details, Job, JobId, Outcome, Output, Service

FOUR = ("FillImageProperties", "Calibration", "Tiling", "Production")
THREE = ("FillImageProperties", "Calibration", "GaussianSplats")
TWO = ("Calibration", "Reconstruction")
BEGIN = 1_790_000_000.0


@dataclass
class World:
    """All jobs, and the pairs in which the second was submitted to continue the first."""

    jobs: list[Job] = field(default_factory=list)
    pairs: set[tuple[JobId, JobId]] = field(default_factory=set)
    surveys: list[list[JobId]] = field(default_factory=list)


def world(seed: int, count: int) -> World:
    """Return that many surveys; a tenth ended with a failure, and a tenth lack a job."""
    rng, made = random.Random(seed), World()
    itwins, photos = [_guid(rng) for _ in range(7)], [_guid(rng) for _ in range(20)]
    for number in range(count):
        types = rng.choice((FOUR, FOUR, THREE, TWO))
        begin = BEGIN + rng.uniform(0, 3e6)
        jobs = _survey(rng, types, rng.choice(itwins), rng.choice(photos), begin)
        if number % 10 == 0:
            last = rng.randrange(len(jobs))
            jobs = [*jobs[:last], _failed(jobs[last])]
        elif number % 10 == 5:
            del jobs[rng.randrange(len(jobs))]
        made.jobs += jobs
        made.surveys.append([job.id for job in jobs])
        made.pairs |= {(a.id, b.id) for a, b in pairwise(jobs) if not _is_lost(a, b)}
    rng.shuffle(made.jobs)
    return made


def survey(seed: int = 1, types: tuple[str, ...] = FOUR) -> list[Job]:
    """Return the jobs of one survey, in their order."""
    rng = random.Random(seed)
    return _survey(rng, types, _guid(rng), _guid(rng), BEGIN)


def _survey(
    rng: random.Random, types: tuple[str, ...], itwin: str, photos: str, begin: float
) -> list[Job]:
    jobs: list[Job] = []
    workspace = _guid(rng) if types is TWO else None
    inputs: tuple[str, ...] = (photos,)
    for kind in types:
        begin += rng.uniform(600, 90_000)
        results, inputs_of_next = _results(rng, kind, inputs)
        details = Details(
            name=f"Survey {kind}",
            type=kind,
            state="success",
            created=begin,
            submitted=begin,
            started=begin + 60,
            ended=begin + 500,
            itwin=itwin,
            inputs=tuple(rng.choice((str.upper, str))(each) for each in inputs),
            outputs=results,
            workspace=workspace,
        )
        service = Service.MODELING if types is TWO else Service.MODELING_2
        outcome = Outcome.SUCCEEDED
        jobs.append(Job(JobId(_guid(rng)), service, begin, details=details, outcome=outcome))
        inputs = inputs_of_next
    return jobs


def _results(
    rng: random.Random, kind: str, inputs: tuple[str, ...]
) -> tuple[tuple[Output, ...], tuple[str, ...]]:
    """Return the outputs of a job, and the inputs of the one that continues it."""
    result = _guid(rng)
    match kind:
        case "FillImageProperties":
            return (Output("scene", result),), (result,)
        case "Calibration" | "Tiling":
            report = Output("report", _guid(rng))
            # Production uses the scene of the calibration beside the reference of the tiling.
            return (Output("scene", result), report), (result, *inputs[: kind == "Tiling"])
        case _:
            return (Output("3MX", result), Output("OBJ", _guid(rng))), ()


def _is_lost(earlier: Job, later: Job) -> bool:
    """Return whether no ID is left to join two jobs that had the calibration between them.

    Production uses results of both jobs before it, so that any one of them may be missing.
    """
    types = [job.details.type for job in (earlier, later) if job.details]
    return types[0] == "FillImageProperties" and types[1] != "Calibration"


def _failed(job: Job) -> Job:
    assert job.details is not None
    details = replace(job.details, state="failed", outputs=())
    return replace(job, details=details, outcome=Outcome.FAILED)


def _guid(rng: random.Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))
