"""The job list: rows, their context menu and keys, and what is shown instead of them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu

from ccwatch.core.estimate import TimeLeft
from ccwatch.core.job import Job, JobId
from ccwatch.core.language import tr
from ccwatch.core.queue_time import UsualWait
from ccwatch.core.survey import Survey
from ccwatch.core.window_state import RowPart
from ccwatch.ui.command_actions import CommandActions
from ccwatch.ui.commands import Menu
from ccwatch.ui.intent_signals import IntentSignals
from ccwatch.ui.jobs.fold_arrow import is_on_arrow
from ccwatch.ui.jobs.job_model import FOLD_ROLE, JOB_ROLE, Index, JobModel, JobRows
from ccwatch.ui.jobs.row_delegate import ProgressDelegate
from ccwatch.ui.jobs.survey_rows import Fold
from ccwatch.ui.style.text_painting import paint_hint
from ccwatch.ui.widget_keys import pressed


class JobList(QListView):
    """Shows the jobs; what the user wants done with them goes to `intents`.

    chosen(job): the current job changed; None if there is none. opened(): show the current job's
    details. unfiltered(): clear the filter.
    """

    chosen = Signal(object)
    opened = Signal()
    unfiltered = Signal()

    def __init__(
        self,
        model: JobModel,
        now: Callable[[], float],
        time_left: TimeLeft,
        waits: Callable[[], bool],
        intents: IntentSignals,
        usual_wait: UsualWait,
    ) -> None:
        super().__init__()
        self.order = model
        self._rows = JobRows(model, self)
        self._before: tuple[JobId | None, list[JobId]] = (None, [])
        self._told: JobId | None = None
        self._held_by: set[str] = set()
        delegate = self._delegate = ProgressDelegate(now, time_left, waits, self, usual_wait)
        delegate.renamed.connect(intents.renamed)
        delegate.closeEditor.connect(lambda *_: self._hold("editor", False))
        self.doubleClicked.connect(lambda _: self.opened.emit())
        self.setModel(self._rows)
        self._rows.modelAboutToBeReset.connect(self._remember_chosen)
        self._rows.modelReset.connect(self._choose_again)
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Jobs"))
        self._actions = CommandActions(self, (Menu.ROW,), intents.command.emit, self.chosen_jobs)
        self._actions.give_keys(self, for_jobs=True)
        self._menu = QMenu(self)
        self._menu.aboutToHide.connect(lambda: self._hold("menu", False))
        self._actions.fill(self._menu, Menu.ROW)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.selectionModel().selectionChanged.connect(lambda *_: self._fit_actions())

    def current_job(self) -> JobId | None:
        """Return the job shown in the details: of a survey, the one that runs now."""
        job: Job | None = self.currentIndex().data(JOB_ROLE)
        return (job.current if isinstance(job, Survey) else job).id if job else None

    def chosen_jobs(self) -> list[Job]:
        """Return the selected jobs in list order, those of selected surveys included."""
        found = (row.data(JOB_ROLE) for row in self._selected())
        jobs = (job.jobs if isinstance(job, Survey) else (job,) for job in found if job)
        return list({job.id: job for several in jobs for job in several}.values())

    def _selected(self) -> list[QModelIndex]:
        return sorted(self.selectedIndexes(), key=QModelIndex.row)

    def choose(self, job: JobId) -> bool:
        """Select the job and scroll to it; return False if the filter hides it.

        A folded survey is selected in its place if that shows the job in the details.
        """
        index = self._index_of(job)
        found = index.data(JOB_ROLE)
        if isinstance(found, Survey) and job not in (found.id, found.current.id):
            self._fold(index, unfolded=True)
            index = self._index_of(job)
        if not index.isValid():
            return False
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag)
        self.scrollTo(index)
        return True

    def rename(self, job: JobId) -> None:
        """Edit the job's name in its row."""
        self._fold(self._index_of(job), unfolded=True)
        if (index := self._index_of(job)).isValid():
            self._hold("editor", True)
            self.edit(index)

    def allow(self, browsing: bool, cancelling: bool) -> None:
        """Offer the commands that depend on settings."""
        situation = self._actions.situation
        self._actions.show(replace(situation, can_browse=browsing, can_cancel=cancelling))

    def choose_any(self) -> None:
        """Select the first job if none is selected, so that the details are not empty."""
        if not self.currentIndex().isValid() and self.order.rowCount():
            self.setCurrentIndex(self._rows.index(0, 0))

    def tick(self) -> None:
        """Repaint the rows whose times have changed."""
        index = self.indexAt(QPoint(1, 1))
        while index.isValid() and (rect := self.visualRect(index)).top() < self.viewport().height():
            outdated = self._delegate.outdated(rect, index)
            if not outdated.isEmpty():
                self.viewport().update(outdated)
            index = index.siblingAtRow(index.row() + 1)

    def show_parts(self, parts: Collection[RowPart]) -> None:
        """Show these optional parts in each row."""
        self._delegate.parts = frozenset(parts)
        self.viewport().update()

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        # QListView would lay out all rows again. That is not needed here: the height of a row never
        # changes, a row is a single item, and the model reports one row at a time.
        QAbstractItemView.dataChanged(self, first, first, roles)
        if first.row() == self.currentIndex().row():
            self._current_changed()  # another job of a survey may run now

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if pressed(event, "details"):
            self.opened.emit()
        elif pressed(event, "unfilter"):
            self.unfiltered.emit()
        elif self._fold_by_key(event):
            event.accept()
        elif pressed(event, "row menu"):
            row = self.visualRect(self.currentIndex()).center()
            self._open_menu(self.viewport().mapToGlobal(row))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            row = self.visualRect(self.currentIndex()).center()
            self._open_menu(self.viewport().mapToGlobal(row))
        else:
            self._open_menu(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        fold = index.data(FOLD_ROLE)
        row, way = self.visualRect(index), self.layoutDirection()
        at_arrow = is_on_arrow(row, event.position().x(), way)
        if at_arrow and fold in (Fold.FOLDED, Fold.UNFOLDED):
            self._fold(index, unfolded=fold is Fold.FOLDED)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        # Not on enter: a window may open under a pointer that is at rest.
        self._hold("pointer", True)
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hold("pointer", False)
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._delegate.damaged = event.region()
        super().paintEvent(event)
        self._delegate.damaged = None
        if self.order.rowCount() == 0:
            paint_hint(self.viewport(), tr("No matching jobs"))

    def _open_menu(self, at: QPoint) -> None:
        """Open the menu once: some systems report the menu key twice, as a key and as a request."""
        if not self.chosen_jobs() or "menu" in self._held_by:
            return
        self._fit_actions()
        self._hold("menu", True)
        self._menu.popup(at)

    def _hold(self, what: str, holds: bool) -> None:
        """Keep the rows in place as long as anything holds them."""
        before = bool(self._held_by)
        (self._held_by.add if holds else self._held_by.discard)(what)
        if bool(self._held_by) != before:
            self.order.hold_still(bool(self._held_by))

    def _fold_by_key(self, event: QKeyEvent) -> bool:
        keys = (("unfold", True), ("fold", False))
        wanted = next((unfolded for key, unfolded in keys if pressed(event, key)), None)
        return wanted is not None and self._fold(self.currentIndex(), unfolded=wanted)

    def _fold(self, index: QModelIndex, *, unfolded: bool) -> bool:
        """Fold or unfold the survey of this row; return whether that changed anything."""
        job, fold = index.data(JOB_ROLE), index.data(FOLD_ROLE)
        if fold is Fold.MEMBER and not unfolded:
            while index.data(FOLD_ROLE) is Fold.MEMBER:
                index = index.siblingAtRow(index.row() - 1)
            self.setCurrentIndex(index)
            return True
        if fold is not (Fold.FOLDED if unfolded else Fold.UNFOLDED):
            return False
        self.order.fold(job.id, unfolded=unfolded)
        return True

    def _fit_actions(self) -> None:
        jobs = tuple(self.chosen_jobs())
        self._actions.show(replace(self._actions.situation, jobs=jobs))

    def _current_changed(self, *_: object) -> None:
        if (job := self.current_job()) != self._told:
            self._told = job
            self.chosen.emit(job)

    def _index_of(self, job: JobId) -> QModelIndex:
        return self._rows.mapFromSource(self.order.index_of(job))

    def _remember_chosen(self) -> None:
        current: Job | None = self.currentIndex().data(JOB_ROLE)
        chosen = [row.data(JOB_ROLE).id for row in self._selected() if row.data(JOB_ROLE)]
        self._before = (current.id if current else None), chosen

    def _choose_again(self) -> None:
        """Restore the selection after the filter changed, as far as it is still shown."""
        current, chosen = self._before
        flags = QItemSelectionModel.SelectionFlag
        if current is None or not self.choose(current):
            self.choose_any()
        for job in chosen:
            self.selectionModel().select(self._index_of(job), flags.Select)
        self._current_changed()
