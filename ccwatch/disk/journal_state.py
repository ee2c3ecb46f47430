"""What the journal knows after the events so far, and what is said of the next one."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from ccwatch.core.calibration import Scored
from ccwatch.core.events import (
    Described,
    Ended,
    Event,
    JobEvent,
    QueryFailed,
    Scheduled,
    Seen,
    SignInWanted,
    WentUnreachable,
)
from ccwatch.core.experience import Experience
from ccwatch.core.job import Job, JobId
from ccwatch.core.jobs import Status, job_after, status_after
from ccwatch.core.notice import Notice
from ccwatch.core.survey_notice import ends_well, in_survey
from ccwatch.core.surveys import Surveys

# If a power cut loses these, the next query finds them again: not worth a disk sync.
ROUTINE = (Scheduled, Seen, QueryFailed)
Say = Callable[[Event, Job | None, int], Notice | None]
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class JournalState:
    """The state that results from the events so far.

    The surveys are None until the first notification that depends on them: a start without one need
    not find them.
    """

    jobs: dict[JobId, Job]
    status: Status
    surveys: Surveys | None = None
    experience: Experience | None = None
    unwritten: list[Scored] = field(default_factory=list)

    def copy(self) -> "JournalState":
        """Return a copy to apply events to; it shares the surveys, which are large."""
        return JournalState(dict(self.jobs), self.status, self.surveys, self.experience)

    def link_again(self) -> None:
        """Have the surveys found again: events were applied to a copy that is not used."""
        self.surveys = None

    def is_routine(self, event: Event) -> bool:
        """Return whether the next query would find the same again."""
        if isinstance(event, Described):
            job = self.jobs.get(event.job)
            return job is not None and job.details == event.details
        return isinstance(event, ROUTINE)

    def take(self, event: Event, say: Say) -> Notice | None:
        """Apply the event; return its notification."""
        job, waiting, before = None, 0, self.status
        if isinstance(event, JobEvent):
            job = job_after(self.jobs.get(event.job), event)
            if job is None:
                self.jobs.pop(event.job, None)
            else:
                self.jobs[event.job] = job
                if isinstance(event, Ended):
                    self._score(job)
            if self.surveys:
                self.surveys.follow(event, job)
        else:
            self.status = status_after(self.status, event)
        if isinstance(event, SignInWanted):
            waiting = sum(job.unfinished for job in self.jobs.values())
        if _is_repeated(before, event):
            return None
        try:
            notice = say(event, job, waiting)
            return self._in_survey(notice, event) if notice and ends_well(event) else notice
        except Exception:  # a notification that cannot be worded must not cost the event
            _log.exception("nothing could be said of %s", type(event).__name__)
            return None

    def _in_survey(self, notice: Notice, event: Event) -> Notice:
        self.surveys = self.surveys or Surveys(self.jobs.values())
        return in_survey(notice, event, self.jobs, self.surveys)

    def _score(self, job: Job) -> None:
        if self.experience and (scored := self.experience.scored(job)):
            self.unwritten.append(scored)
            self.experience = self.experience.after(job)


def _is_repeated(status: Status, event: Event) -> bool:
    """Return whether an earlier run has already reported the same, and it still holds."""
    match event:
        case SignInWanted():
            return status.signed_in is False
        case WentUnreachable():
            return status.unreachable_since is not None
    return False
