"""The caller's own jobs, to choose from."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ccwatch.core.parse import Listed
from ccwatch.core.words import one_line
from ccwatch.ui.row_words import moment
from ccwatch.ui.theme import font

_ID_ROLE = Qt.ItemDataRole.UserRole


class MyJobsDialog(QDialog):
    """Says that it loads, then lists jobs with boxes to tick, or says why it cannot.

    chosen(ids): a tuple of job ids to watch.
    """

    chosen = Signal(object)

    def __init__(self, now: Callable[[], float], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Jobs of mine")
        self.resize(560, 460)
        self._now = now
        self._said = QLabel("Asking the service…")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._said.setFont(font(13))
        self._filter = QLineEdit()
        self._filter.setPlaceholderText("Filter")
        self._filter.setAccessibleName("Filter jobs of mine")
        self._filter.textChanged.connect(self._filter_by)
        self._list = QListWidget()
        self._list.setAccessibleName("Jobs of mine")
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._watch = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._watch.setText("Watch")
        self._watch.setEnabled(False)
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)
        self._list.itemChanged.connect(lambda _: self._watch.setEnabled(bool(self._ticked())))
        column = QVBoxLayout(self)
        for widget in (self._said, self._filter, self._list, self._buttons):
            column.addWidget(widget)

    def show_jobs(self, jobs: Sequence[Listed], watched: set[str]) -> None:
        """List the jobs, the newest first; those on watch are ticked and stay so."""
        self._said.setText("" if jobs else "The service lists no jobs of yours.")
        self._said.setVisible(not jobs)
        for job in sorted(jobs, key=lambda job: -(job.details.created or 0.0)):
            details = job.details
            words = (
                details.name or job.id,
                details.state or "",
                moment(details.created, self._now()),
            )
            item = QListWidgetItem(one_line(" · ".join(filter(None, words))))
            item.setData(_ID_ROLE, job.id)
            item.setCheckState(
                Qt.CheckState.Checked if job.id in watched else Qt.CheckState.Unchecked
            )
            if job.id in watched:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self._list.addItem(item)

    def show_error(self, text: str) -> None:
        """Say why there is no list."""
        self._said.setText(text)

    def _ticked(self) -> tuple[str, ...]:
        items = (self._list.item(row) for row in range(self._list.count()))
        return tuple(
            item.data(_ID_ROLE)
            for item in items
            if item.checkState() is Qt.CheckState.Checked
            and item.flags() & Qt.ItemFlag.ItemIsEnabled
        )

    def _accept(self) -> None:
        self.chosen.emit(self._ticked())
        self.accept()

    def _filter_by(self, text: str) -> None:
        for row in range(self._list.count()):
            item = self._list.item(row)
            item.setHidden(text.casefold() not in item.text().casefold())
