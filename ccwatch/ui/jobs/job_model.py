"""The Qt model of the jobs, sorted and filtered."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from ccwatch.core.events import Event, JobEvent
from ccwatch.core.job import Job, JobId
from ccwatch.core.job_words import job_name, percent, state_word, step_word, whole_name
from ccwatch.ui.jobs.job_order import JobOrder, Place
from ccwatch.ui.store import JobStore

JOB_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class JobModel(QAbstractListModel):
    """One row per shown job, sorted and filtered by a `JobOrder`; finds rows by job ID."""

    def __init__(self, store: JobStore, now: Callable[[], float]) -> None:
        super().__init__()
        self._store = store
        self._order = JobOrder(now, store.time_left)
        self._order.refill(store.jobs.values())
        store.happened.connect(self._happened)

    def filter_by(self, text: str) -> None:
        """Show only jobs that have every word in name, ID, state or step."""
        self.beginResetModel()
        self._order.filter_by(text)
        self.endResetModel()

    def hold_still(self, still: bool) -> None:
        """Keep the rows in place, or sort them again."""
        self._order.hold_still(still)
        if not still:
            self._put_in_order(self._order.refill)

    def sort_by(self, key: str, *, descending: bool = False) -> None:
        """Sort the jobs by this key; unknown values come last in both directions."""
        self._put_in_order(partial(self._order.sort_by, key, descending))

    def filtered(self) -> bool:
        """Return whether the filter hides any jobs."""
        return len(self._order.ids) < len(self._store.jobs)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._order.ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        job = self._store.job(self._order.ids[index.row()]) if index.isValid() else None
        if job is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return whole_name(job)
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(job)
            case _ if role == JOB_ROLE:
                return job
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        editable = Qt.ItemFlag.ItemIsEditable if index.isValid() else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | editable

    def index_of(self, job: JobId) -> QModelIndex:
        """Return the job's index, an invalid one if it is not shown."""
        row = self._order.row(job)
        return QModelIndex() if row is None else self.index(row)

    def _happened(self, event: Event) -> None:
        if not isinstance(event, JobEvent):
            return
        if (job := self._store.job(event.job)) is None:
            self._remove(event.job)
            return
        place = self._order.plan(job)
        if place.was is None:
            if place.now is not None:
                self.beginInsertRows(_NOWHERE, place.now, place.now)
                self._order.put(job.id, place)
                self.endInsertRows()
        elif place.now is None:
            self.beginRemoveRows(_NOWHERE, place.was, place.was)
            self._order.put(job.id, place)
            self.endRemoveRows()
        else:
            self._show_change(job.id, place.was, place.now, place)

    def _remove(self, job: JobId) -> None:
        row = self._order.row(job)
        if row is not None:
            self.beginRemoveRows(_NOWHERE, row, row)
        self._order.drop(job)
        if row is not None:
            self.endRemoveRows()

    def _show_change(self, job: JobId, was: int, now: int, place: Place) -> None:
        if was != now:
            # Qt counts the destination row with the moving row still in its old place.
            self.beginMoveRows(_NOWHERE, was, was, _NOWHERE, now + (now > was))
        self._order.put(job, place)
        if was != now:
            self.endMoveRows()
        self.dataChanged.emit(self.index(now), self.index(now))

    def _put_in_order(self, put: Callable[[Collection[Job]], None]) -> None:
        self.layoutAboutToBeChanged.emit()  # listeners save their indexes as persistent ones here
        before = self.persistentIndexList()
        jobs = [self._order.ids[index.row()] for index in before]
        put(self._store.jobs.values())
        after = [
            QModelIndex() if (row := self._order.row(job)) is None else self.index(row)
            for job in jobs
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


class JobRows(QSortFilterProxyModel):
    """Passes the model's rows on unchanged, to keep Python out of the layout of the list.

    The list calls the model several times per row to lay out thousands; this proxy answers in C++.
    """

    def __init__(self, model: JobModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setDynamicSortFilter(False)
        self.setSourceModel(model)


def spoken(job: Job) -> str:
    """Return a row as one sentence for screen readers."""
    parts = [job_name(job), state_word(job)]
    if job.percentage is not None:
        parts.append(percent(job.percentage))
    if job.step:
        parts.append(step_word(job.step))
    return ", ".join(parts)
