"""The number of jobs, in total and by state."""

from collections.abc import Iterable
from dataclasses import dataclass

from ccwatch.core.job import Job, Phase
from ccwatch.core.language import tr


@dataclass(slots=True)
class Tally:
    """The number of jobs, in total and by state, updated incrementally."""

    jobs: int = 0
    unfinished: int = 0
    active: int = 0
    to_look_at: int = 0

    def count(self, job: Job, by: int = 1) -> None:
        """Add the job, or with -1 subtract it as it was when it was added."""
        phase = job.phase
        self.jobs += by
        self.unfinished += by * job.unfinished
        self.active += by * (phase in (Phase.ACTIVE, Phase.ENDING))
        self.to_look_at += by * (job.unseen or phase is Phase.STALLED)


def tally_of(jobs: Iterable[Job]) -> Tally:
    """Return the tally of these jobs."""
    tally = Tally()
    for job in jobs:
        tally.count(job)
    return tally


def counts(tally: Tally) -> str:
    """Return the line above the list: "7 jobs · 2 active · 1 needs a look"."""
    if not tally.jobs:
        return tr("No jobs")
    look = tally.to_look_at
    parts = [tr("{n} job|{n} jobs", "", tally.jobs)]
    parts += [tr("{n} active|{n} active", "jobs", tally.active)] if tally.active else []
    parts += [tr("{n} needs attention|{n} need attention", "jobs", look)] if look else []
    return " · ".join(parts)
