"""The list of notices: rows that open their jobs, and the text of an empty list."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView

from ccwatch.core.language import tr
from ccwatch.core.notice import LoggedNotice
from ccwatch.core.plain_text import one_line
from ccwatch.ui.clipboard import to_clipboard
from ccwatch.ui.notices.delegate import NoticeDelegate
from ccwatch.ui.notices.model import NOTICE_ROLE, NoticeModel
from ccwatch.ui.style.text_painting import paint_hint
from ccwatch.ui.widget_keys import pressed


class NoticeList(QListView):
    """Shows the notices of a model.

    opened(kept): the user clicked a notice or pressed Enter on it.
    """

    opened = Signal(object)

    def __init__(self, model: NoticeModel, opens: Callable[[LoggedNotice], bool]) -> None:
        super().__init__()
        self._model = model
        self._opens = opens
        self.empty_text = ("", "")
        self.setModel(model)
        self.setItemDelegate(NoticeDelegate(opens, self))
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(tr("Notifications"))
        self.clicked.connect(self._open)

    def in_view(self) -> list[LoggedNotice]:
        """Return the notices that are at least partly visible."""
        found: list[LoggedNotice] = []
        area = self.viewport().rect()
        index = self.indexAt(QPoint(1, 1))
        while index.isValid() and self.visualRect(index).top() < area.bottom():
            if kept := index.data(NOTICE_ROLE):
                found.append(kept)
            index = index.siblingAtRow(index.row() + 1)
        return found

    def current(self) -> LoggedNotice | None:
        """Return the current notice."""
        kept: LoggedNotice | None = self.currentIndex().data(NOTICE_ROLE)
        return kept

    def keyPressEvent(self, event: QKeyEvent) -> None:
        kept = self.current()
        if pressed(event, "open notice") and kept:
            self.opened.emit(kept)
        elif pressed(event, "copy notice") and kept:
            words = filter(None, map(one_line, (kept.notice.title, kept.notice.in_one_line())))
            to_clipboard("\n".join(words))
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        kept = self.indexAt(event.position().toPoint()).data(NOTICE_ROLE)
        opens = kept is not None and self._opens(kept)
        shape = Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._model.rowCount() == 0:
            paint_hint(self.viewport(), *self.empty_text)

    def _open(self, index: QModelIndex) -> None:
        if kept := index.data(NOTICE_ROLE):
            self.opened.emit(kept)
