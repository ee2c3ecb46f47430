"""The stand-in's initial jobs: one of each kind that a user can meet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ccwatch.core.job import Outcome, Service

from .jobs import StoredJob
from .plan import Message, Plan, Stall, Step

MINUTE = 60.0
# In version 1 a job is created some time before it is submitted.
PREPARED = 60.0


@dataclass(frozen=True, slots=True)
class Sample:
    """A job with its plan, submitted `before` seconds before the stand-in starts.

    `inputs` and `outputs` are IDs by name or format; without them they are made of the job's ID.
    """

    id: str
    name: str
    type: str
    before: float
    plan: Plan
    service: Service = Service.MODELING
    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)

    def job(self, now: float) -> StoredJob:
        """Return the job in a stand-in that starts at `now` (UTC seconds)."""
        submitted = now - self.before
        created = (
            submitted if self.service.has_messages or self.before < 0 else submitted - PREPARED
        )
        job = StoredJob(self.id, self.name, self.type, self.plan, created, submitted)
        job.service = self.service
        inputs = self.inputs or {"Photos": f"{self.id}-photos"}
        job.inputs = [{"id": key, "description": name} for name, key in inputs.items()]
        if self.outputs:
            job.outputs, job.output_ids = list(self.outputs), self.outputs
        job.costs = {"gigaPixels": 5.5, "megaPoints": 3.5, "meshQuality": "Extra"}
        return job


def steps(minutes: float, *steps: tuple[str, float], curve: float = 1.0) -> tuple[Step, ...]:
    """Return steps that take that many minutes in all, each in proportion to its percentage."""
    return tuple(Step(name, minutes * MINUTE * share / 100, share, curve) for name, share in steps)


FULL = (
    ("Prepare_Production", 8.0),
    ("Calibration", 22.0),
    ("Run_Production", 45.0),
    ("Reconstruction", 18.0),
    ("Convert_Files", 7.0),
)
RECONSTRUCTION = (("Prepare_Production", 6.0), ("Reconstruction", 84.0), ("Convert_Files", 10.0))
CALIBRATION = (("Prepare_Production", 15.0), ("Calibration", 85.0))

SAMPLES = (
    Sample(
        "5b3f0c1e-7a42-4d86-9c1b-20e6a1f4d701",
        "Harbour bridge, west span",
        "Full",
        12 * MINUTE,
        Plan(2 * MINUTE, steps(60, *FULL)),
    ),
    Sample(
        "8d91b6a4-13cf-4e0b-b5d7-6f2c9e83a502",
        "Quarry Lindenberg 2026-11",
        "Reconstruction",
        70 * MINUTE,
        Plan(10 * MINUTE, steps(480, *RECONSTRUCTION), decimals=1),
    ),
    Sample(
        "c27e4f90-5d18-4b63-8a9e-41b7d05f6c03",
        "Old town façades, block C",
        "Full",
        3 * MINUTE,
        Plan(
            1 * MINUTE,
            (
                *steps(16, ("Prepare_Production", 10.0), ("Run_Production", 80.0)),
                Step("Convert_Files", 6 * MINUTE, 10.0),
            ),
            stall=Stall(87, 70 * MINUTE),
        ),
    ),
    Sample(
        "1fa6d3b8-e294-4c75-a07d-93c8520be104",
        "Dam inspection, left bank",
        "Reconstruction",
        5 * MINUTE,
        Plan(30 * MINUTE, steps(240, *RECONSTRUCTION)),
    ),
    Sample(
        "e4087c5d-6b3a-4f12-9e84-b71d2a96cf05",
        "Tunnel portal north",
        "Calibration",
        10 * MINUTE,
        Plan(
            2 * MINUTE,
            steps(18 / 0.41, *CALIBRATION),
            end=Outcome.FAILED,
            end_at=41,
            errors=(
                Message(
                    "ImageWithoutOverlap",
                    "Image without overlap",
                    "Image %1 has no overlap with its neighbours.",
                    ("IMG_0731.jpg",),
                ),
                Message(
                    "CalibrationFailed",
                    "Calibration failed",
                    "Only %1 of %2 images could be placed.",
                    ("212", "518"),
                ),
            ),
            warnings=(
                Message(
                    "MissingPosition",
                    "Images without a position",
                    "%1 images hold no position.",
                    ("37",),
                ),
            ),
        ),
    ),
    Sample(
        "73c9e01b-d84f-4a26-b3f5-0e5a8d17b906",
        "Windmill survey 7",
        "Full",
        60 * MINUTE,
        Plan(5 * MINUTE, steps(70, *FULL[:3], ("Reconstruction", 22.0), ("Convert_Files", 3.0))),
    ),
    Sample(
        "a65b28f7-09de-4137-85ac-d4f61c3e7b07",
        "Test run, low quality",
        "Reconstruction",
        6 * MINUTE,
        Plan(
            1 * MINUTE,
            steps(25 / 0.33, *RECONSTRUCTION),
            end=Outcome.CANCELLED,
            end_at=33,
        ),
    ),
    Sample(
        "29d4a7c6-f15e-4983-b6c0-587be2d03f08",
        "Cathedral roof, drone flight 3",
        "Full",
        120 * MINUTE,
        Plan(8 * MINUTE, steps(360, *FULL, curve=1.25)),
    ),
)
