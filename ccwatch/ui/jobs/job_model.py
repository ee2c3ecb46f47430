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

from ccwatch.core.events import Event, JobEvent, Removed
from ccwatch.core.job import JobId
from ccwatch.core.job_words import whole_name
from ccwatch.core.survey import Survey
from ccwatch.ui.jobs.job_order import JobOrder, Place, Row
from ccwatch.ui.jobs.spoken_row import spoken
from ccwatch.ui.jobs.survey_rows import SurveyRows
from ccwatch.ui.store import JobStore

JOB_ROLE = Qt.ItemDataRole.UserRole + 1
FOLD_ROLE = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class JobModel(QAbstractListModel):
    """One row per job or survey, sorted and filtered by a `JobOrder`; finds rows by job ID.

    JOB_ROLE is the job, or a `Survey`, and FOLD_ROLE what the row is, a `Fold`.
    """

    def __init__(self, store: JobStore, now: Callable[[], float]) -> None:
        super().__init__()
        self._store, self._now = store, now
        self._order = JobOrder(now, store.time_left)
        self._rows = SurveyRows(store)
        self._order.refill(self._rows.all())
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
        return self._order.hides_any()

    def unfolded(self) -> tuple[JobId, ...]:
        """Return the first jobs of the surveys that are unfolded."""
        return tuple(sorted(self._rows.unfolded))

    def unfold_these(self, jobs: Collection[JobId]) -> None:
        """Unfold the surveys with these jobs, and fold all others."""
        self._rows.unfolded = set(jobs)
        self._put_in_order(self._order.refill)

    def fold(self, survey: JobId, *, unfolded: bool) -> None:
        """Hide the jobs of a survey, or show them below it."""
        for row in self._rows.fold(survey, unfolded=unfolded):
            if unfolded:
                self._put(row, changed=False)
            else:
                self._remove(row.job.id)
        head = self.index_of(survey)
        self.dataChanged.emit(head, head)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._order.ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        key = self._order.ids[index.row()] if index.isValid() else JobId("")
        job = self._rows.job(key)
        if job is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._rows.name(key)
            case Qt.ItemDataRole.EditRole:
                return whole_name(job)
            case Qt.ItemDataRole.AccessibleTextRole:
                store = self._store
                waits = store.status.signed_in is False
                now, fold = self._now(), self._rows.fold_of(key)
                usual = store.usual_wait(job, now)
                return spoken(job, now, store.time_left, waits=waits, fold=fold, usual=usual)
            case _ if role == JOB_ROLE:
                return job
            case _ if role == FOLD_ROLE:
                return self._rows.fold_of(key)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        editable = Qt.ItemFlag.ItemIsEditable if index.isValid() else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | editable

    def index_of(self, job: JobId) -> QModelIndex:
        """Return the index of the job, or of its survey if that is folded; else an invalid one."""
        row = self._order.row(job)
        if row is None and (survey := self._rows.survey_of(job)):
            row = self._order.row(survey)
        return QModelIndex() if row is None else self.index(row)

    def _happened(self, event: Event) -> None:
        if not isinstance(event, JobEvent):
            return
        gone, there = self._rows.after(self._store.touched)
        for key in gone:
            self._remove(key)
        if isinstance(event, Removed):
            self._order.forget_number(event.job)
        for row in there:
            changed = row.job.id == event.job or isinstance(row.job, Survey)
            self._put(row, changed=changed or len(self._store.touched) > 1)

    def _put(self, row: Row, *, changed: bool) -> None:
        """Insert, move or remove the row, as its job is now."""
        place, key = self._order.plan(row), row.job.id
        if place.was is None:
            if place.now is not None:
                self.beginInsertRows(_NOWHERE, place.now, place.now)
                self._order.put(key, place)
                self.endInsertRows()
            else:
                self._order.put(key, place)
        elif place.now is None:
            self.beginRemoveRows(_NOWHERE, place.was, place.was)
            self._order.put(key, place)
            self.endRemoveRows()
        else:
            self._move(key, place.was, place.now, place)
            if changed:
                index = self.index(place.now)
                self.dataChanged.emit(index, index)

    def _remove(self, job: JobId) -> None:
        row = self._order.row(job)
        if row is not None:
            self.beginRemoveRows(_NOWHERE, row, row)
        self._order.drop(job)
        if row is not None:
            self.endRemoveRows()

    def _move(self, key: JobId, was: int, now: int, place: Place) -> None:
        if was != now:
            # Qt counts the destination row with the moving row still in its old place.
            self.beginMoveRows(_NOWHERE, was, was, _NOWHERE, now + (now > was))
        self._order.put(key, place)
        if was != now:
            self.endMoveRows()

    def _put_in_order(self, put: Callable[[Collection[Row]], None]) -> None:
        self.layoutAboutToBeChanged.emit()  # listeners save their indexes as persistent ones here
        before = self.persistentIndexList()
        jobs = [self._order.ids[index.row()] for index in before]
        put(self._rows.all())
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
