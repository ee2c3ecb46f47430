"""Reports a survey whose next job was not submitted."""

from collections.abc import Callable

from ccwatch.clock import Clock
from ccwatch.core.events import NotContinued
from ccwatch.core.job import Job, JobId
from ccwatch.core.survey_course import SUBMITTED_WITHIN, awaiting_next
from ccwatch.watching.watched_jobs import WatchedJobs

LOOK_SECONDS = 300.0
# After a sleep, the jobs that were submitted meanwhile may not be known yet.
SLEPT_SECONDS = 600.0


class NextJobs:
    """Looks every five minutes; reports each job once.

    After the first look at a job that ended, only the steady clock counts: the wall clock may have
    been set.
    """

    def __init__(self, jobs: WatchedJobs, clock: Clock) -> None:
        self._jobs = jobs
        self._clock = clock
        self._ages: dict[JobId, tuple[float, float]] = {}

    async def run(self, follows: Callable[[], bool]) -> None:
        """Look until cancelled; `follows` says whether new jobs are found without the user."""
        while True:
            before = self._clock.steady()
            await self._clock.sleep(LOOK_SECONDS)
            if self._clock.steady() - before < SLEPT_SECONDS:
                self._look(follows=follows())

    def _look(self, *, follows: bool) -> None:
        now, steady = self._clock.now(), self._clock.steady()
        waiting = awaiting_next(self._jobs.all(), follows=follows)
        self._ages = {job.id: self._ages.get(job.id) or (_age(job, now), steady) for job in waiting}
        for job in waiting:
            age, since = self._ages[job.id]
            if age + steady - since >= SUBMITTED_WITHIN:
                ended = job.ended if job.ended is not None else now - age
                self._jobs.publish(self._jobs[job.id], NotContinued(job.id, now, ended))


def _age(job: Job, now: float) -> float:
    """Return for how long it has been known that the job ended."""
    return max(now - max(job.ended or 0.0, job.checked or 0.0), 0.0)
