"""The dialog that confirms the cancellation of a job."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ccwatch.core.job import Details, Job
from ccwatch.core.job_words import LONGEST_NAME, SERVICE_WORDS, job_name, percent, state_word
from ccwatch.core.language import tr
from ccwatch.core.plain_text import one_line
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font

_WIDTH = 460


class CancelDialog(QDialog):
    """Names the job and what is lost; accepted only by its own button, never by Return or Escape.

    It is about the job as it was when the dialog was opened.
    """

    def __init__(self, job: Job, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Cancel job"))
        self.setMinimumWidth(_WIDTH)
        question = tr("Cancel “{name}”?", name=job_name(job))
        warning = tr(
            "The service will end it. What it has produced is lost, and this cannot be undone."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(TextLabel(question, font(15, bold=True)))
        column.addLayout(_facts(job))
        column.addWidget(TextLabel(warning, font(13)))
        column.addSpacing(4)
        column.addLayout(self._buttons())
        self.setAccessibleDescription(f"{question} {warning}")
        self.setMinimumHeight(column.totalHeightForWidth(_WIDTH))

    def _buttons(self) -> QHBoxLayout:
        keep, cancel = QPushButton(tr("Keep job")), QPushButton(tr("Cancel job"))
        keep.setProperty("primary", True)
        keep.setDefault(True)
        keep.clicked.connect(self.reject)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.accept)
        keep.setFocus()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(cancel)
        row.addStretch()
        row.addWidget(keep)
        return row


def _facts(job: Job) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for row, (label, value) in enumerate(_rows(job)):
        grid.addWidget(TextLabel(label, font(12), role="secondary", most_lines=1), row, 0)
        grid.addWidget(TextLabel(value, font(12)), row, 1)
    return grid


def _rows(job: Job) -> Iterator[tuple[str, str]]:
    """Yield what tells this job from others, as far as it is known."""
    known = job.details or Details()
    state = state_word(job)
    if job.percentage is not None:
        state = f"{state} · {percent(job.percentage)}"
    yield tr("State"), state
    yield tr("Service"), SERVICE_WORDS[job.service]
    if known.type:
        yield tr("Type"), one_line(known.type, LONGEST_NAME)
    if known.itwin:
        yield "iTwin", one_line(known.itwin, LONGEST_NAME)
    yield tr("ID"), job.spelling
