"""Carries out the commands for jobs: adding, removing, renaming, muting, checking, copying."""

from collections.abc import Callable, Sequence

from ccwatch.core.events import LookedAt, Muted, Removed, Renamed
from ccwatch.core.job import Job, JobId
from ccwatch.core.job_refs import JobRef, read_jobs
from ccwatch.core.job_words import job_name, remark_lines
from ccwatch.core.language import sentences, tr
from ccwatch.core.plain_text import plain_line
from ccwatch.ipc.messages import JobChange, JobResult
from ccwatch.ui.clipboard import from_clipboard, to_clipboard
from ccwatch.ui.store import JobStore
from ccwatch.ui.window.job_window import JobWindow
from ccwatch.watching.watcher import Watcher


class JobIntents:
    """Passes intents from the window, the tray and other processes to the watcher."""

    def __init__(
        self, watcher: Watcher, store: JobStore, window: JobWindow, now: Callable[[], float]
    ) -> None:
        self._watcher = watcher
        self._store = store
        self._window = window
        self._now = now
        self._removed: list[Job] = []

    def add(self, text: str) -> None:
        """Watch the jobs named in the text, and show the result."""
        intake = read_jobs(text)
        wrong = text.splitlines() if intake.refused else []
        wrong = [line.strip() for line in wrong if read_jobs(line).refused]
        self._add(intake.jobs, wrong, intake.refused)

    def paste(self) -> None:
        """Watch the jobs named on the clipboard, and show the window."""
        self._window.come_forward()
        self.add(from_clipboard())

    def add_refs(self, refs: Sequence[JobRef]) -> list[JobChange]:
        """Watch these jobs; return the result for each."""
        return self._add(refs)

    def _add(
        self, refs: Sequence[JobRef], wrong: Sequence[str] = (), refused: Sequence[str] = ()
    ) -> list[JobChange]:
        """Watch and show the jobs; `refused` are the errors in the lines `wrong`."""
        changes = []
        for ref in refs:
            new = self._watcher.add(ref)
            result = JobResult.WATCHING if new else JobResult.ALREADY_WATCHED
            changes.append(JobChange(ref.id, ref.id, result))
        taken = [JobId(it.id) for it in changes if it.result is JobResult.WATCHING]
        known = [job for it in changes if (job := JobId(it.id)) not in taken]
        lines = [tr("Already watched: {name}", name=job) for job in known] + [*refused]
        if not changes and not lines:
            lines = [tr("No job ID found.")]
        self._window.show_added(taken or known, wrong, sentences(*lines))
        return changes

    def offer(self, text: str) -> None:
        """Ask whether to watch the jobs of an external link; show those already watched."""
        self.offer_refs(read_jobs(text).jobs)

    def offer_refs(self, refs: Sequence[JobRef]) -> None:
        """Ask whether to watch these jobs; show the first if all are watched already."""
        new = [ref for ref in refs if self._store.job(ref.id) is None]
        if new:
            if len(new) == 1:
                question = tr("A link asks ccwatch to watch {name}. Watch it?", name=new[0].id)
            else:
                question = tr(
                    "A link asks ccwatch to watch {n} job. Watch it?|A link asks ccwatch "
                    "to watch {n} jobs. Watch them?",
                    "",
                    len(new),
                )
            self._window.ask(question, tr("Watch", "a button"), lambda: self._take_up(new))
        elif refs:
            self._window.show_job(refs[0].id)

    def _take_up(self, refs: Sequence[JobRef]) -> None:
        self._window.show_added([ref.id for ref in refs if self._watcher.add(ref)], [], "")

    def add_own(self, jobs: Sequence[JobRef]) -> None:
        """Watch jobs from the user's own list."""
        for job in jobs:
            self._watcher.add(job)

    def remove(self, jobs: Sequence[JobId]) -> list[JobChange]:
        """Stop watching these jobs and offer to undo it; return the result for each."""
        self._removed = []
        changes = []
        for job in jobs:
            if known := self._store.job(job):
                self._removed.append(known)
                self._watcher.edit(Removed(job, self._now()))
                changes.append(JobChange(job, job_name(known), JobResult.NO_LONGER_WATCHED))
            else:
                changes.append(JobChange(job, job, JobResult.NOT_WATCHED))
        names = [it.name for it in changes if it.result is JobResult.NO_LONGER_WATCHED]
        if names:
            if len(names) == 1:
                told = tr("No longer watching {name}.", name=names[0])
            else:
                told = tr(
                    "No longer watching {n} job.|No longer watching {n} jobs.", "", len(names)
                )
            self._window.offer_undo(told)
        return changes

    def undo_removal(self) -> None:
        """Watch the jobs removed last again."""
        removed, self._removed = self._removed, []
        for job in removed:
            self._watcher.add(JobRef(job.id, job.service, job.spelling), job.alias)

    def rename(self, job: JobId, name: str) -> None:
        """Name the job; an empty name, or the service's own, restores the service's name."""
        known = self._store.job(job)
        own = known.details.name if known and known.details else None
        own = plain_line(own) if own else None
        alias = name if name and name != own else None
        if known and alias != known.alias:
            self._watcher.edit(Renamed(known.id, self._now(), alias))

    def mute_or_unmute(self, jobs: Sequence[JobId]) -> None:
        """Mute the jobs, or unmute them if all are muted."""
        known = [it for job in jobs if (it := self._store.job(job))]
        muted = not all(job.muted for job in known)
        for job in known:
            self.mute(job.id, muted)

    def mute(self, job: JobId, muted: bool) -> None:
        """Mute or unmute the job."""
        self._watcher.edit(Muted(job, self._now(), muted))

    def look_at(self, job: JobId) -> None:
        """Record that the user saw the job's failure."""
        self._watcher.edit(LookedAt(job, self._now()))

    def check(self, jobs: Sequence[JobId]) -> None:
        """Check the jobs as soon as a request is allowed."""
        for job in jobs:
            self._watcher.check_now(job)

    def copy_ids(self, jobs: Sequence[JobId]) -> None:
        """Copy the jobs' IDs as the service spells them, one per line."""
        to_clipboard("\n".join(map(self._store.spelling, jobs)))

    def copy_errors(self, jobs: Sequence[JobId]) -> None:
        """Copy all errors and warnings of the jobs."""
        known = [it.details for job in jobs if (it := self._store.job(job)) and it.details]
        to_clipboard(remark_lines([it for its in known for it in (*its.errors, *its.warnings)]))
