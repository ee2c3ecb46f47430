"""The Qt model of the notice history: newest first, under a heading per day."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from ccwatch.core.notice import LoggedNotice
from ccwatch.core.notice_kind import Subject
from ccwatch.core.plain_text import one_line
from ccwatch.ui.notices.text import delivery_at_length, spoken
from ccwatch.ui.style.tooltips import tooltip_text
from ccwatch.ui.time_text import day_words

NOTICE_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
Row = LoggedNotice | str
_NOWHERE = QModelIndex()


class NoticeModel(QAbstractListModel):
    """Rows are notices, and days as unselectable texts; updates only the rows that differ."""

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__()
        self._now = now
        self._notices: tuple[LoggedNotice, ...] = ()
        self._words: list[str] = []
        self._subjects: frozenset[Subject] | None = None
        self._rows: list[Row] = []

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()] if index.isValid() else None
        if row is None:
            return None
        if isinstance(row, str):
            texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return row if role in texts else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(row.notice.title)
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(row)
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip_text(_whole(row))
            case _ if role == NOTICE_ROLE:
                return row
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def show(self, notices: Sequence[LoggedNotice]) -> None:
        """Show these notices, given newest first."""
        self._notices = tuple(notices)
        self._change()

    def filter_by(self, text: str, subjects: frozenset[Subject] | None) -> None:
        """Show only notices about these subjects (None: all) that have every word of the text."""
        self._words, self._subjects = text.casefold().split(), subjects
        self._change()

    def _change(self) -> None:
        """Replace only the rows between the common beginning and the common end."""
        before, after = self._rows, self._wanted()
        old, new = [_key(row) for row in before], [_key(row) for row in after]
        shortest = min(len(old), len(new))
        first = next((n for n in range(shortest) if old[n] != new[n]), shortest)
        rest = shortest - first
        last = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
        if len(old) > first + last:
            self.beginRemoveRows(QModelIndex(), first, len(old) - last - 1)
            self._rows = [*before[:first], *before[len(old) - last :]]
            self.endRemoveRows()
        if len(new) > first + last:
            self.beginInsertRows(QModelIndex(), first, len(new) - last - 1)
            self._rows = after
            self.endInsertRows()
        self._rows = after
        kept = [*range(first), *range(len(new) - last, len(new))]
        was = [*before[:first], *before[len(old) - last :]]
        for number, row in zip(kept, was, strict=True):
            if row != after[number]:
                self.dataChanged.emit(self.index(number), self.index(number))

    def _wanted(self) -> list[Row]:
        now = self._now()
        shown = (kept for kept in self._notices if self._takes(kept))
        rows: list[Row] = []
        for day, notices in groupby(shown, key=lambda kept: day_words(kept.at, now)):
            rows += [day, *notices]
        return rows

    def _takes(self, kept: LoggedNotice) -> bool:
        if self._subjects is not None and kept.notice.kind.subject not in self._subjects:
            return False
        text = f"{kept.notice.title} {kept.notice.body} {kept.notice.job or ''}".casefold()
        return all(word in text for word in self._words)


def _key(row: Row) -> int | str:
    return row if isinstance(row, str) else row.number


def _whole(kept: LoggedNotice) -> str:
    """Return the full text of a notice, for the tooltip."""
    parts = (kept.notice.title, *kept.notice.body.splitlines(), delivery_at_length(kept))
    return "\n".join(filter(None, map(one_line, parts)))
