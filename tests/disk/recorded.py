"""What a journal has recorded of a job, in full."""

from ccwatch.core.events import Event
from ccwatch.core.job import JobId, Point
from ccwatch.disk import job_rows, past_rows
from ccwatch.disk.journal import Journal


def history(journal: Journal, job: JobId, limit: int = 200) -> list[Event]:
    """Return the job's notable events, newest first."""
    return past_rows.history(journal._connection, job, limit)


def course(journal: Journal, job: JobId) -> list[Point]:
    """Return the job's full course since it was added, oldest first."""
    return job_rows.course(journal._connection, job)
