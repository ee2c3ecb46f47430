"""The documents in which each service shows a job: the job itself, its progress, its messages."""

from collections.abc import Iterable
from typing import Any

from .jobs import OWNER, StoredJob, date_text
from .plan import WORDS, Message, State

TERMINATING = 30.0  # seconds for which version 2 says so
ABOUT_TO_COMPLETE = 98.0  # percent
UNITS = 4.2
OWNER_ID = "6b0e7d15-2c94-4f3a-8d61-a95c70e4b832"
LOCATION = "East US"


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
    return {"progress": {"percentage": state.percentage if state else 0, "state": word_2(job, now)}}


def modeling_job(job: StoredJob, now: float) -> dict[str, Any]:
    """Return the job itself as Reality Modeling v1 shows it."""
    body: dict[str, Any] = {
        **_common(job, now),
        "location": LOCATION,
        "workspaceId": job.workspace,
        "inputs": job.inputs,
        "jobSettings": {
            "quality": job.quality,
            "outputs": [{"format": name, "id": job.output_id(name)} for name in job.outputs],
            "processingEngines": job.engines,
            **job.more_settings,
        },
    }
    optional = {
        "contextCaptureVersion": job.version,
        "costEstimationParameters": job.costs,
        "estimatedCost": job.estimated_cost,
    }
    body |= {key: value for key, value in optional.items() if value is not None}
    if (state := job.state(now)) and job.submitted is not None:
        body["executionInformation"] = {
            "submittedDateTime": date_text(job.submitted),
            **_span(job.submitted, state),
            "estimatedUnits": UNITS,
            **_messages(job, state),
        }
    return {"job": body}


def sibling_job(job: StoredJob, now: float) -> dict[str, Any]:
    """Return the job itself as Reality Analysis and Reality Conversion v1 show it."""
    body: dict[str, Any] = {
        **_common(job, now),
        "ownerId": OWNER_ID,
        "dataCenter": LOCATION,
        "inputs": [{"id": each["id"], "type": each["description"]} for each in job.inputs],
        "outputs": [{"type": name, "id": job.output_id(name)} for name in job.outputs],
        "options": {"processingEngines": job.engines},
    }
    if job.costs is not None:
        numbers = {key: job.costs[key] for key in ("gigaPixels", "megaPoints") if key in job.costs}
        body["costEstimation"] = {**numbers, "estimatedCost": job.estimated_cost}
    if (state := job.state(now)) and job.submitted is not None:
        body["executionInformation"] = {
            "submissionDateTime": date_text(job.submitted),
            **_span(job.submitted, state),
            "estimatedUnits": UNITS,
        }
    return {"job": body}


def job_2(job: StoredJob, now: float) -> dict[str, Any]:
    """Return the job itself in the form of the v2 services."""
    state = job.state(now)
    execution: dict[str, Any] = {"createdDateTime": date_text(job.created)}
    if state and job.submitted is not None:
        execution |= _span(job.submitted, state)
        execution["processingUnits"] = 0 if state.ended is None else UNITS
    return {
        "job": {
            "id": job.id,
            "name": job.name,
            "type": job.type,
            "iTwinId": job.itwin,
            "state": word_2(job, now),
            "userId": OWNER_ID,
            "executionInfo": execution,
            "specifications": {
                "inputs": {each["description"]: each["id"] for each in job.inputs},
                "outputs": {name: job.output_id(name) for name in job.outputs},
            },
        }
    }


def messages_2(job: StoredJob, now: float) -> dict[str, Any]:
    """Return the errors and warnings, which the v2 services serve separately from the job."""
    return {"messages": _messages(job, job.state(now))}


def word_2(job: StoredJob, now: float) -> str:
    """Return the v2 word for the job's state."""
    state = job.state(now)
    if job.cancelled is not None and job.cancelled <= now < job.cancelled + TERMINATING:
        return "TerminatingOnCancel"
    if state is None or state.started is None:
        return "Cancelled" if state and state.ended is not None else "Queued"
    return state.state.capitalize()


def is_about_to_complete(job: StoredJob, now: float) -> bool:
    """Return whether a running job has come too far to be cancelled."""
    state = job.state(now)
    return state is not None and state.ended is None and state.percentage >= ABOUT_TO_COMPLETE


def _common(job: StoredJob, now: float) -> dict[str, Any]:
    return {
        "id": job.id,
        "name": job.name,
        "type": job.type,
        "state": job.word(now),
        "createdDateTime": date_text(job.created),
        "lastModifiedDateTime": date_text(_last_modified(job, now)),
        "iTwinId": job.itwin,
        "email": OWNER,
    }


def _last_modified(job: StoredJob, now: float) -> float:
    state = job.state(now)
    ended = state.ended if state else None
    submitted = job.submitted or 0.0
    return max(job.created, job.modified, submitted, submitted + (ended or 0.0))


def _how_far(state: State | None) -> dict[str, Any]:
    state = state or State("unsubmitted")
    return {"percentage": state.percentage, "step": state.step}


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
