"""The stand-in's jobs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from ccwatch.core.job import Service

from .plan import Plan, State, state_at

KEPT = 30 * 86400.0  # progress is not available after 30 days
OWNER = "demo@example.com"
WORKSPACE = "6c1f7e52-0f0b-4a4f-9d5e-2b7a90c3d184"
ITWIN = "3f1c2b7a-90d4-4e58-a6b3-7c5d1e0f8a24"


@dataclass(slots=True)
class StoredJob:
    """One job of one service; times are UTC seconds since the epoch.

    It exists from `created` on, which may be in the future. An input's description is its name in
    version 2. `output_ids` are by format, or by name in version 2; others are made of the job's ID.
    """

    id: str
    name: str
    type: str
    plan: Plan
    created: float
    submitted: float | None = None
    cancelled: float | None = None
    service: Service = Service.MODELING
    workspace: str = WORKSPACE
    itwin: str = ITWIN
    inputs: list[dict[str, str]] = field(default_factory=list)
    quality: str = "Medium"
    outputs: list[str] = field(default_factory=lambda: ["3MX", "LAS"])
    output_ids: Mapping[str, str] = field(default_factory=dict)
    engines: int = 5
    more_settings: dict[str, Any] = field(default_factory=dict)
    version: str | None = None
    costs: dict[str, Any] | None = None
    modified: float = 0.0

    def state(self, now: float) -> State | None:
        """Return the job's state, None before its submission."""
        if self.submitted is None:
            return None
        if self.cancelled is None or now < self.cancelled:
            return state_at(self.plan, now - self.submitted)
        ran = self.cancelled - self.submitted
        return replace(state_at(self.plan, ran), state="cancelled", ended=ran)

    def word(self, now: float) -> str:
        """Return the v1 word for the job's state, in lower case."""
        return state.state if (state := self.state(now)) else "unsubmitted"

    def output_id(self, name: str) -> str:
        """Return the ID of the output with this format or name."""
        return self.output_ids.get(name, f"{self.id}-{name}")

    @property
    def estimated_cost(self) -> float | None:
        """The estimated cost (units), None if it cannot be estimated."""
        if self.costs is None:
            return None
        pixels, points = (float(self.costs.get(key) or 0) for key in ("gigaPixels", "megaPoints"))
        return round(2 * pixels + points, 2)


def has_progress(job: StoredJob, now: float) -> bool:
    """Return whether progress is still available: it is not after 30 days."""
    return job.submitted is None or now - job.submitted <= KEPT


def date_text(at: float) -> str:
    """Return UTC seconds since the epoch in the service's date format."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
