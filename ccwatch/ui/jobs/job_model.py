"""The jobs as a Qt model, and the rows in the order and choice that the user wants."""

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
from ccwatch.core.words import job_name, percent, state_word, step_word, whole_name
from ccwatch.ui.jobs.job_order import JobOrder, Place
from ccwatch.ui.store import JobStore

JOB_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class JobModel(QAbstractListModel):
    """One row a shown job, in the order and choice of a `JobOrder`; finds rows by id."""

    def __init__(self, store: JobStore, now: Callable[[], float]) -> None:
        super().__init__()
        self._store = store
        self._order = JobOrder(now, store.time_left)
        self._order.refill(store.jobs.values())
        store.happened.connect(self._happened)

    def filter_by(self, text: str) -> None:
        """Show only jobs that have each of the words in name, id, state or step."""
        self.beginResetModel()
        self._order.filter_by(text)
        self.endResetModel()

    def hold_still(self, still: bool) -> None:
        """Keep the rows where they are, or put them in order again."""
        self._order.hold_still(still)
        if not still:
            self._put_in_order(self._order.refill)

    def sort_by(self, key: str, *, descending: bool = False) -> None:
        """Put the jobs in the order of that key; unknown values come last either way."""
        self._put_in_order(partial(self._order.sort_by, key, descending))

    def filtered(self) -> bool:
        """Return whether there are jobs that the filter hides."""
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
        """Return where the job is, an invalid index when it is not shown."""
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
            # Qt counts the row to go before with the moving one still in its place.
            self.beginMoveRows(_NOWHERE, was, was, _NOWHERE, now + (now > was))
        self._order.put(job, place)
        if was != now:
            self.endMoveRows()
        self.dataChanged.emit(self.index(now), self.index(now))

    def _put_in_order(self, put: Callable[[Collection[Job]], None]) -> None:
        self.layoutAboutToBeChanged.emit()  # whoever hears it keeps indexes, which are to follow
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
    """The model's rows as they are, for the list, which lays out thousands by several calls each.

    Nothing is sorted or filtered here; but asked of this one, no row is asked for in Python.
    """

    def __init__(self, model: JobModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setDynamicSortFilter(False)
        self.setSourceModel(model)


def spoken(job: Job) -> str:
    """Return a row as one sentence, for those who hear it."""
    parts = [job_name(job), state_word(job)]
    if job.percentage is not None:
        parts.append(percent(job.percentage))
    if job.step:
        parts.append(step_word(job.step))
    return ", ".join(parts)
