"""Offers to watch the job of a copied link, only once per job."""

from collections.abc import Callable

from ccwatch.core.job import JobId, job_key
from ccwatch.core.job_link import job_of_link
from ccwatch.core.language import tr
from ccwatch.intents.jobs import JobIntents
from ccwatch.ui.store import JobStore
from ccwatch.ui.window.job_window import JobWindow

LONGEST_ID = 12


class CopiedLinkOffer:
    """`wanted` returns whether offers are enabled, `last` is the job offered last."""

    def __init__(
        self, jobs: JobIntents, window: JobWindow, store: JobStore, wanted: Callable[[], bool]
    ) -> None:
        self._jobs = jobs
        self._window = window
        self._store = store
        self._wanted = wanted
        self._offered: set[str] = set()
        self.last = ""

    def remember(self, last: str) -> None:
        """Remember the job that an earlier run offered last."""
        self._offered.add(job_key(last))
        self.last = last

    def look(self, text: str) -> None:
        """Offer the job that the text links to, unless it is watched or was offered."""
        ref = job_of_link(text) if self._wanted() else None
        if ref is None or ref.id in self._offered:
            return
        if self._store.job(ref.id) is None:
            question = tr("Watch job {job} from the clipboard?", job=_short(ref.id))
            if not self._window.offer(question, tr("Watch", "a button"), lambda: self._take(text)):
                return  # another message is shown; try again later
        self.remember(ref.id)

    def _take(self, text: str) -> None:
        self._jobs.add(text)


def _short(job: JobId) -> str:
    return job if len(job) <= LONGEST_ID else f"{job[:8]}…"
