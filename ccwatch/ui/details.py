"""The details of the chosen job: how far, the course, the facts, what happened."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ccwatch.core.estimate import time_left
from ccwatch.core.events import Event
from ccwatch.core.job import Job, Remark
from ccwatch.core.language import mark, number, tr
from ccwatch.core.words import UNKNOWN, one_line, percent, span, state_word, step_word
from ccwatch.core.words import time_left as time_left_words
from ccwatch.ui.chart import Chart
from ccwatch.ui.event_words import event_words
from ccwatch.ui.row_words import moment
from ccwatch.ui.theme import font, tokens

MOST_EVENTS = 60
MOST_REMARKS = 20
_FACTS = (
    mark("Quality"),
    mark("Outputs"),
    mark("Queue"),
    mark("Run"),
    mark("Estimate"),
    mark("Cost"),
)


class Details(QScrollArea):
    """The pane at the right.

    browse_wanted(job): open the job's page.
    """

    browse_wanted = Signal(str)

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__()
        self.setObjectName("details")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(300)
        self._now = now
        self._job: Job | None = None
        self._events: list[Event] = []
        body = self._body = QWidget()
        body.setObjectName("details")
        self.setWidget(body)
        column = QVBoxLayout(body)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(4)
        self._name = _label(17, bold=True, wrap=True)
        self._id = _label(12, role="secondary")
        self._copy_id = _link(tr("Copy"), tr("Copy the job's id"))
        self._browse = _link(tr("Open in browser"), tr("Open the job's page in the browser"))
        self._percentage = _label(34, bold=True)
        self._step = _label(12, role="secondary")
        self._rest = _label(12, role="secondary", wrap=True)
        self._chart = Chart(now)
        self._facts = {name: _label(12, figures=True, wrap=True) for name in _FACTS}
        self._remarks = QVBoxLayout()
        self._timeline = QVBoxLayout()
        self._timeline.setSpacing(0)
        column.addWidget(self._name)
        column.addLayout(_row(self._id, self._copy_id))
        column.addLayout(_row(self._browse))
        column.addSpacing(8)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addStretch()
        beside.addWidget(self._step)
        beside.addWidget(self._rest)
        beside.addStretch()
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._percentage)
        head.addLayout(beside, 1)
        column.addLayout(head)
        column.addSpacing(8)
        column.addWidget(self._chart)
        column.addLayout(self._fact_grid())
        column.addSpacing(8)
        column.addLayout(self._remarks)
        column.addWidget(_label(12, bold=True, role="secondary", text=tr("What happened")))
        column.addLayout(self._timeline)
        column.addStretch()
        self._copy_id.clicked.connect(self._copy_the_id)
        self._browse.clicked.connect(self._browse_job)
        self.setAccessibleName(tr("Details"))

    def sizeHint(self) -> QSize:
        return QSize(392, 600)

    def allow_browsing(self, allowed: bool) -> None:
        """Offer the job's page, or not when nobody said where it is."""
        self._browse.setVisible(allowed)

    def show_job(self, job: Job | None) -> None:
        """Show this job as it is now."""
        before, self._job = self._job, job
        self._body.setVisible(job is not None)
        if job is None:
            return
        now = self._now()
        self._name.setText(one_line(job.name))
        kind = job.details.type if job.details and job.details.type else ""
        self._id.setText(" · ".join(filter(None, (kind, _short(job.id)))))
        self._id.setToolTip(job.id)
        self._percentage.setText(percent(job.percentage))
        self._step.setText(step_word(job.step) if job.step else one_line(state_word(job)))
        self._rest.setText(_rest_words(job, now))
        for name, value in _facts(job).items():
            self._facts[name].setText(value)
        self._chart.show_job(job)
        if before is None or before.id != job.id or before.details != job.details:
            self._show_remarks(job)
        if before is None or before.id != job.id:
            self.show_history([])

    def show_history(self, events: Sequence[Event]) -> None:
        """Show what happened, the newest first."""
        self._events = list(events[:MOST_EVENTS])
        self._fill_timeline()

    def add_event(self, event: Event) -> None:
        """Show one more event at the head."""
        self._events = [event, *self._events][:MOST_EVENTS]
        self._fill_timeline()

    def _fill_timeline(self) -> None:
        _empty(self._timeline)
        told = [(event, event_words(event)) for event in self._events]
        rows = [(event, words) for event, words in told if words]
        for place, (event, words) in enumerate(rows):
            time = moment(event.at, self._now())
            self._timeline.addWidget(_Happening(time, words, last=place + 1 == len(rows)))

    def _show_remarks(self, job: Job) -> None:
        _empty(self._remarks)
        details = job.details
        errors, warnings = (details.errors, details.warnings) if details else ((), ())
        title = tr("Errors ({number})", number=number(len(errors)))
        self._add_remarks(title, tr("Copy the errors"), errors, "failed")
        title = tr("Warnings ({number})", number=number(len(warnings)))
        self._add_remarks(title, tr("Copy the warnings"), warnings, "")

    def _add_remarks(self, title: str, spoken: str, remarks: Sequence[Remark], role: str) -> None:
        if remarks:
            copy = _link(tr("Copy"), spoken)
            copy.clicked.connect(lambda: _copy(remarks))
            heading = _label(12, bold=True, role="secondary", text=title)
            self._remarks.addLayout(_row(heading, copy))
            for remark in remarks[:MOST_REMARKS]:
                text = _label(12, role=role, wrap=True, text=one_line(remark.text, 400))
                text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._remarks.addWidget(text)
            if len(remarks) > MOST_REMARKS:
                more = tr("and {n} more|and {n} more", "", len(remarks) - MOST_REMARKS)
                self._remarks.addWidget(_label(12, role="secondary", text=more))

    def _fact_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for place, (name, value) in enumerate(self._facts.items()):
            row, column = divmod(place, 2)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(_label(12, role="secondary", text=tr(name)), row, column * 2)
            grid.addWidget(value, row, column * 2 + 1)
            grid.setColumnStretch(column * 2 + 1, 1)
        return grid

    def _copy_the_id(self) -> None:
        if self._job:
            QGuiApplication.clipboard().setText(self._job.id)

    def _browse_job(self) -> None:
        if self._job:
            self.browse_wanted.emit(self._job.id)


class _Happening(QWidget):
    """One line of the timeline, with its dot on the line."""

    def __init__(self, time: str, words: str, *, last: bool) -> None:
        super().__init__()
        self._last = last
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 3, 0, 3)
        row.setSpacing(8)
        at = _label(12, role="secondary", text=time, figures=True)
        at.setMinimumWidth(44)
        row.addWidget(at, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(_label(12, text=words, wrap=True), 1)
        self.setAccessibleName(f"{time}: {words}")

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.line, 1))
        if not self._last:
            painter.drawLine(7, 12, 7, self.height() + 4)
        painter.setPen(QPen(look.active, 2))
        painter.setBrush(look.panel)
        painter.drawEllipse(QRectF(4, 8.5, 6, 6))


def _facts(job: Job) -> dict[str, str]:
    known = job.details
    if known is None:
        return dict.fromkeys(_FACTS, UNKNOWN)
    return {
        "Quality": one_line(known.quality or UNKNOWN, 40),
        "Outputs": one_line(", ".join(known.outputs) or UNKNOWN, 40),
        "Queue": _between(known.submitted, known.started),
        "Run": _between(known.started, known.ended),
        "Estimate": _units(known.units),
        "Cost": UNKNOWN if known.cost is None else number(known.cost, 3),
    }


def _units(units: float | None) -> str:
    return UNKNOWN if units is None else tr("{number} units", number=number(units, 3))


def _between(start: float | None, end: float | None) -> str:
    return UNKNOWN if start is None or end is None else span(end - start)


def _rest_words(job: Job, now: float) -> str:
    if job.outcome is not None:
        #: {time}: 14:05, yesterday, Mon, 24/11
        return tr("{state}, ended {time}", state=state_word(job), time=moment(job.ended, now))
    left = time_left(job, now)
    if left is None:
        return one_line(state_word(job))
    near = moment(now + (left.low + left.high) / 2, now)
    return tr("{left} left, done near {time}", left=time_left_words(left), time=near)


def _copy(remarks: Sequence[Remark]) -> None:
    lines = (f"{remark.code}: {remark.text}" if remark.code else remark.text for remark in remarks)
    QGuiApplication.clipboard().setText("\n".join(lines))


def _short(job: str) -> str:
    return job if len(job) <= 16 else f"{job[:4]}…{job[-4:]}"


def _label(
    pixels: int,
    *,
    text: str = "",
    bold: bool = False,
    figures: bool = False,
    role: str = "",
    wrap: bool = False,
) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(font(pixels, bold=bold, figures=figures or pixels > 30))
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


def _link(text: str, spoken: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName("link")
    button.setFont(font(12))
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAccessibleName(spoken)
    return button


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch()
    return row


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.deleteLater()
        elif inner := item.layout():
            while (part := inner.takeAt(0)) is not None:
                if widget := part.widget():
                    widget.deleteLater()
