"""The details of the selected job: progress, chart, facts and timeline."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from ccwatch.core.course import gap_between
from ccwatch.core.estimate import TimeLeft
from ccwatch.core.events import Event
from ccwatch.core.job import Job
from ccwatch.core.job_words import percent, state_word, step_word
from ccwatch.core.language import tr
from ccwatch.core.past import Past
from ccwatch.core.plain_text import one_line
from ccwatch.ui.command_actions import CommandActions
from ccwatch.ui.commands import COMMANDS, Menu, Situation
from ccwatch.ui.details.chart import Chart
from ccwatch.ui.details.event_text import event_words
from ccwatch.ui.details.facts import JobFacts, short_id
from ccwatch.ui.details.remarks import ErrorCard, WarningsAndOutputs
from ccwatch.ui.details.rest_text import About, AboutTimeLeft, rest_texts
from ccwatch.ui.intent_signals import IntentSignals
from ccwatch.ui.style.flat_button import flat_button
from ccwatch.ui.style.icon_button import MenuButton
from ccwatch.ui.style.icons import Icon
from ccwatch.ui.style.mirroring import mirrored_f
from ccwatch.ui.style.scroll_page import ScrollPage
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font, tokens
from ccwatch.ui.style.type_scale import FollowsFont, scaled
from ccwatch.ui.time_text import day_and_time

DETAILS_WIDTH = 392
MOST_EVENTS = 60
MOST_NAME_LINES = 3


class DetailsPane(ScrollPage, FollowsFont):
    """The pane on the right; what the user wants done with the job goes to `intents`."""

    def __init__(
        self,
        now: Callable[[], float],
        time_left: TimeLeft,
        intents: IntentSignals,
        about: AboutTimeLeft = lambda job, now: About(),
    ) -> None:
        super().__init__()
        self.setObjectName("details")
        self._now = now
        self._time_left = time_left
        self._about = about
        self._intents = intents
        self._job: Job | None = None
        self._events: list[Event] = []
        body = self._body = QWidget()
        body.setObjectName("details")
        self.setWidget(body)
        column = QVBoxLayout(body)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(4)
        self._name = TextLabel("", font(17, bold=True), most_lines=MOST_NAME_LINES)
        self._id = TextLabel(
            "", font(12), role="secondary", most_lines=1, elide=Qt.TextElideMode.ElideMiddle
        )
        self._actions = CommandActions(
            self, (Menu.DETAILS, Menu.CHART), intents.command.emit, self._jobs
        )
        self._buttons = {
            it: self._button_for(it.id, *it.in_details) for it in COMMANDS if it.in_details
        }
        self._more = _more_button()
        self._actions.fill(self._more.menu(), Menu.DETAILS)
        self._percentage = TextLabel("", font(34, bold=True, figures=True), most_lines=1)
        self._step = TextLabel("", font(12), role="secondary", most_lines=2)
        self._rest = TextLabel("", font(12), role="secondary", most_lines=2)
        self._chart = Chart(now, time_left)
        self._facts = JobFacts()
        self._errors, self._remarks = ErrorCard(), WarningsAndOutputs()
        self._timeline = QVBoxLayout()
        self._timeline.setSpacing(0)
        top = QHBoxLayout()
        top.addWidget(self._name, 1)
        top.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        beside_id, *below = self._buttons.values()
        column.addLayout(_row(self._id, beside_id))
        column.addLayout(_row(*below))
        column.addSpacing(8)
        column.addWidget(self._errors)
        column.addSpacing(4)
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
        column.addWidget(self._facts)
        column.addSpacing(8)
        column.addWidget(self._remarks)
        column.addWidget(_heading(tr("Timeline")))
        column.addLayout(self._timeline)
        column.addStretch()
        self._actions.fill(self._chart.menu, Menu.CHART)
        self.setAccessibleName(tr("Details"))

    def sizeHint(self) -> QSize:
        return QSize(scaled(DETAILS_WIDTH), scaled(600))

    def fit_font(self) -> None:
        self._fill_timeline()
        if self._job:
            self._errors.show_job(self._job)
            self._remarks.show_job(self._job)

    def allow_browsing(self, allowed: bool) -> None:
        """Offer the button for the job's page, if the settings have its address."""
        self._offer(replace(self._actions.situation, can_browse=allowed))

    def show_job(self, job: Job | None) -> None:
        before, self._job = self._job, job
        self._body.setVisible(job is not None)
        self._offer(replace(self._actions.situation, jobs=tuple(self._jobs())))
        if job is None:
            return
        now = self._now()
        self._name.setText(one_line(job.name))
        kind = one_line(job.details.type or "") if job.details else ""
        ids = (short_id(job.spelling), job.spelling)
        self._id.show_text(*(" · ".join(filter(None, (kind, it))) for it in ids))
        self._percentage.setText(percent(job.percentage))
        self._percentage.setVisible(job.percentage is not None)
        self._step.setText(step_word(job.step) if job.step else state_word(job))
        about = self._about(job, now)
        self._rest.show_text(*rest_texts(job, now, self._time_left(job, now), about))
        self._facts.show_job(job, now)
        self._chart.show_job(job)
        if before is None or before.id != job.id or before.details != job.details:
            self._errors.show_job(job)
            self._remarks.show_job(job)
        if before is None or before.id != job.id:
            self._events = []
            self.show_past(Past())
        elif job.checked is not None and gap_between(before.checked, job.checked):
            # Either the chart has a gap to show, or the pane was not updated for that long.
            self._intents.past.emit(job.id)

    def show_past(self, past: Past) -> None:
        """Show the timeline; events added since it was requested stay."""
        last = past.events[0].at if past.events else self._now()
        added = [event for event in self._events if event.at > last]
        self._events = [*added, *past.events][:MOST_EVENTS]
        self._fill_timeline()
        self._chart.show_past(past)

    def add_event(self, event: Event) -> None:
        """Add an event at the top of the timeline."""
        self._events = [event, *self._events][:MOST_EVENTS]
        self._fill_timeline()

    def _fill_timeline(self) -> None:
        _empty(self._timeline)
        told = [(event, event_words(event)) for event in self._events]
        rows = [(event, words) for event, words in told if words]
        for place, (event, words) in enumerate(rows):
            time = day_and_time(event.at, self._now())
            ends = (place == 0, place + 1 == len(rows))
            self._timeline.addWidget(_Happening(time, words, ends))

    def _jobs(self) -> list[Job]:
        return [self._job] if self._job else []

    def _offer(self, situation: Situation) -> None:
        """Update which buttons and menu entries are available for the job."""
        self._actions.show(situation)
        for command, button in self._buttons.items():
            button.setVisible(command.offered(situation))

    def _button_for(self, command: str, text: str, spoken: str) -> QPushButton:
        button = flat_button(tr(text), tr(spoken))
        button.clicked.connect(lambda: self._actions.do(command))
        return button


class _Happening(QWidget):
    """One line of the timeline with its dot; `ends`: whether it is the first, the last."""

    def __init__(self, time: str, words: str, ends: tuple[bool, bool]) -> None:
        super().__init__()
        self._first, self._last = ends
        row = QHBoxLayout(self)
        row.setSpacing(8)
        row.setContentsMargins(0, 3, 0, 3)
        row.addSpacing(20)
        at = TextLabel(time, font(12, figures=True), role="secondary", most_lines=1)
        at.setMinimumWidth(max(at.sizeHint().width(), scaled(44)))
        row.addWidget(at, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(TextLabel(words, font(12)), 1)
        self.setAccessibleName(f"{time}: {words}")

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dot = QRectF(0, 0, 6, 6)
        dot.moveCenter(QPointF(7, 3 + scaled(17) / 2))  # beside the first line
        way = self.layoutDirection()
        dot = mirrored_f(dot, self.rect(), way)
        top = dot.center().y() if self._first else 0.0
        bottom = dot.center().y() if self._last else float(self.height())
        line = mirrored_f(QRectF(6.5, top, 1, bottom - top), self.rect(), way)
        painter.fillRect(line, look.line)
        painter.setPen(QPen(look.active, 2))
        painter.setBrush(look.panel)
        painter.drawEllipse(dot)


def _more_button() -> MenuButton:
    button = MenuButton("", tr("More actions for this job"), before=Icon.MORE)
    button.setObjectName("plain")
    button.setMenu(QMenu(button))
    return button


def _heading(text: str) -> TextLabel:
    return TextLabel(text, font(12, bold=True), role="secondary", most_lines=1)


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
