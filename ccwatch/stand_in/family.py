"""The stand-in's other jobs: of other services, in a chain, and submitted elsewhere later."""

from ccwatch.core.job import Outcome, Service

from .plan import Message, Plan
from .samples import MINUTE, RECONSTRUCTION, Sample, steps

# A survey of version 2 is a chain of jobs: the outputs of each are the inputs of the next.
CHAIN = (
    ("0b6e4d52-71f8-4c0e-8a3d-5d1f9e27c601", "FillImageProperties", "scene", 4.0),
    ("0b6e4d52-71f8-4c0e-8a3d-5d1f9e27c602", "Calibration", "scene", 26.0),
    ("0b6e4d52-71f8-4c0e-8a3d-5d1f9e27c603", "Tiling", "modelingReference", 9.0),
    ("0b6e4d52-71f8-4c0e-8a3d-5d1f9e27c604", "Production", "3MX", 48.0),
)
CHAIN_NAME = "Reservoir north shore"
CHAIN_BEFORE = 14 * MINUTE  # when its first job was submitted, before the stand-in starts
CHAIN_QUEUE = 40.0
CHAIN_PAUSE = 20.0  # seconds until the client that submits the chain submits the next job
PHOTOS = "4fd0a1b8-6b2f-4f57-8c1e-0a3f5d7e9b10"


def _chain() -> tuple[Sample, ...]:
    made = []
    inputs, before = {"photos": PHOTOS}, CHAIN_BEFORE
    for place, (key, kind, output, minutes) in enumerate(CHAIN):
        plan = Plan(CHAIN_QUEUE, steps(minutes, (kind, 100.0)))
        result = {output: f"9a31c07d-52e4-4b68-9f0c-7e1d2b3a4c{place:02}"}
        name = f"{CHAIN_NAME}, {kind}"
        made.append(Sample(key, name, kind, before, plan, Service.MODELING_2, inputs, result))
        inputs, before = result, before - CHAIN_QUEUE - minutes * MINUTE - CHAIN_PAUSE
    return tuple(made)


FAMILY = (
    *_chain(),
    Sample(
        "b1c7f0a4-3d58-4e92-a6b1-f27d9c0e5811",
        "Rail corridor, missing bolts",
        "Objects2D",
        9 * MINUTE,
        Plan(3 * MINUTE, steps(32, ("Detection", 100.0)), decimals=1),
        Service.ANALYSIS_2,
        {"photos": "e60d2f91-8a47-4b3c-95f2-1c7e0d4b6a22"},
        {"objects2D": "c83b5e70-4f19-4d6a-8e2b-95a0f1d7c633"},
    ),
    Sample(
        "b1c7f0a4-3d58-4e92-a6b1-f27d9c0e5812",
        "Quarry point cloud",
        "Conversion",
        2 * MINUTE,
        Plan(1 * MINUTE, steps(14, ("Convert_Files", 100.0))),
        Service.CONVERSION,
        {"LAS": "7d2a9c41-0e6b-4f85-b3d7-28f1c5e09a44"},
        {"OPC": "f5190b7e-c3a2-4d68-91e4-60b7d8a2f355"},
    ),
    Sample(
        "b1c7f0a4-3d58-4e92-a6b1-f27d9c0e5813",
        "Cooling tower, thermal flight",
        "Segmentation2D",
        1 * MINUTE,
        Plan(
            2 * MINUTE,
            steps(70, ("Segmentation", 100.0)),
            end=Outcome.FAILED,
            end_at=57,
            errors=(
                Message(
                    "InputUnreadable",
                    "Input cannot be read",
                    "The input “%1” cannot be read.",
                    ("photos",),
                ),
            ),
        ),
        Service.ANALYSIS_2,
        {"photos": "3a7c1d95-b8e0-4262-8f4d-d50e9b6c7166"},
        {"segmentation2D": "81e4f6b2-9d03-4c7a-a5f8-3b2c0d1e7f77"},
    ),
    # Submitted elsewhere while the stand-in runs: in the demo, after some seconds.
    Sample(
        "b1c7f0a4-3d58-4e92-a6b1-f27d9c0e5814",
        "Market hall, evening flight",
        "Reconstruction",
        -13 * MINUTE,
        Plan(1 * MINUTE, steps(35, *RECONSTRUCTION)),
    ),
)
