"""Errors, warnings and outputs of a job: lists of lines that can be copied."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ccwatch.core.job import Details, Job
from ccwatch.core.job_words import output_line, remark_lines
from ccwatch.core.language import number, tr
from ccwatch.core.plain_text import one_line
from ccwatch.ui.clipboard import to_clipboard
from ccwatch.ui.style.flat_button import flat_button
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font

MOST_LINES = 20
LONGEST_LINE = 400
_NOTHING = Details()


class CopyableLines(QFrame):
    """A heading with a Copy button, and lines below it; hidden while there are none."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self._role = role
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(4)
        self.hide()

    def show_lines(self, title: str, spoken: str, lines: Sequence[str], copied: str) -> None:
        """Show these lines; `spoken` is what a screen reader calls the Copy button."""
        _empty(self._column)
        self.setVisible(bool(lines))
        if not lines:
            return
        copy = flat_button(tr("Copy"), spoken)
        copy.clicked.connect(lambda: to_clipboard(copied))
        head = QHBoxLayout()
        head.setSpacing(6)
        role = self._role or "secondary"
        head.addWidget(TextLabel(title, font(12, bold=True), role=role, most_lines=1))
        head.addWidget(copy)
        head.addStretch()
        self._column.addLayout(head)
        for line in lines[:MOST_LINES]:
            text = TextLabel(one_line(line, LONGEST_LINE), font(12))
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._column.addWidget(text)
        if len(lines) > MOST_LINES:
            more = tr("and {n} more|and {n} more", "", len(lines) - MOST_LINES)
            self._column.addWidget(TextLabel(more, font(12), role="secondary"))


class ErrorCard(CopyableLines):
    """The errors of a job, on a tinted card."""

    def __init__(self) -> None:
        super().__init__(role="failed")
        self.setObjectName("errors")
        self._column.setContentsMargins(12, 10, 12, 10)

    def show_job(self, job: Job) -> None:
        errors = (job.details or _NOTHING).errors
        title = tr("Errors ({number})", number=number(len(errors)))
        texts = [error.text for error in errors]
        self.show_lines(title, tr("Copy the errors"), texts, remark_lines(errors))


class WarningsAndOutputs(QWidget):
    """The warnings of a job, and what it produced."""

    def __init__(self) -> None:
        super().__init__()
        self._warnings, self._outputs = CopyableLines(), CopyableLines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._warnings)
        column.addWidget(self._outputs)

    def show_job(self, job: Job) -> None:
        known = job.details or _NOTHING
        title = tr("Warnings ({number})", number=number(len(known.warnings)))
        texts = [warning.text for warning in known.warnings]
        self._warnings.show_lines(
            title, tr("Copy the warnings"), texts, remark_lines(known.warnings)
        )
        outputs = [output_line(it) for it in known.outputs if it.id]
        title = tr("Outputs ({number})", number=number(len(outputs)))
        self._outputs.show_lines(title, tr("Copy the outputs"), outputs, "\n".join(outputs))


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.deleteLater()
        elif inner := item.layout():
            while (part := inner.takeAt(0)) is not None:
                if widget := part.widget():
                    widget.deleteLater()
