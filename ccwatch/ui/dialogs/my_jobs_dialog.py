"""A dialog to choose from the user's own jobs."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ccwatch.core.job import Details, JobId, Phase
from ccwatch.core.job_glyph import GLYPHS
from ccwatch.core.job_refs import JobRef
from ccwatch.core.job_words import LONGEST_NAME, PHASE_WORDS, SERVICE_WORDS, UNKNOWN, step_word
from ccwatch.core.language import tr
from ccwatch.core.plain_text import one_line, plain_line
from ccwatch.core.service_replies import Listed
from ccwatch.core.settings import about
from ccwatch.ui.dialogs.list_filters import Facts, ListFilters
from ccwatch.ui.style.first_size import give_size
from ccwatch.ui.style.glyphs import glyph_pixmap
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font, is_dark
from ccwatch.ui.style.tooltips import tooltip_text
from ccwatch.ui.style.type_scale import FollowsFont, scaled
from ccwatch.ui.time_text import time_or_day

_JOB_ROLE = Qt.ItemDataRole.UserRole
_ROW_HEIGHT = 30
_GLYPH = 18
_COLUMN = 96


class MyJobsDialog(QDialog, FollowsFont):
    """Shows that it is loading, then lists jobs with checkboxes, or shows an error.

    chosen(jobs): a tuple of jobs to watch (JobRef). follow_wanted(on): follow the user's jobs.
    """

    chosen = Signal(object)
    follow_wanted = Signal(bool)

    def __init__(self, now: Callable[[], float], parent: QWidget, *, follows: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("My jobs"))
        give_size(self, 760, 480)
        self._now = now
        self._said = TextLabel("", font(13))
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note = TextLabel("", font(12))
        self._note.hide()
        self._filters = ListFilters()
        self._filters.changed.connect(self._filter)
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
        follow = QCheckBox(tr(about("follow_my_jobs").label))
        follow.setAccessibleDescription(tr(about("follow_my_jobs").help))
        follow.setChecked(follows)
        follow.toggled.connect(self.follow_wanted)
        foot = QHBoxLayout()
        foot.addWidget(follow)
        foot.addWidget(buttons, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(self._said, 1)
        column.addWidget(self._filters)
        column.addWidget(self._list, 1)
        column.addWidget(self._note)
        column.addLayout(foot)
        self._say(tr("Asking the service…"))

    def show_jobs(self, jobs: Sequence[Listed], watched: set[str], incomplete: str = "") -> None:
        """List the jobs, newest first; watched ones are checked and disabled.

        `incomplete` says why the list may not be complete.
        """
        self._list.clear()
        for job in sorted(jobs, key=lambda job: -(job.details.created or 0.0)):
            self._list.addTopLevelItem(self._item(job, watched=job.id in watched))
        self._filters.offer(map(_facts, jobs))
        self.fit_font()
        if incomplete:
            incomplete = tr("This list may not be complete: {reason}", reason=incomplete)
        self._note.setText(incomplete)
        self._note.setVisible(bool(jobs and incomplete))
        self._say("" if jobs else incomplete or tr("The service lists no jobs for your account."))
        if jobs:
            self._filters.field.setFocus()

    def fit_font(self) -> None:
        self._list.setIconSize(QSize(scaled(_GLYPH), scaled(_GLYPH)))
        self._list.header().setMinimumSectionSize(scaled(_COLUMN))
        for row in range(self._list.topLevelItemCount()):
            if item := self._list.topLevelItem(row):
                item.setSizeHint(0, QSize(0, scaled(_ROW_HEIGHT)))

    def show_error(self, text: str) -> None:
        """Show an error in place of the list."""
        self._say(text)

    def _say(self, text: str) -> None:
        """Show the text in place of the list, or the list if the text is empty."""
        self._said.setText(text)
        self._said.setVisible(bool(text))
        for widget in (self._filters, self._list):
            widget.setVisible(not text)

    def _item(self, job: Listed, *, watched: bool) -> QTreeWidgetItem:
        details = job.details
        spelled = details.id or job.id
        name = one_line(details.name or "", LONGEST_NAME) or plain_line(spelled)
        state = tr("Watching") if watched else _state(details)
        service, created = SERVICE_WORDS[job.service], time_or_day(details.created, self._now())
        item = QTreeWidgetItem([name, service, step_word(details.type), state, created])
        item.setData(0, _JOB_ROLE, job)
        item.setToolTip(0, tooltip_text("\n".join(dict.fromkeys((name, spelled)))))
        item.setToolTip(3, tooltip_text(state))
        glyph = GLYPHS[details.phase]
        ratio = self.devicePixelRatioF()
        item.setIcon(0, QIcon(glyph_pixmap(glyph, None, scaled(_GLYPH), ratio, is_dark())))
        item.setCheckState(0, Qt.CheckState.Checked if watched else Qt.CheckState.Unchecked)
        item.setDisabled(watched)
        return item

    def _ticked(self) -> Iterator[JobRef]:
        for row in range(self._list.topLevelItemCount()):
            item = self._list.topLevelItem(row)
            if item and not item.isDisabled() and item.checkState(0) is Qt.CheckState.Checked:
                job: Listed = item.data(0, _JOB_ROLE)
                yield JobRef(job.id, job.service, JobId(job.details.id or job.id))

    def _accept(self) -> None:
        self.chosen.emit(tuple(self._ticked()))
        self.accept()

    def _filter(self) -> None:
        for row in range(self._list.topLevelItemCount()):
            if item := self._list.topLevelItem(row):
                job: Listed = item.data(0, _JOB_ROLE)
                words = (item.text(0), item.text(1), item.text(3), job.details.id or job.id)
                item.setHidden(not self._filters.fits(_facts(job), words))


def _job_tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName(tr("My jobs"))
    tree.setHeaderLabels([tr("Name"), tr("Service"), tr("Type"), tr("State"), tr("Created")])
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    tree.header().setStretchLastSection(False)
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return tree


def _facts(job: Listed) -> Facts:
    details = job.details
    kind = step_word(details.type) if details.type else ""
    return Facts(_state(details), kind, one_line(details.itwin or "", LONGEST_NAME))


def _state(details: Details) -> str:
    told = one_line(details.state or "", LONGEST_NAME) if details.phase is Phase.UNKNOWN else ""
    return told or (tr(PHASE_WORDS[details.phase]) if details.state else UNKNOWN)
