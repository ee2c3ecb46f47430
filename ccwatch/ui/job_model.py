"""The jobs as a Qt model, and the rows in the order and choice that the user wants."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from ccwatch.core.events import Event, JobEvent
from ccwatch.core.job import Job, JobId
from ccwatch.core.language import tr
from ccwatch.core.words import job_name, percent, state_word, step_word
from ccwatch.ui.columns import BY_KEY, COLUMNS
from ccwatch.ui.store import JobStore

JOB_ROLE = Qt.ItemDataRole.UserRole + 1
SORT_ROLE = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class JobModel(QAbstractTableModel):
    """One row a job, in the store's order; finds rows by id."""

    def __init__(self, store: JobStore, now: Callable[[], float]) -> None:
        super().__init__()
        self._store = store
        self._now = now
        self._ids: list[JobId] = list(store.jobs)
        self._rows = {job: row for row, job in enumerate(self._ids)}
        store.happened.connect(self._happened)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(COLUMNS[section].title)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        job = self._store.job(self._ids[index.row()]) if index.isValid() else None
        if job is None:
            return None
        column = COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.shown(job, self._now())
            case Qt.ItemDataRole.EditRole:
                return job.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(job)
            case _ if role == JOB_ROLE:
                return job
            case _ if role == SORT_ROLE:
                return column.sorted_by(job, self._now())
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        editable = Qt.ItemFlag.ItemIsEditable if index.isValid() else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | editable

    def index_of(self, job: JobId) -> QModelIndex:
        """Return where the job is, an invalid index when it is not there."""
        row = self._rows.get(job)
        return QModelIndex() if row is None else self.index(row, 0)

    def _happened(self, event: Event) -> None:
        if not isinstance(event, JobEvent):
            return
        row = self._rows.get(event.job)
        wanted = self._store.job(event.job) is not None
        if row is None and wanted:
            self.beginInsertRows(QModelIndex(), len(self._ids), len(self._ids))
            self._rows[event.job] = len(self._ids)
            self._ids.append(event.job)
            self.endInsertRows()
        elif row is not None and not wanted:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._ids[row]
            self._rows = {job: row for row, job in enumerate(self._ids)}
            self.endRemoveRows()
        elif row is not None:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))


class JobOrder(QSortFilterProxyModel):
    """Filters by what is typed and sorts by a column; holds still while someone points."""

    def __init__(self, model: JobModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.descending = False
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)
        self.setDynamicSortFilter(True)
        self.sort(BY_KEY["added"])

    def filter_by(self, text: str) -> None:
        """Show only jobs that have each of the words in name, id, state or step."""
        self._words = text.casefold().split()
        self.invalidate()

    def hold_still(self, still: bool) -> None:
        """Keep the rows where they are, or put them in order again."""
        self.setDynamicSortFilter(not still)

    def sort_by(self, key: str, *, descending: bool = False) -> None:
        """Sort by the column of that key; unknown values come last either way."""
        self.descending = descending
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.sort(BY_KEY[key], order)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        job: Job | None = self.sourceModel().index(row, 0, parent).data(JOB_ROLE)
        if job is None:
            return False
        text = f"{job.name} {job.id} {state_word(job)} {step_word(job.step)}".casefold()
        return all(word in text for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:
        one, other = left.data(SORT_ROLE), right.data(SORT_ROLE)
        if one is None or other is None:
            known_first = one is not None and other is None
            unknown_first = one is None and other is not None
            return unknown_first if self.descending else known_first
        return bool(one < other)


def spoken(job: Job) -> str:
    """Return a row as one sentence, for those who hear it."""
    parts = [job_name(job), state_word(job)]
    if job.percentage is not None:
        parts.append(percent(job.percentage))
    if job.step:
        parts.append(step_word(job.step))
    return ", ".join(parts)
