"""The JSON output of `watch --json`; its keys are public.

Unknown values are null. Times are ISO 8601 in UTC.
"""

from typing import Any

from ccwatch.core.event_names import event_message, event_name
from ccwatch.core.events import Event, JobEvent
from ccwatch.core.job import Job, JobId
from ccwatch.core.utc import iso
from ccwatch.terminal.job_lines import about_the_run

NOT_OF_A_JOB = {"queued_seconds": None, "outputs": None, "survey": None}


def event_fields(
    event: Event, job: Job | None, survey: JobId | None = None
) -> dict[str, Any] | None:
    """Return the event as `watch --json` prints it; `job` is the job after it.

    `survey` is the first job of its survey, None for a job alone. `message` is the reason, if any:
    of a failure, or of a service fault.
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
        "service": about.service.value if about else None,
        **(about_the_run(about, event.at, survey) if about else NOT_OF_A_JOB),
    }
