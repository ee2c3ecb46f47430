"""The stand-in's jobs, and their representation by each service."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from .plan import WORDS, Message, Plan, State, state_at

KEPT = 30 * 86400.0  # progress is not available after 30 days
OWNER = "demo@example.com"
ITWIN = "3f1c2b7a-90d4-4e58-a6b3-7c5d1e0f8a24"


@dataclass(slots=True)
class StoredJob:
    """One job; times are UTC seconds since the epoch."""

    id: str
    name: str
    type: str
    plan: Plan
    created: float
    submitted: float | None = None
    cancelled: float | None = None
    workspace: str | None = None
    itwin: str = ITWIN
    inputs: list[dict[str, str]] = field(default_factory=list)
    quality: str = "Medium"
    outputs: list[str] = field(default_factory=lambda: ["3MX", "LAS"])
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


def modeling_progress(job: StoredJob, now: float) -> dict[str, Any]:
    """Return Reality Modeling v1's progress, in which every kind of end is Over."""
    state = job.state(now)
    word = "Unsubmitted" if state is None else "Active" if state.ended is None else "Over"
    return {"jobProgress": {**_how_far(state), "state": word}}


def sibling_progress(job: StoredJob, now: float) -> dict[str, Any]:
    """Return the progress of Reality Analysis and Reality Conversion v1."""
    return {"progress": {**_how_far(job.state(now)), "state": job.word(now)}}


def progress_2(job: StoredJob, now: float) -> dict[str, Any]:
    """Return the progress of the v2 services, which name no step."""
    state = job.state(now)
    return {"progress": {"percentage": state.percentage if state else 0, "state": _word_2(state)}}


def job_1(job: StoredJob, now: float) -> dict[str, Any]:
    """Return the job itself in the form of the v1 services."""
    body: dict[str, Any] = {
        "id": job.id,
        "name": job.name,
        "type": job.type,
        "state": job.word(now),
        "createdDateTime": date_text(job.created),
        "lastModifiedDateTime": date_text(_last_modified(job, now)),
        "iTwinId": job.itwin,
        "location": "East US",
        "email": OWNER,
        "workspaceId": job.workspace,
        "inputs": job.inputs,
        "jobSettings": {
            "quality": job.quality,
            "outputs": [{"format": name, "id": f"{job.id}-{name}"} for name in job.outputs],
            "processingEngines": job.engines,
            **job.more_settings,
        },
        "contextCaptureVersion": job.version,
        "costEstimationParameters": job.costs,
        "estimatedCost": job.estimated_cost,
    }
    body = {key: value for key, value in body.items() if value is not None}
    if (state := job.state(now)) and job.submitted is not None:
        body["executionInformation"] = {
            "submittedDateTime": date_text(job.submitted),
            **_span(job.submitted, state),
            "estimatedUnits": 4.2,
            **_messages(job, state),
        }
    return {"job": body}


def job_2(job: StoredJob, now: float) -> dict[str, Any]:
    """Return the job itself in the form of the v2 services."""
    state = job.state(now)
    execution: dict[str, Any] = {"createdDateTime": date_text(job.created)}
    if state and job.submitted is not None:
        execution |= {**_span(job.submitted, state), "processingUnits": 4.2}
    return {
        "job": {
            "id": job.id,
            "name": job.name,
            "type": job.type,
            "iTwinId": job.itwin,
            "state": _word_2(state),
            "userId": "6b0e7d15-2c94-4f3a-8d61-a95c70e4b832",
            "executionInfo": execution,
            "specifications": {"inputs": job.inputs, "outputs": job.outputs},
        }
    }


def messages_2(job: StoredJob, now: float) -> dict[str, Any]:
    """Return the errors and warnings, which the v2 services serve separately from the job."""
    return {"messages": _messages(job, job.state(now))}


def _last_modified(job: StoredJob, now: float) -> float:
    state = job.state(now)
    ended = state.ended if state else None
    submitted = job.submitted or 0.0
    return max(job.created, job.modified, submitted, submitted + (ended or 0.0))


def date_text(at: float) -> str:
    """Return UTC seconds since the epoch in the service's date format."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _how_far(state: State | None) -> dict[str, Any]:
    state = state or State("unsubmitted")
    return {"percentage": state.percentage, "step": state.step}


def _word_2(state: State | None) -> str:
    if state is None or state.started is None:
        return "Cancelled" if state and state.ended is not None else "Queued"
    return state.state.capitalize()


def _span(submitted: float, state: State) -> dict[str, str]:
    times = {"startedDateTime": state.started, "endedDateTime": state.ended}
    return {key: date_text(submitted + at) for key, at in times.items() if at is not None}


def _messages(job: StoredJob, state: State | None) -> dict[str, list[dict[str, Any]]]:
    """Return the plan's messages, once the job has reached the end of the plan."""
    if state is None or state.ended is None or state.state != WORDS[job.plan.end]:
        return {"errors": [], "warnings": []}
    return {"errors": _bodies(job.plan.errors), "warnings": _bodies(job.plan.warnings)}


def _bodies(messages: Iterable[Message]) -> list[dict[str, Any]]:
    return [
        {"code": m.code, "title": m.title, "message": m.message, "params": list(m.params)}
        for m in messages
    ]
