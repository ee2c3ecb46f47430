"""How each service speaks: its version, documents, codes and filters."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ccwatch.core.job import Service

from . import documents as show
from .jobs import StoredJob

Shape = Callable[[StoredJob, float], dict[str, Any]]
V1, V2 = "v1", "v2"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between services.

    `product` is in the code of an invalid list; `invalid` the code of another invalid request;
    `lost` the code of missing progress.
    """

    version: str
    progress: Shape
    job: Shape
    product: str
    invalid: str
    lost: str

    @property
    def invalid_list(self) -> tuple[int, str]:
        """The status and the code of the reply to an invalid list."""
        return (422 if self.version == V1 else 400), f"Invalid{self.product}Request"


def _v1(product: str, progress: Shape, job: Shape, lost: str, invalid: str = "") -> Dialect:
    return Dialect(V1, progress, job, product, invalid or f"Invalid{product}Request", lost)


def _v2(product: str) -> Dialect:
    return Dialect(
        V2, show.progress_2, show.job_2, product, f"Invalid{product}Request", "JobProgressNotFound"
    )


DIALECTS = {
    Service.MODELING: _v1(
        "RealityModeling",
        show.modeling_progress,
        show.modeling_job,
        "JobNotFound",
        "InvalidContextCaptureRequest",
    ),
    Service.ANALYSIS: _v1(
        "RealityAnalysis", show.sibling_progress, show.sibling_job, "ProgressNotFound"
    ),
    Service.CONVERSION: _v1(
        "RealityConversion", show.sibling_progress, show.sibling_job, "ProgressNotFound"
    ),
    Service.MODELING_2: _v2("RealityModeling"),
    Service.ANALYSIS_2: _v2("RealityAnalysis"),
    Service.CONVERSION_2: _v2("RealityConversion"),
}


def word_for(service: Service, job: StoredJob, now: float) -> str:
    """Return the service's word for a job's state."""
    return job.word(now) if DIALECTS[service].version == V1 else show.word_2(job, now)
