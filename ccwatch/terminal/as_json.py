"""The JSON that `watch --json` prints; its keys are public.

What is not known is null. Times are ISO-8601 in UTC.
"""

from typing import Any

from ccwatch.core.event_names import event_message, event_name
from ccwatch.core.events import Event, JobEvent
from ccwatch.core.job import Job
from ccwatch.core.utc import iso


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
