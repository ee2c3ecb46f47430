"""Exports a job's history: as a table, an image or a report."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from ccwatch.core.errors import SaveFailed, StorageFault
from ccwatch.core.file_names import file_name
from ccwatch.core.history_table import as_csv
from ccwatch.core.job import Job, JobId
from ccwatch.core.job_report import job_report
from ccwatch.core.job_words import job_name
from ccwatch.core.language import tr
from ccwatch.disk.recorder import Recorder
from ccwatch.error_reports import report_of
from ccwatch.system.files import write_for_others
from ccwatch.system.workers import Workers
from ccwatch.ui.store import JobStore
from ccwatch.ui.style.tokens import tokens
from ccwatch.ui.window.job_window import JobWindow


class ExportIntents:
    """Asks for a path, creates the content, and writes it on a worker thread."""

    def __init__(
        self,
        store: JobStore,
        recorder: Recorder,
        workers: Workers,
        window: JobWindow,
        now: Callable[[], float],
        *,
        spawn: Callable[[Coroutine[Any, Any, object]], None],
        open_folder: Callable[[Path], None],
    ) -> None:
        self._store = store
        self._recorder = recorder
        self._workers = workers
        self._window = window
        self._now = now
        self._spawn = spawn
        self._open_folder = open_folder
        self._folder: Path | None = None

    def export_history(self, job: JobId) -> None:
        """Ask for a path, and save the job's history as a table."""
        if known := self._store.job(job):
            name = tr("{job} – history", job=job_name(known))
            self._ask(known, tr("Export history"), tr("Table"), name, ".csv", self._table)

    def save_picture(self, job: JobId) -> None:
        """Ask for a path, and save the job's chart as an image."""
        if known := self._store.job(job):
            name = tr("{job} – progress", job=job_name(known))
            self._ask(known, tr("Save chart"), tr("Picture"), name, ".png", self._picture)

    def show_diagnostics(self, job: JobId) -> None:
        """Show a plain-text report about the job."""
        self._spawn(self._diagnose(job))

    def _ask(
        self,
        job: Job,
        title: str,
        kind: str,
        name: str,
        ending: str,
        make: Callable[[JobId], Coroutine[Any, Any, Callable[[], bytes]]],
    ) -> None:
        from ccwatch.ui.dialogs.save_dialog import SaveDialog, documents

        place = (self._folder or documents()) / file_name(name, ending, job.id)
        dialog = SaveDialog(title, kind, ending, place, self._window)
        dialog.chosen.connect(lambda path: self._spawn(self._save(path, job.id, make)))
        dialog.open()

    async def _save(
        self,
        path: Path,
        job: JobId,
        make: Callable[[JobId], Coroutine[Any, Any, Callable[[], bytes]]],
    ) -> None:
        self._folder = path.parent
        try:
            content = await make(job)
            await self._workers.run(lambda: write_for_others(path, content()))
        except (SaveFailed, StorageFault) as error:
            self._window.show_message(str(error))
            return
        self._window.show_message(
            tr("Saved as {file}.", file=path.name),
            tr("Show folder"),
            lambda: self._open_folder(path.parent),
        )

    async def _table(self, job: JobId) -> Callable[[], bytes]:
        asked = self._recorder.ask(lambda journal: journal.record_of(job))
        record = await asyncio.wrap_future(asked)
        return lambda: as_csv(record)

    async def _picture(self, job: JobId) -> Callable[[], bytes]:
        from ccwatch.ui.details.chart_image import as_png, chart_picture

        past = await asyncio.wrap_future(self._recorder.ask(lambda journal: journal.past(job)))
        known = self._store.job(job)
        if known is None:
            raise SaveFailed(tr("This job is no longer watched."), advice=" ")
        now = self._now()
        image = chart_picture(known, past, now, self._store.time_left(known, now), tokens())
        return lambda: as_png(image)

    async def _diagnose(self, job: JobId) -> None:
        try:
            past = await asyncio.wrap_future(self._recorder.ask(lambda journal: journal.past(job)))
        except StorageFault as fault:
            self._window.show_message(str(fault))
            return
        if known := self._store.job(job):
            from ccwatch.ui.details.diagnostics_dialog import DiagnosticsDialog

            report = job_report(known, past, self._store.status, self._now())
            DiagnosticsDialog(job_name(known), report_of(report), self._window).show()
