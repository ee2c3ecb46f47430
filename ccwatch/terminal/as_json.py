"""The JSON that `watch --json`, `list --json` and `status --json` print; its keys are public.

What is not known is null. Times are ISO-8601 in UTC.
"""

import json
from typing import Any

from ccwatch.core.event_names import event_message, event_name, iso
from ccwatch.core.events import Event, JobEvent
from ccwatch.core.job import Job


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
        "message": event_message(event),
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


def one_object(fields: object) -> str:
    """Return JSON on one line, in ASCII: any pipe can carry it."""
    return json.dumps(fields, allow_nan=False)
