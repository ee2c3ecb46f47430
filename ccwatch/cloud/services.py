"""The table of services, one row each, from the public documentation of their APIs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote, urlencode

from ccwatch.core.job import JobId, Service


class Change(NamedTuple):
    """A request that changes a job: its method, and its body as JSON, None for none."""

    method: str
    body: Mapping[str, str] | None = None


# Version 1 deletes an unsubmitted job at DELETE; version 2 cancels, and knows no PATCH.
_CANCELS = {1: Change("PATCH", {"state": "cancelled"}), 2: Change("DELETE")}


@dataclass(frozen=True, slots=True)
class Row:
    """The differences between the services; the path is the service's value."""

    version: int

    @property
    def cancel(self) -> Change:
        """The request that cancels a job, at the path of the job itself."""
        return _CANCELS[self.version]

    @property
    def accept(self) -> str:
        """The media type that names the version."""
        return f"application/vnd.bentley.itwin-platform.v{self.version}+json"


SERVICES = {
    Service.MODELING: Row(1),
    Service.ANALYSIS: Row(1),
    Service.CONVERSION: Row(1),
    Service.MODELING_2: Row(2),
    Service.ANALYSIS_2: Row(2),
    Service.CONVERSION_2: Row(2),
}
LISTED_STATES = ("unsubmitted", "active", "success", "failed", "cancelled")


def job_path(service: Service, job: JobId) -> str:
    """Return the path of the job itself."""
    return f"/{service.value}/jobs/{quote(job, safe='', errors='replace')}"


def progress_path(service: Service, job: JobId) -> str:
    """Return the path of the job's progress."""
    return job_path(service, job) + "/progress"


def messages_path(service: Service, job: JobId) -> str:
    """Return the path of the job's errors and warnings; only version 2 has it."""
    return job_path(service, job) + "/messages"


def jobs_path(top: int = 100) -> str:
    """Return the path of the user's own jobs: those are listed if the filter names no iTwin."""
    states = ", ".join(f"'{state}'" for state in LISTED_STATES)
    query = urlencode({"$filter": f"state in ({states})", "$top": top}, safe="$")
    return f"/{Service.MODELING.value}/jobs?{query}"
