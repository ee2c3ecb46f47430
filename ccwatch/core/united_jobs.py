"""Jobs that an older version stored twice, under two spellings of an ID."""

from collections.abc import Iterable
from dataclasses import replace

from ccwatch.core.job import Job, JobId, Outcome


def united(jobs: Iterable[Job]) -> list[Job]:
    """Return the jobs without duplicates: an older version's file may have two spellings of an ID.

    The one still being watched is kept, else the more complete one.
    """
    found: dict[JobId, Job] = {}
    for job in jobs:
        known = found.setdefault(job.id, job)
        if known is not job:
            best = max(known, job, key=_says)
            alias = known.alias or job.alias
            found[job.id] = replace(best, added=min(known.added, job.added), alias=alias)
    return list(found.values())


def _says(job: Job) -> tuple[bool, bool, bool]:
    gone = job.outcome is Outcome.UNAVAILABLE
    return job.unfinished, not gone, job.details is not None
