"""Reading what a request asks to create: a job or a workspace; refused with details if wrong."""

from collections.abc import Container
from typing import Any

from .jobs import ITWIN, StoredJob
from .plan import plan_for
from .reply import Refused, detail, invalid

TYPES = ("Full", "Calibration", "Reconstruction")


def text_of(body: Any, key: str, default: str | None = None) -> str:
    """Return a text out of a body; refused if wrong, or missing without a default."""
    value = body.get(key, default) if isinstance(body, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise Refused(invalid("The request is invalid.", _wrong(key, "A text is required.")))
    return value


def job_of(body: Any, key: str, now: float, workspaces: Container[str]) -> StoredJob:
    """Return the unsubmitted job that a body describes; refused with all that is wrong in it."""
    if not isinstance(body, dict):
        raise Refused(invalid("The request is invalid.", _wrong("", "An object is required.")))
    settings = body.get("settings", body.get("jobSettings", {}))
    settings = settings if isinstance(settings, dict) else {"outputs": None}
    inputs: Any = body.get("inputs")
    workspace = body.get("workspaceId")
    outputs, engines = settings.get("outputs", ["3MX"]), settings.get("processingEngines", 0)
    formats = [_format(output) for output in outputs] if isinstance(outputs, list) else [None]
    checks = {
        "type": (body.get("type") in TYPES, f"One of {', '.join(TYPES)} is required."),
        "name": (isinstance(body.get("name", ""), str), "A text is required."),
        "iTwinId": (isinstance(body.get("iTwinId", ""), str), "A text is required."),
        "inputs": (_are_inputs(inputs), "A list of objects with an id is required."),
        "workspaceId": (workspace is None or _known(workspace, workspaces), "Unknown workspace."),
        "settings.outputs": (None not in formats, "A list of formats is required."),
        "settings.quality": (isinstance(settings.get("quality", ""), str), "A text is required."),
        "settings.processingEngines": (
            type(engines) is int and engines >= 0,
            "A whole number is required.",
        ),
    }
    if wrong := [_wrong(target, words) for target, (good, words) in checks.items() if not good]:
        raise Refused(invalid("The request is invalid.", *wrong))
    return StoredJob(
        id=key,
        name=body.get("name") or "Unnamed job",
        type=body["type"],
        plan=plan_for(key),
        created=now,
        workspace=workspace,
        itwin=body.get("iTwinId") or ITWIN,
        inputs=[
            {"id": each["id"], "description": str(each.get("description", ""))} for each in inputs
        ],
        quality=settings.get("quality") or "Medium",
        outputs=[name for name in formats if name],
        engines=engines,
    )


def _wrong(target: str, message: str) -> dict[str, str]:
    return detail("InvalidRequestBody", message, target)


def _are_inputs(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(each, dict) and isinstance(each.get("id"), str) for each in value)
    )


def _known(workspace: Any, workspaces: Container[str]) -> bool:
    return isinstance(workspace, str) and workspace in workspaces


def _format(output: Any) -> str | None:
    value = output.get("format") if isinstance(output, dict) else output
    return value if isinstance(value, str) and value else None
