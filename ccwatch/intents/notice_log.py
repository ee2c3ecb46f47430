"""The notice history, the number of unread notices, and the history of a job."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from ccwatch.core.errors import StorageFault
from ccwatch.core.job import JobId, Service
from ccwatch.core.job_refs import JobRef
from ccwatch.core.language import tr
from ccwatch.core.notice import LoggedNotice
from ccwatch.disk.recorder import Recorder
from ccwatch.ui.store import JobStore
from ccwatch.ui.window.job_window import JobWindow
from ccwatch.watching.watcher import Watcher

if TYPE_CHECKING:
    from ccwatch.ui.notices.page import NoticeLogPage

AT_ONCE = 500
LOOK_EVERY = 1.0


class Counter(Protocol):
    """Something that shows the number of unread notices."""

    def show_unread(self, count: int) -> None:
        """Show the count."""


class NoticeLogIntents:
    """Reads the journal for the window, and records in it what the user has seen."""

    def __init__(
        self,
        recorder: Recorder,
        watcher: Watcher,
        store: JobStore,
        window: JobWindow,
        counters: Sequence[Counter],
        now: Callable[[], float],
        *,
        spawn: Callable[[Coroutine[Any, Any, object]], None],
    ) -> None:
        self._recorder = recorder
        self._watcher = watcher
        self._store = store
        self._window = window
        self._counters = counters
        self._now = now
        self._spawn = spawn
        self._limit = AT_ONCE
        self._looking = self._stale = False

    def open(self) -> None:
        """Show the notice history in place of the jobs."""
        self._window.come_forward()
        if self._page() is not None:
            return
        self._limit = AT_ONCE
        from ccwatch.ui.notices.page import NoticeLogPage

        page = NoticeLogPage(self._now)
        page.back_wanted.connect(lambda: self._window.show_page(None))
        page.opened.connect(self._open_notice)
        page.older_wanted.connect(self._show_older)
        page.all_read_wanted.connect(lambda: self.mark_read(None))
        page.seen.connect(self.mark_read)
        self._window.show_page(page)
        self.look_again()

    def mark_read(self, numbers: Sequence[int] | None) -> None:
        """Mark the notices as read; None marks all."""
        at = self._now()
        self._recorder.ask(lambda journal: journal.mark_read(numbers, at))
        self.look_again()

    def look_again(self) -> None:
        """Update the count and the page, at most once a second."""
        self._stale = True
        if not self._looking:
            self._looking = True
            self._spawn(self._look())

    def load_past(self, job: JobId) -> None:
        """Load the job's history into the details."""
        self._spawn(self._load_past(job))

    def _page(self) -> "NoticeLogPage | None":
        if (page := self._window.page()) is None:
            return None
        from ccwatch.ui.notices.page import NoticeLogPage

        return page if isinstance(page, NoticeLogPage) else None

    async def _look(self) -> None:
        try:
            while self._stale:
                self._stale = False
                await self._show()
                if self._stale:
                    await asyncio.sleep(LOOK_EVERY)
        finally:
            self._looking = False

    async def _show(self) -> None:
        limit = self._limit if self._page() else 0
        asked = self._recorder.ask(lambda journal: journal.notices(limit))
        try:
            found = await asyncio.wrap_future(asked)
        except StorageFault as fault:
            if page := self._page():
                page.show_fault(str(fault))
            return
        if (page := self._page()) and limit:
            page.show_notices(found)
        for counter in self._counters:
            counter.show_unread(found.unread)

    def _show_older(self) -> None:
        self._limit += AT_ONCE
        self.look_again()

    def _open_notice(self, kept: LoggedNotice) -> None:
        self.mark_read([kept.number])
        job = kept.notice.job
        if job is None:
            return
        self._window.show_page(None)
        if self._store.job(job):
            self._window.show_job(job)
        else:
            self._window.ask(
                tr("This job is no longer watched."),
                tr("Watch it again"),
                lambda: self._spawn(self._watch_again(job)),
            )

    async def _watch_again(self, job: JobId) -> None:
        service: Service | None = None
        asked = self._recorder.ask(lambda journal: journal.service_of(job))
        with suppress(StorageFault):
            service = await asyncio.wrap_future(asked)
        self._watcher.add(JobRef(job, service or Service.MODELING))
        self._window.show_added([job], [], "")

    async def _load_past(self, job: JobId) -> None:
        with suppress(StorageFault):
            past = await asyncio.wrap_future(self._recorder.ask(lambda journal: journal.past(job)))
            self._window.show_past(job, past)
