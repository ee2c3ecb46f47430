"""What finished jobs tell about running ones: how they went, and how good the estimates were."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest

from ccwatch.core.calibration import Scored, Track, scored_by
from ccwatch.core.estimate import Margins, Prior, Range, Rest, rest_of, time_left
from ccwatch.core.job import Job, Outcome
from ccwatch.core.priors import Priors, kind_of, priors_from

# More than count anywhere: of one kind, and of any.
MOST_REPLAYED = 100


@dataclass(frozen=True, slots=True)
class Experience:
    """The priors from finished jobs and the track record of their estimates."""

    priors: Priors = field(default_factory=Priors)
    track: Track = field(default_factory=Track)

    def after(self, job: Job) -> "Experience":
        """Return the experience including a job that just ended."""
        scored = self.scored(job)
        track = self.track.after(scored) if scored else self.track
        return Experience(self.priors.after(job), track)

    def scored(self, job: Job) -> Scored | None:
        """Return how good the estimates of a job were; None if it did not succeed."""
        return scored_by(job, self.prior_for(job), self.margins_for(job))

    def prior_for(self, job: Job) -> Prior | None:
        """Return the prior for jobs like this one."""
        return self.priors.prior_for(job)

    def margins_for(self, job: Job) -> Margins:
        """Return the margins of the ranges for jobs like this one."""
        return self.track.margins(kind_of(job))

    def rest_of(self, job: Job) -> Rest | None:
        """Return the estimate from the job's course and from finished jobs."""
        return rest_of(job, self.prior_for(job))

    def time_left(self, job: Job, now: float) -> Range | None:
        """Return the expected seconds to the end, or None without enough data."""
        return time_left(job, now, self.prior_for(job), self.margins_for(job))


def experience_from(jobs: Iterable[Job], track: Track | None = None) -> Experience:
    """Return the experience from the listed jobs; without a track record it is rebuilt."""
    listed = list(jobs)
    if track is None:
        track = replayed(listed).track
    return Experience(priors_from(listed), track)


def replayed(jobs: Iterable[Job]) -> Experience:
    """Return the experience from the latest jobs, as if they ended one after the other."""
    ended = (job for job in jobs if job.outcome is Outcome.SUCCEEDED)
    latest = nlargest(MOST_REPLAYED, ended, key=lambda job: job.ended or 0.0)
    experience = Experience()
    for job in reversed(latest):
        experience = experience.after(job)
    return experience
