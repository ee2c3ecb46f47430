"""Reading what a request asks of a job or a workspace; refused, with details, if wrong.

The members and which of them are required are those of the vendor's pages on Create a job,
Patch a job and Create a workspace.
"""

from collections.abc import Callable, Mapping
from typing import Any

from .jobs import StoredJob
from .plan import plan_for
from .reply import Refused, detail, invalid

TYPES = ("Full", "Calibration", "Reconstruction")


def text_of(body: Any, key: str, problem: str) -> str:
    """Return a required text out of a body; `problem` is what its absence is refused with."""
    _check(body, problem, {key: (_is_text, "A text is required.")}, required=(key,))
    return str(body[key])


def job_of(
    body: Any, key: str, now: float, workspaces: Mapping[str, Mapping[str, str]]
) -> StoredJob:
    """Return the unsubmitted job that a body describes; refused with all that is wrong in it."""

    def is_known(value: Any) -> bool:
        return isinstance(value, str) and value in workspaces

    checks = {
        "name": (_is_text, "A text is required."),
        "workspaceId": (is_known, "Requested workspace is not available."),
        **CHANGEABLE,
    }
    required = ("type", "name", "inputs", "settings", "workspaceId")
    _check(body, "Cannot create job.", checks, required)
    workspace = body["workspaceId"]
    job = StoredJob(key, body["name"], body["type"], plan_for(key), now, workspace=workspace)
    job.itwin = workspaces[workspace]["iTwinId"]
    _apply(job, body)
    return job


def change_job(job: StoredJob, body: Mapping[str, Any]) -> None:
    """Give an unsubmitted job another type, other settings or inputs; refused if wrong."""
    _check(body, "Cannot update job.", CHANGEABLE)
    _apply(job, body)


def _apply(job: StoredJob, body: Mapping[str, Any]) -> None:
    job.type = body.get("type", job.type)
    job.costs = body.get("costEstimationParameters", job.costs)
    if "inputs" in body:
        job.inputs = [
            {"id": each["id"], "description": str(each.get("description", ""))}
            for each in body["inputs"]
        ]
    if settings := body.get("settings"):
        job.quality = settings.get("quality", job.quality)
        job.engines = settings.get("processingEngines", job.engines)
        job.outputs = list(settings["outputs"])


Check = tuple[Callable[[Any], bool], str]


def _check(
    body: Any, problem: str, checks: Mapping[str, Check], required: tuple[str, ...] = ()
) -> None:
    if not isinstance(body, dict):
        raise Refused(invalid(problem, detail("InvalidRequestBody", "An object is required.", "")))
    wrong = [
        detail("MissingRequiredProperty", "Required property is missing.", key)
        for key in required
        if body.get(key) is None
    ]
    wrong += [
        detail("InvalidParameter", words, key)
        for key, (is_right, words) in checks.items()
        if body.get(key) is not None and not is_right(body[key])
    ]
    if wrong:
        raise Refused(invalid(problem, *wrong))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_inputs(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(each, dict) and _is_text(each.get("id")) for each in value)
    )


def _are_settings(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    outputs, engines = value.get("outputs"), value.get("processingEngines", 0)
    return (
        isinstance(outputs, list)
        and bool(outputs)
        and all(map(_is_text, outputs))
        and _is_text(value.get("quality", "Medium"))
        and type(engines) is int
        and engines >= 0
    )


def _are_costs(value: Any) -> bool:
    return isinstance(value, dict) and all(
        type(value.get(key, 0)) in (int, float) for key in ("gigaPixels", "megaPoints")
    )


CHANGEABLE: dict[str, Check] = {
    "type": (lambda value: value in TYPES, f"One of {', '.join(TYPES)} is required."),
    "inputs": (_are_inputs, "A list of objects with an id is required."),
    "settings": (_are_settings, "Outputs, a quality and a whole number of engines are required."),
    "costEstimationParameters": (_are_costs, "Numbers of gigaPixels and megaPoints are required."),
}
