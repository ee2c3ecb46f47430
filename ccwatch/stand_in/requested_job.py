"""Parses requests for a job or a workspace; invalid ones are refused with details.

The members and which of them are required are those of the vendor's pages on Create a job, Patch a
job and Create a workspace.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from .jobs import StoredJob
from .plan import plan_for
from .reply import Refused, detail, invalid

TYPES = ("Full", "Calibration", "Reconstruction")
COSTS = ("gigaPixels", "megaPoints")
KEPT_SETTINGS = ("cacheSettings", "contextCaptureVersion")


def workspace_of(body: Any) -> dict[str, Any]:
    """Return the members of the workspace in a body; refused if invalid."""
    members = ("name", "iTwinId", "contextCaptureVersion")
    checks = dict.fromkeys(members, (_is_text, "A text is required."))
    _check(body, "Cannot create workspace.", checks, required=("name",))
    return {key: body[key] for key in members if body.get(key) is not None}


def job_of(
    body: Any, key: str, now: float, workspaces: Mapping[str, Mapping[str, str]]
) -> StoredJob:
    """Return the unsubmitted job in a body; refused with everything that is invalid."""

    def is_known(value: Any) -> bool:
        return isinstance(value, str) and value in workspaces

    checks = {
        "name": (_is_text, "A text is required."),
        "workspaceId": (is_known, "Requested workspace is not available."),
        "contextCaptureVersion": (_is_text, "A text is required."),
        **CHANGEABLE,
        "settings": (_are_all_settings, "An object with outputs is required."),
    }
    required = ("type", "name", "inputs", "settings", "workspaceId")
    _check(body, "Cannot create job.", checks, required)
    workspace = body["workspaceId"]
    job = StoredJob(key, body["name"], body["type"], plan_for(key), now, workspace=workspace)
    job.itwin = workspaces[workspace].get("iTwinId", job.itwin)
    job.version = body.get("contextCaptureVersion")
    _apply(job, body)
    return job


def change_job(job: StoredJob, body: Mapping[str, Any]) -> None:
    """Change an unsubmitted job's type, settings or inputs; refused if invalid."""
    _check(body, "Cannot update job.", CHANGEABLE)
    _apply(job, body)


def _apply(job: StoredJob, body: Mapping[str, Any]) -> None:
    job.type = body.get("type") or job.type
    if costs := body.get("costEstimationParameters"):
        numbers = {key: value for key in COSTS if (value := number_of(costs.get(key))) is not None}
        job.costs = {**costs, **numbers}
    if body.get("inputs"):
        job.inputs = [
            {"id": each["id"], "description": str(each.get("description", ""))}
            for each in body["inputs"]
        ]
    if settings := body.get("settings"):
        job.quality = settings.get("quality") or job.quality
        engines = number_of(settings.get("processingEngines"))
        job.engines = job.engines if engines is None else int(engines)
        job.outputs = list(settings.get("outputs") or job.outputs)
        job.more_settings |= {key: settings[key] for key in KEPT_SETTINGS if settings.get(key)}


def number_of(value: Any) -> float | None:
    """Return a finite number, also from a text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


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
    checks: dict[str, Callable[[Any], bool]] = {
        "outputs": lambda found: (
            isinstance(found, list) and bool(found) and all(map(_is_text, found))
        ),
        "quality": _is_text,
        "processingEngines": _is_count,
        "cacheSettings": _is_cache,
        "contextCaptureVersion": _is_text,
    }
    return all(value.get(key) is None or check(value[key]) for key, check in checks.items())


def _are_all_settings(value: Any) -> bool:
    return _are_settings(value) and value.get("outputs") is not None


def _is_count(value: Any) -> bool:
    number = number_of(value)
    return number is not None and number >= 0 and number == int(number)


def _is_cache(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("createCache", False), bool)
        and isinstance(value.get("useCache", ""), str)
    )


def _are_costs(value: Any) -> bool:
    return isinstance(value, dict) and all(
        value.get(key) is None or number_of(value[key]) is not None for key in COSTS
    )


CHANGEABLE: dict[str, Check] = {
    "type": (lambda value: value in TYPES, f"One of {', '.join(TYPES)} is required."),
    "inputs": (_are_inputs, "A list of objects with an id is required."),
    "settings": (_are_settings, "Outputs, a quality and a whole number of engines are expected."),
    "costEstimationParameters": (_are_costs, "Numbers of gigaPixels and megaPoints are required."),
}
