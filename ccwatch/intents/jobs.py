"""Adding, removing, renaming and the rest of what is done with jobs."""

from collections.abc import Callable, Sequence

from ccwatch.core.events import LookedAt, Muted, Removed, Renamed
from ccwatch.core.job import Job, JobId, Service, job_key
from ccwatch.core.job_refs import JobRef, read_jobs
from ccwatch.core.language import sentences, tr
from ccwatch.core.plain_text import plain_line
from ccwatch.core.words import job_name
from ccwatch.ui.clipboard import from_clipboard
from ccwatch.ui.store import JobStore
from ccwatch.ui.window.job_window import JobWindow
from ccwatch.watching.watcher import Watcher


class JobIntents:
    """Carries intents from the window, the tray and other starts to the watcher."""

    def __init__(
        self, watcher: Watcher, store: JobStore, window: JobWindow, now: Callable[[], float]
    ) -> None:
        self._watcher = watcher
        self._store = store
        self._window = window
        self._now = now
        self._removed: list[Job] = []

    def add(self, text: str) -> list[str]:
        """Watch what the text names; return a line for a person about each."""
        intake = read_jobs(text)
        taken = [ref.id for ref in intake.jobs if self._watcher.add(ref)]
        known = [ref.id for ref in intake.jobs if ref.id not in taken]
        lines = [tr("Watching {name}", name=job) for job in taken]
        lines += [tr("Already watched: {name}", name=job) for job in known]
        lines += intake.refused
        if not lines:
            lines = [tr("There is no job id in that.")]
        wrong = text.splitlines() if intake.refused else []
        wrong = [line.strip() for line in wrong if read_jobs(line).refused]
        self._window.show_added(taken or known, wrong, sentences(*lines[len(taken) :]))
        return lines

    def paste(self) -> None:
        """Watch what is on the clipboard, and show the window."""
        self._window.come_forward()
        self.add(from_clipboard())

    def offer(self, text: str) -> list[str]:
        """Ask whether to watch what a link from outside names; show what is watched already.

        Return a line for a person about each.
        """
        refs = read_jobs(text).jobs
        new = [ref for ref in refs if self._store.job(ref.id) is None]
        if new:
            if len(new) == 1:
                question = tr("A link from outside names {name}. Watch it?", name=new[0].id)
            else:
                question = tr(
                    "A link from outside names {n} job. Watch it?|"
                    "A link from outside names {n} jobs. Watch them?",
                    "",
                    len(new),
                )
            self._window.ask(question, tr("Watch", "a button"), lambda: self._take_up(new))
        elif refs:
            self._window.show_job(refs[0].id)
        return [tr("Asking whether to watch {name}", name=ref.id) for ref in new]

    def _take_up(self, refs: Sequence[JobRef]) -> None:
        self._window.show_added([ref.id for ref in refs if self._watcher.add(ref)], [], "")

    def add_own(self, jobs: Sequence[str]) -> None:
        """Watch jobs of the caller's own list."""
        for job in jobs:
            self._watcher.add(JobRef(job_key(job), Service.MODELING, JobId(job)))

    def remove(self, jobs: Sequence[JobId]) -> list[str]:
        """Stop watching; offer to take it back. Return a line for a person about each."""
        self._removed = [known for job in jobs if (known := self._store.job(job))]
        for job in self._removed:
            self._watcher.edit(Removed(job.id, self._now()))
        names = [job_name(job) for job in self._removed]
        if names:
            if len(names) == 1:
                told = tr("No longer watching {name}.", name=names[0])
            else:
                told = tr(
                    "No longer watching {n} job.|No longer watching {n} jobs.", "", len(names)
                )
            self._window.offer_undo(told)
        lines = [tr("No longer watching {name}", name=name) for name in names]
        gone = {job.id for job in self._removed}
        return lines + [tr("Not watched: {name}", name=job) for job in jobs if job not in gone]

    def undo_removal(self) -> None:
        """Watch again what was removed last."""
        removed, self._removed = self._removed, []
        for job in removed:
            self._watcher.add(JobRef(job.id, job.service, job.spelling), job.alias)

    def rename(self, job: str, name: str) -> None:
        """Give the job a name; none, or the service's own, returns to the service's own."""
        known = self._store.job(JobId(job))
        own = known.details.name if known and known.details else None
        own = plain_line(own) if own else None
        alias = name if name and name != own else None
        if known and alias != known.alias:
            self._watcher.edit(Renamed(known.id, self._now(), alias))

    def mute(self, job: str, muted: bool) -> None:
        """Say no more of the job, or speak of it again."""
        self._watcher.edit(Muted(JobId(job), self._now(), muted))

    def look_at(self, job: str) -> None:
        """Note that the user saw the job's failure."""
        self._watcher.edit(LookedAt(JobId(job), self._now()))

    def check(self, jobs: Sequence[JobId]) -> None:
        """Ask for the jobs as soon as they may be asked for."""
        for job in jobs:
            self._watcher.check_now(job)
