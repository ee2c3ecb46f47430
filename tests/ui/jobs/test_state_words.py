"""The word for a job's state fits its row in each language."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication, QListView, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from ccwatch.core.estimate import time_left
from ccwatch.core.job import Job, JobId, Phase, Progress
from ccwatch.core.job_words import percent, state_word
from ccwatch.core.language import NAMES
from ccwatch.core.transition import ended_unavailable
from ccwatch.ui.jobs.job_model import JobModel
from ccwatch.ui.jobs.row_delegate import ProgressDelegate
from ccwatch.ui.jobs.row_text import state_column
from ccwatch.ui.languages import speak_language
from ccwatch.ui.store import JobStore
from ccwatch.ui.style.tokens import ROW_HEIGHT, font
from tests.ui.sample_jobs import JOBS, NOW
from tests.ui.tips import read

NARROWEST = 420  # the least width of the window
# Whole sentences, in English too: the tooltip has them.
SENTENCES = (Phase.UNAVAILABLE, Phase.UNREADABLE)
WIDEST = 63.4


def widest(phase: Phase) -> Job:
    """Return a job in this phase with the widest percentage that the phase can have."""
    job = JOBS[phase]
    if phase is Phase.UNKNOWN:
        return replace(job, progress=Progress(None, "", ""))
    if phase in (Phase.OVER, Phase.SUCCEEDED):
        assert job.percentage is not None
        return job
    assert job.progress is not None or phase is Phase.QUEUED
    return replace(job, progress=job.progress and replace(job.progress, percentage=WIDEST))


CASES = {
    **{phase.name: widest(phase) for phase in Phase if phase not in SENTENCES},
    "NOT_FOUND": ended_unavailable(Job(JobId("lost-1"), added=NOW), NOW)[0],
}


@pytest.fixture(params=NAMES)
def language(request: pytest.FixtureRequest, qapp: QApplication) -> str:
    return speak_language(qapp, request.param)


Painted = dict[str, tuple[int, int]]


def painted(
    job: Job, delegate: ProgressDelegate, monkeypatch: pytest.MonkeyPatch, width: int
) -> Painted:
    """Return the texts that the row paints, each with its width and the room for it."""
    found: Painted = {}

    def note(
        _: QPainter, room: QRect, text: str, face: QFont, *_more: object, **_how: bool
    ) -> None:
        found[text] = QFontMetrics(face).horizontalAdvance(text), room.width()

    monkeypatch.setattr("ccwatch.ui.jobs.row_delegate.paint_text", note)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, width, ROW_HEIGHT)
    image = QImage(option.rect.size(), QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    model = JobModel(JobStore([job]), lambda: NOW)
    delegate.paint(painter, option, model.index(0, 0))
    painter.end()
    return found


@pytest.fixture
def delegate(qtbot: QtBot) -> ProgressDelegate:
    view = QListView()
    qtbot.addWidget(view)
    return ProgressDelegate(lambda: NOW, time_left, lambda: False, view)


@pytest.mark.parametrize("width", [NARROWEST, 900])
@pytest.mark.parametrize("case", CASES)
def test_state_and_percentage_are_not_cut_off(
    delegate: ProgressDelegate,
    language: str,
    case: str,
    width: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = CASES[case]
    said = painted(job, delegate, monkeypatch, width)
    states, far = {state_word(job), state_column(job, NOW)[0]}, percent(job.percentage)
    (line,) = (it for it in said if it.split(" · ")[0] in states)
    begin = line.split(" · ")[0]
    if width == NARROWEST and far in line:  # there is no column: it begins the second line
        begin = f"{begin} · {far}"
    assert QFontMetrics(font(12)).horizontalAdvance(begin) <= said[line][1], language
    if width > NARROWEST and job.percentage is not None and job.phase is not Phase.QUEUED:
        assert said[far][0] <= said[far][1]


@pytest.mark.parametrize("phase", SENTENCES)
def test_a_sentence_that_is_cut_off_is_in_the_tooltip(
    delegate: ProgressDelegate, language: str, phase: Phase, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = JOBS[phase]
    said = painted(job, delegate, monkeypatch, NARROWEST)
    (line,) = (it for it in said if state_word(job) in it)
    model = JobModel(JobStore([job]), lambda: NOW)
    tip = read(delegate.tip(QRect(0, 0, NARROWEST, ROW_HEIGHT), model.index(0, 0)))
    assert (said[line][0] > said[line][1]) == (state_word(job) in tip), language
