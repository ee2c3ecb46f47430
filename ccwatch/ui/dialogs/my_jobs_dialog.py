"""A dialog to choose from the user's own jobs."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ccwatch.core.job import Details, Phase
from ccwatch.core.job_glyph import GLYPHS
from ccwatch.core.job_words import LONGEST_NAME, PHASE_WORDS, UNKNOWN
from ccwatch.core.language import tr
from ccwatch.core.plain_text import one_line, plain_line
from ccwatch.core.service_replies import Listed
from ccwatch.ui.style.first_size import give_size
from ccwatch.ui.style.glyphs import glyph_pixmap
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font, is_dark
from ccwatch.ui.style.tooltips import tooltip_text
from ccwatch.ui.time_text import time_or_day

_ID_ROLE = Qt.ItemDataRole.UserRole
_ROW = QSize(0, 30)
_GLYPH = 18
_COLUMN = 96


class MyJobsDialog(QDialog):
    """Shows that it is loading, then lists jobs with checkboxes, or shows an error.

    chosen(ids): a tuple of job IDs to watch, as the service spells them.
    """

    chosen = Signal(object)

    def __init__(self, now: Callable[[], float], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("My jobs"))
        give_size(self, 620, 460)
        self._now = now
        self._said = TextLabel("", font(13))
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note = TextLabel("", font(12))
        self._note.hide()
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(tr("Filter"))
        self._filter.setClearButtonEnabled(True)
        self._filter.setAccessibleName(tr("Filter my jobs"))
        self._filter.textChanged.connect(self._filter_by)
        self._list = _job_tree()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._watch = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._watch.setText(tr("Watch", "a button"))
        self._watch.setProperty("primary", True)
        self._watch.setEnabled(False)
        self._list.itemChanged.connect(lambda: self._watch.setEnabled(any(self._ticked())))
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(self._said, 1)
        column.addWidget(self._filter)
        column.addWidget(self._list, 1)
        column.addWidget(self._note)
        column.addWidget(buttons)
        self._say(tr("Asking the service…"))

    def show_jobs(self, jobs: Sequence[Listed], watched: set[str], incomplete: str = "") -> None:
        """List the jobs, newest first; watched ones are checked and disabled.

        `incomplete` says why the list may not be complete.
        """
        self._list.clear()
        for job in sorted(jobs, key=lambda job: -(job.details.created or 0.0)):
            self._list.addTopLevelItem(self._item(job, watched=job.id in watched))
        if incomplete:
            incomplete = tr("This list may not be complete: {reason}", reason=incomplete)
        self._note.setText(incomplete)
        self._note.setVisible(bool(jobs and incomplete))
        self._say("" if jobs else incomplete or tr("The service lists no jobs for your account."))
        if jobs:
            self._filter.setFocus()

    def show_error(self, text: str) -> None:
        """Show an error in place of the list."""
        self._say(text)

    def _say(self, text: str) -> None:
        """Show the text in place of the list, or the list if the text is empty."""
        self._said.setText(text)
        self._said.setVisible(bool(text))
        for widget in (self._filter, self._list):
            widget.setVisible(not text)

    def _item(self, job: Listed, *, watched: bool) -> QTreeWidgetItem:
        details = job.details
        spelled = details.id or job.id
        name = one_line(details.name or "", LONGEST_NAME) or plain_line(spelled)
        state = tr("Watching") if watched else _state(details)
        item = QTreeWidgetItem([name, state, time_or_day(details.created, self._now())])
        item.setData(0, _ID_ROLE, spelled)
        item.setToolTip(0, tooltip_text("\n".join(dict.fromkeys((name, spelled)))))
        item.setToolTip(1, tooltip_text(state))
        item.setSizeHint(0, _ROW)
        glyph = GLYPHS[details.phase]
        ratio = self.devicePixelRatioF()
        item.setIcon(0, QIcon(glyph_pixmap(glyph, None, _GLYPH, ratio, is_dark())))
        item.setCheckState(0, Qt.CheckState.Checked if watched else Qt.CheckState.Unchecked)
        item.setDisabled(watched)
        return item

    def _ticked(self) -> Iterator[str]:
        for row in range(self._list.topLevelItemCount()):
            item = self._list.topLevelItem(row)
            if item and not item.isDisabled() and item.checkState(0) is Qt.CheckState.Checked:
                yield item.data(0, _ID_ROLE)

    def _accept(self) -> None:
        self.chosen.emit(tuple(self._ticked()))
        self.accept()

    def _filter_by(self, text: str) -> None:
        wanted = text.strip().casefold()
        for row in range(self._list.topLevelItemCount()):
            if item := self._list.topLevelItem(row):
                words = (item.text(0), item.text(1), item.data(0, _ID_ROLE))
                item.setHidden(not any(wanted in word.casefold() for word in words))


def _job_tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName(tr("My jobs"))
    tree.setHeaderLabels([tr("Name"), tr("State"), tr("Created")])
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setIconSize(QSize(_GLYPH, _GLYPH))
    tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    tree.header().setMinimumSectionSize(_COLUMN)
    tree.header().setStretchLastSection(False)
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return tree


def _state(details: Details) -> str:
    told = one_line(details.state or "", LONGEST_NAME) if details.phase is Phase.UNKNOWN else ""
    return told or (tr(PHASE_WORDS[details.phase]) if details.state else UNKNOWN)
