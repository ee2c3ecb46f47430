"""The list of jobs: rows, their context menu and keys, and what an empty one says."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu

from ccwatch.core.estimate import TimeLeft
from ccwatch.core.job import Job, JobId
from ccwatch.core.language import tr
from ccwatch.core.words import remark_lines
from ccwatch.ui.clipboard import to_clipboard
from ccwatch.ui.commands import ACTIONS
from ccwatch.ui.jobs.empty_list import paint_empty
from ccwatch.ui.jobs.job_model import JOB_ROLE, Index, JobModel, JobRows
from ccwatch.ui.jobs.row_delegate import ProgressDelegate
from ccwatch.ui.shortcuts import pressed


class JobList(QListView):
    """Shows the jobs and says what is wanted of them.

    wanted(action, jobs): one of the actions, for a tuple of job ids.
    renamed(job, name): a new name was typed.
    chosen(job): the current job changed, None when there is none.
    opened(): the details of the current job are wanted; unfiltered(): all jobs are.
    """

    wanted = Signal(str, object)
    renamed = Signal(str, str)
    chosen = Signal(object)
    opened = Signal()
    unfiltered = Signal()

    def __init__(
        self,
        model: JobModel,
        now: Callable[[], float],
        time_left: TimeLeft,
        waits: Callable[[], bool],
    ) -> None:
        super().__init__()
        self.order = model
        self._rows = JobRows(model, self)
        self._before: tuple[JobId | None, list[JobId]] = (None, [])
        self._told: JobId | None = None
        self._held_by: set[str] = set()
        delegate = self._delegate = ProgressDelegate(now, time_left, waits, self)
        delegate.renamed.connect(self.renamed)
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
        self.can_browse = False
        self._actions = {action.key: self._made(action.key) for action in ACTIONS}
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.selectionModel().selectionChanged.connect(lambda *_: self._fit_actions())
        self._fit_actions()

    def current_job(self) -> JobId | None:
        """Return the job that the details are about."""
        job: Job | None = self.currentIndex().data(JOB_ROLE)
        return job.id if job else None

    def chosen_jobs(self) -> list[Job]:
        """Return the selected jobs, in the order of the list."""
        rows = sorted(self.selectedIndexes(), key=QModelIndex.row)
        return [row.data(JOB_ROLE) for row in rows if row.data(JOB_ROLE)]

    def choose(self, job: JobId) -> bool:
        """Select the job and bring it into view; False when the filter hides it."""
        index = self._index_of(job)
        if not index.isValid():
            return False
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag)
        self.scrollTo(index)
        return True

    def choose_any(self) -> None:
        """Choose the first job when none is, so that the details are not empty."""
        if not self.currentIndex().isValid() and self.order.rowCount():
            self.setCurrentIndex(self._rows.index(0, 0))

    def tick(self) -> None:
        """Repaint the times that have passed."""
        index = self.indexAt(QPoint(1, 1))
        while index.isValid() and (rect := self.visualRect(index)).top() < self.viewport().height():
            outdated = self._delegate.outdated(rect, index.data(JOB_ROLE))
            if not outdated.isEmpty():
                self.viewport().update(outdated)
            index = index.siblingAtRow(index.row() + 1)

    def show_parts(self, parts: Collection[str]) -> None:
        """Show these parts in each row; see `row_parts`."""
        self._delegate.parts = frozenset(parts)
        self.viewport().update()

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        # A list would lay out all its rows anew. Here they keep their height, a row is one item
        # whatever its model's columns, and the model tells of one row at a time.
        QAbstractItemView.dataChanged(self, first, first, roles)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if pressed(event, "details"):
            self.opened.emit()
        elif pressed(event, "unfilter"):
            self.unfiltered.emit()
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

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        # Not when it enters: a window that opens under a resting pointer is not pointed at.
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
            paint_empty(self.viewport(), filtered=self.order.filtered())

    def _open_menu(self, at: QPoint) -> None:
        """Open the menu once: some systems tell of its key twice, as a key and as a wish."""
        if not self.chosen_jobs() or "menu" in self._held_by:
            return
        self._fit_actions()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self._actions.values():
            menu.addAction(action)
        menu.insertSeparator(self._actions["remove"])
        menu.aboutToHide.connect(lambda: self._hold("menu", False))
        self._hold("menu", True)
        menu.popup(at)

    def _hold(self, what: str, holds: bool) -> None:
        """Keep each row where it is as long as something holds it."""
        before = bool(self._held_by)
        (self._held_by.add if holds else self._held_by.discard)(what)
        if bool(self._held_by) != before:
            self.order.hold_still(bool(self._held_by))

    def _made(self, key: str) -> QAction:
        entry = next(action for action in ACTIONS if action.key == key)
        made = QAction(self)
        made.setShortcut(QKeySequence(entry.shortcut))
        made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        made.triggered.connect(lambda: self._act(key))
        self.addAction(made)
        return made

    def _fit_actions(self) -> None:
        jobs = self.chosen_jobs()
        for entry in ACTIONS:
            action = self._actions[entry.key]
            action.setText(entry.label(jobs))
            action.setEnabled(entry.enabled(jobs) and (entry.key != "browse" or self.can_browse))

    def _act(self, key: str) -> None:
        jobs = self.chosen_jobs()
        if key == "rename":
            self._hold("editor", True)
            self.edit(self.currentIndex())
        elif key == "copy":
            to_clipboard("\n".join(job.spelling for job in jobs))
        elif key == "errors":
            found = [job.details for job in jobs if job.details]
            remarks = [it for details in found for it in (*details.errors, *details.warnings)]
            to_clipboard(remark_lines(remarks))
        elif jobs:
            self.wanted.emit(key, tuple(job.id for job in jobs))

    def _current_changed(self, *_: object) -> None:
        if (job := self.current_job()) != self._told:
            self._told = job
            self.chosen.emit(job)

    def _index_of(self, job: JobId) -> QModelIndex:
        return self._rows.mapFromSource(self.order.index_of(job))

    def _remember_chosen(self) -> None:
        self._before = self.current_job(), [job.id for job in self.chosen_jobs()]

    def _choose_again(self) -> None:
        """Choose what was chosen before the filter changed, as far as it is still shown."""
        current, chosen = self._before
        flags = QItemSelectionModel.SelectionFlag
        if current is None or not self.choose(current):
            self.choose_any()
        for job in chosen:
            self.selectionModel().select(self._index_of(job), flags.Select)
        self._current_changed()
