"""The JSON that `watch --json`, `list --json` and `status --json` print; its keys are public.

What is not known is null. Times are ISO-8601 in UTC.
"""

import json
from datetime import UTC, datetime
from typing import Any

from ccwatch.core.events import (
    CameBack,
    Ended,
    Event,
    JobEvent,
    Limited,
    Moved,
    Reopened,
    SignInWanted,
    Stalled,
    Started,
    StateChanged,
    StepChanged,
    WentUnreachable,
)
from ccwatch.core.job import Job, Outcome

EVENT_NAMES: dict[type, str] = {
    Moved: "progress",
    StateChanged: "progress",
    Started: "started",
    Reopened: "started",
    StepChanged: "step",
    Stalled: "stalled",
    SignInWanted: "sign-in",
    WentUnreachable: "unreachable",
    CameBack: "back",
    Limited: "limited",
}
END_NAMES = {
    Outcome.SUCCEEDED: "finished",
    Outcome.FAILED: "failed",
    Outcome.CANCELLED: "cancelled",
    Outcome.UNAVAILABLE: "unavailable",
}


def event_name(event: Event) -> str | None:
    """Return what a script calls the event, None when it is not told."""
    return END_NAMES[event.outcome] if isinstance(event, Ended) else EVENT_NAMES.get(type(event))


def event_fields(event: Event, job: Job | None) -> dict[str, Any] | None:
    """Return the event as `watch --json` prints it; `job` is the job after it.

    `message` says why, where there is a why: the reasons of a failure, or what is wrong with
    the service.
    """
    name = event_name(event)
    if name is None:
        return None
    about = job if isinstance(event, JobEvent) else None
    return {
        "time": iso(event.at),
        "job": event.job if isinstance(event, JobEvent) else None,
        "event": name,
        "percentage": about.percentage if about else None,
        "state": about.state if about else None,
        "step": about.step if about else None,
        "message": _message(event),
    }


def job_fields(job: Job, now: float) -> dict[str, Any]:
    """Return the job as `list --json` prints it; a check that is overdue at `now` is not known."""
    due = job.next_check
    return {
        "job": job.id,
        "name": job.name,
        "service": job.service.value,
        "watch": job.watched,
        "state": job.state,
        "percentage": job.percentage,
        "step": job.step,
        "added": iso(job.added),
        "checked": iso(job.checked),
        "next_check": iso(due) if due is not None and due > now else None,
        "outcome": job.outcome.value if job.outcome else None,
    }


def iso(at: float | None) -> str | None:
    """Return UTC seconds as "2026-11-24T12:01:07Z"."""
    if at is None:
        return None
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def one_object(fields: object) -> str:
    """Return JSON on one line, in ASCII: any pipe can carry it."""
    return json.dumps(fields, allow_nan=False)


def _message(event: Event) -> str | None:
    match event:
        case Ended(reasons=reasons) if reasons:
            return "\n".join(reason.text for reason in reasons)
        case SignInWanted(reason=reason):
            return reason
        case WentUnreachable(trouble=trouble) | Limited(trouble=trouble):
            return trouble.message
    return None
