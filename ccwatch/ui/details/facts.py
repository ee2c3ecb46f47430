"""The facts of a job as the service reports them: labels and values, "—" for unknown ones."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ccwatch.core.durations import between, span
from ccwatch.core.job import Details, Job
from ccwatch.core.job_words import SERVICE_WORDS, UNKNOWN, count, output_formats
from ccwatch.core.language import mark, tr
from ccwatch.core.plain_text import one_line
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font
from ccwatch.ui.style.type_scale import FollowsFont
from ccwatch.ui.time_text import day_and_time

LONGEST = 40
_UNDESCRIBED = Details()


class _Fact(NamedTuple):
    """One fact: its label, and how its value is determined."""

    name: str
    value: Callable[[Job, Details, float], str]


class JobFacts(QWidget, FollowsFont):
    """Shows the facts in two columns; a shortened value is complete in its tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._names = [
            TextLabel(tr(fact.name), font(12), role="secondary", most_lines=1) for fact in _FACTS
        ]
        self._values = [_value() for _ in _FACTS]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        for place, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            row, column = place // 2, place % 2 * 3
            grid.addWidget(name, row, column)
            grid.addWidget(value, row, column + 1)
            grid.setColumnStretch(column + 1, 1)
        grid.setColumnMinimumWidth(2, 10)
        self.fit_font()

    def fit_font(self) -> None:
        for name in self._names:
            name.setMinimumWidth(name.sizeHint().width())

    def show_job(self, job: Job, now: float) -> None:
        for fact, label in zip(_FACTS, self._values, strict=True):
            said = one_line(fact.value(job, job.details or _UNDESCRIBED, now)) or UNKNOWN
            shown = said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"
            if fact.name == "iTwin":
                shown = short_id(said)
            label.show_text(shown, whole=said)


def short_id(text: str) -> str:
    """Abbreviate a long ID: "8f6c…2b41"."""
    return text if len(text) <= 16 else f"{text[:4]}…{text[-4:]}"


def _value() -> TextLabel:
    label = TextLabel("", font(12, figures=True), most_lines=2)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return label


def _units(units: float | None) -> str:
    said = count(units, 3)
    return said if said == UNKNOWN else tr("{number} units", number=said)


def _wait(job: Job, now: float) -> str:
    wait = job.queued_seconds(now)
    return "" if wait is None else span(wait)


def _time(at: float | None, now: float) -> str:
    return "" if at is None else day_and_time(at, now)


_FACTS = (
    _Fact(mark("Quality"), lambda job, known, now: known.quality or ""),
    _Fact(mark("Outputs"), lambda job, known, now: output_formats(known.outputs)),
    _Fact(mark("Submitted"), lambda job, known, now: _time(known.submitted, now)),
    _Fact(mark("Queue time"), lambda job, known, now: _wait(job, now)),
    _Fact(mark("Started"), lambda job, known, now: _time(known.started, now)),
    _Fact(mark("Run time"), lambda job, known, now: between(known.started, known.ended)),
    _Fact(mark("Ended"), lambda job, known, now: _time(known.ended or job.ended, now)),
    _Fact(mark("Engines"), lambda job, known, now: count(known.engines, 3)),
    _Fact(mark("Estimate"), lambda job, known, now: _units(known.units)),
    _Fact(mark("Cost"), lambda job, known, now: count(known.cost, 3)),
    _Fact(mark("Service"), lambda job, known, now: SERVICE_WORDS[job.service]),
    _Fact("iTwin", lambda job, known, now: known.itwin or ""),
)
