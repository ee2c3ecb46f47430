"""Rows are painted in every phase and width, for any job name."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QListView, QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from ccwatch.core.estimate import time_left
from ccwatch.core.job import Details, Job, JobId, Phase, Point, Progress, Trouble
from ccwatch.core.window_state import ALL_PARTS
from ccwatch.ui.jobs import row_delegate
from ccwatch.ui.jobs.job_model import JobModel
from ccwatch.ui.jobs.row_delegate import SECOND_LINE, ProgressDelegate
from ccwatch.ui.jobs.row_layout import row_layout
from ccwatch.ui.jobs.survey_rows import Fold
from ccwatch.ui.store import JobStore
from ccwatch.ui.style.tokens import ROW_HEIGHT, tokens
from tests.ui.sample_jobs import JOBS, NOW, REASON, at
from tests.ui.tips import read

pytestmark = pytest.mark.qt_log_level_fail("WARNING")
WIDTHS = (320, 500, 900)
MARGIN = 8
UNPAINTED = QColor("#FF00FF")
HOSTILE = {
    "lines": "Bridge\nsurvey\r\n\tnorth",
    "bidi": "\u202egnp.live\u2066\u200f",
    "long": "W" * 10_000,
    "markup": "<b>bold</b><img src=x>&amp;",
    "nothing": "\u202e\n",
    "emoji": "🌉" * 50,
}


class Paper:
    """A list and what its delegate paints for it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.view = QListView()
        qtbot.addWidget(self.view)
        self.waits = False
        self.delegate = ProgressDelegate(lambda: NOW, time_left, lambda: self.waits, self.view)

    def painted(self, job: Job, width: int, *, chosen: bool = False, ratio: float = 1) -> QImage:
        """Return an image of the row with an unpainted margin."""
        size = QRect(0, 0, width + 2 * MARGIN, ROW_HEIGHT + 2 * MARGIN).size()
        image = QImage(size * ratio, QImage.Format.Format_ARGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(UNPAINTED)
        return self.painted_over(image, job, width, chosen=chosen)

    def painted_over(
        self,
        image: QImage,
        job: Job,
        width: int,
        damaged: QRect | None = None,
        *,
        chosen: bool = False,
    ) -> QImage:
        """Paint the row, or only its damaged part, onto the image."""
        model = JobModel(JobStore([job]), lambda: NOW)
        option = QStyleOptionViewItem()
        option.rect = QRect(MARGIN, MARGIN, width, ROW_HEIGHT)
        if chosen:
            option.state |= QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus
            option.state |= QStyle.StateFlag.State_KeyboardFocusChange
        painter = QPainter(image)
        if damaged is not None:
            self.delegate.damaged = QRegion(damaged)
            painter.setClipRegion(self.delegate.damaged)
        self.delegate.paint(painter, option, model.index(0, 0))
        painter.end()
        self.delegate.damaged = None
        return image


@pytest.fixture
def paper(qtbot: QtBot) -> Paper:
    return Paper(qtbot)


def same(one: QImage, other: QImage, left: int = 0, right: int | None = None) -> bool:
    part = QRect(left, 0, (right or one.width()) - left, one.height())
    return bool(one.copy(part) == other.copy(part))


def alike(one: QImage, other: QImage) -> bool:
    """Return whether no pixel differs by more than Qt's rounding at the edge of a clip."""
    pairs = zip(bytes(one.constBits()), bytes(other.constBits()), strict=True)
    return all(abs(a - b) <= 1 for a, b in pairs)


def stays_inside(image: QImage) -> bool:
    """Return whether nothing was painted outside the row."""
    width, height = image.width(), image.height()
    inner = QRect(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN)
    return all(
        inner.contains(x, y) or image.pixelColor(x, y) == UNPAINTED
        for x in range(width)
        for y in (*range(MARGIN), *range(height - MARGIN, height))
    ) and all(
        image.pixelColor(x, y) == UNPAINTED
        for y in range(height)
        for x in (*range(MARGIN), *range(width - MARGIN, width))
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("phase", Phase)
def test_each_phase_is_painted_inside_its_row(paper: Paper, phase: Phase, width: int) -> None:
    image = paper.painted(JOBS[phase], width)
    assert stays_inside(image)
    ground = image.pixelColor(MARGIN + 4, MARGIN + 2)
    assert ground == tokens().panel
    assert not same(image, paper.painted(JOBS[phase], width, chosen=True))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("phase", Phase)
def test_a_part_that_is_painted_again_leaves_the_row_as_it_was(
    paper: Paper, phase: Phase, width: int
) -> None:
    job = replace(JOBS[phase], next_check=NOW + 40)
    whole = paper.painted(job, width)
    row = QRect(MARGIN, MARGIN, width, ROW_HEIGHT)
    right = row.adjusted(width - 100, 0, 0, 0)
    for damaged in (right, right.adjusted(0, SECOND_LINE, 0, 0), row.adjusted(0, 20, -90, -8)):
        assert alike(paper.painted_over(whole.copy(), job, width, damaged), whole)


def test_a_row_is_as_high_in_each_phase(paper: Paper) -> None:
    model = JobModel(JobStore(JOBS.values()), lambda: NOW)
    for row in range(model.rowCount()):
        hint = paper.delegate.sizeHint(QStyleOptionViewItem(), model.index(row, 0))
        assert hint.height() == ROW_HEIGHT == 53


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_name_is_painted_as_one_plain_line(paper: Paper, name: str, width: int) -> None:
    plain = replace(JOBS[Phase.ACTIVE], alias="x")
    row = paper.painted(replace(plain, alias=name), width)
    assert stays_inside(row)
    names = row_layout(QRect(0, 0, width, ROW_HEIGHT), Fold.ALONE, ALL_PARTS).names
    assert same(row, paper.painted(plain, width), left=MARGIN + names.right() + 2)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_what_the_service_says_is_painted_as_one_plain_line(paper: Paper, words: str) -> None:
    job = Job(
        JobId("a"),
        progress=Progress(3.0, words, words),
        details=Details(words, words, words),
        trouble=Trouble(words, words),
    )
    assert stays_inside(paper.painted(job, 500))


def test_line_breaks_and_directions_do_not_change_the_picture(paper: Paper) -> None:
    job = JOBS[Phase.ACTIVE]
    plain = paper.painted(replace(job, alias="Bridge survey"), 900)
    assert same(plain, paper.painted(replace(job, alias="Bridge\n\u202esurvey\u200f"), 900))


@pytest.mark.parametrize("percentage", [-5.0, 0.0, 0.01, 100.0, 250.0, None])
def test_an_odd_percentage_is_painted(paper: Paper, percentage: float | None) -> None:
    course = tuple(Point(NOW + n, percentage or -9.0) for n in (-60, -60, 60))
    job = replace(JOBS[Phase.ACTIVE], progress=at(percentage), course=course)
    assert stays_inside(paper.painted(job, 900))


def test_a_course_is_shown_where_it_has_room_and_looks_like_a_line(paper: Paper) -> None:
    flat = replace(JOBS[Phase.ACTIVE], course=(Point(NOW - 600, 50.0), Point(NOW - 60, 59.0)))
    steep = replace(flat, course=(Point(NOW - 600, 50.0), Point(NOW - 60, 61.0)))
    course = row_layout(QRect(0, 0, 900, ROW_HEIGHT), Fold.ALONE, ALL_PARTS).course

    def line(job: Job) -> bool:
        image = paper.painted(job, 900)
        inside = QRect(course.x() + MARGIN, MARGIN + 4, course.width(), ROW_HEIGHT - 8)
        ground = image.pixelColor(inside.topLeft())
        return any(
            image.pixelColor(x, y) != ground
            for x in range(inside.left(), inside.right())
            for y in range(inside.top(), inside.bottom())
        )

    assert line(steep)
    assert not line(flat)


def test_a_row_is_painted_for_the_pixels_of_the_screen(paper: Paper) -> None:
    once = paper.painted(JOBS[Phase.ACTIVE], 500)
    twice = paper.painted(JOBS[Phase.ACTIVE], 500, ratio=2)
    assert not same(once.scaled(twice.size()), twice)


def test_waiting_for_a_sign_in_is_painted(paper: Paper) -> None:
    job = replace(JOBS[Phase.QUEUED], next_check=NOW + 60)
    checking = paper.painted(job, 500)
    paper.waits = True
    assert not same(checking, paper.painted(job, 500))


def test_the_editor_says_what_it_is_for_and_fits_its_row(paper: Paper) -> None:
    model = JobModel(JobStore([JOBS[Phase.ACTIVE]]), lambda: NOW)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 420, ROW_HEIGHT)
    editor = paper.delegate.createEditor(paper.view, option, model.index(0, 0))
    paper.delegate.updateEditorGeometry(editor, option, model.index(0, 0))
    assert editor.accessibleName() == "Job name"
    assert option.rect.contains(editor.geometry())
    assert editor.width() >= 200


class Row:
    """A job's row in a list, to be asked for its tooltip."""

    def __init__(self, paper: Paper, job: Job) -> None:
        self.model = JobModel(JobStore([job]), lambda: NOW)
        self.delegate = paper.delegate

    def tip(self, width: int, *, on_time: bool = False) -> str:
        rect = QRect(0, 0, width, ROW_HEIGHT)
        return read(self.delegate.tip(rect, self.model.index(0, 0), on_time=on_time))


def test_a_row_says_in_a_tooltip_what_it_had_no_room_for(paper: Paper) -> None:
    job = replace(JOBS[Phase.ACTIVE], alias="<b>" + "W" * 60)
    assert "<b>" + "W" * 60 in Row(paper, job).tip(420)
    assert Row(paper, job).tip(1600) == ""
    assert Row(paper, replace(job, alias="Bridge", trouble=None)).tip(700) == ""


def test_the_next_check_is_in_the_tooltip_of_the_time(paper: Paper) -> None:
    job = replace(JOBS[Phase.ACTIVE], next_check=NOW + 12)
    assert Row(paper, job).tip(1600, on_time=True) == "check in 12 s"
    assert Row(paper, JOBS[Phase.SUCCEEDED]).tip(1600, on_time=True) == ""


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts that are painted."""
    found: list[str] = []

    def note(_: object, rect: object, text: str, *more: object, **options: object) -> None:
        found.append(text)

    monkeypatch.setattr(row_delegate, "paint_text", note)
    return found


@pytest.mark.parametrize(
    ("job", "second"),
    [
        (JOBS[Phase.ACTIVE], "Active · 60\u202f% · Run production"),
        (JOBS[Phase.QUEUED], "Queued · 2 h 00 min"),
        (JOBS[Phase.FAILED], f"Failed · {REASON.text}"),
    ],
    ids=lambda it: getattr(it, "name", ""),
)
def test_a_row_without_room_for_the_state_has_it_in_words(
    paper: Paper, texts: list[str], job: Job, second: str
) -> None:
    paper.painted(job, 430)
    assert second in texts
    assert job.name in texts
    assert len(texts) == 4


def test_the_narrowest_row_has_the_time_in_its_second_line(paper: Paper, texts: list[str]) -> None:
    paper.painted(JOBS[Phase.ACTIVE], 260)
    name, second = texts
    assert name == JOBS[Phase.ACTIVE].name
    assert second.startswith("Active · 60\u202f% · 15 min – 4 h · ")
