"""Rows are painted in every phase and width, for any job name."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QListView, QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from ccwatch.core.estimate import time_left
from ccwatch.core.job import Details, Job, JobId, Phase, Point, Progress, Trouble
from ccwatch.ui.jobs import row_delegate
from ccwatch.ui.jobs.job_model import JobModel
from ccwatch.ui.jobs.row_delegate import SECOND_LINE, ProgressDelegate
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
        assert paper.painted_over(whole.copy(), job, width, damaged) == whole


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
    if width != 320:  # there the name has the whole line
        left = MARGIN + width - 16 - 130 - 12 - 150
        assert same(row, paper.painted(plain, width), left=left)


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


def test_the_bar_grows_with_the_percentage(paper: Paper) -> None:
    def filled(percentage: float) -> int:
        image = paper.painted(replace(JOBS[Phase.ACTIVE], progress=at(percentage)), 500)
        line = MARGIN + 12 + 3
        left = MARGIN + 500 - 1 - 16 - 130 - 12 - 150
        return sum(image.pixelColor(x, line) == tokens().active for x in range(left, left + 150))

    widths = [filled(percentage) for percentage in (0.0, 20.0, 50.0, 80.0, 100.0)]
    assert widths[0] == 0
    assert widths == sorted(set(widths))


def test_wide_rows_show_the_course(paper: Paper) -> None:
    job = JOBS[Phase.ACTIVE]
    for width, shown in ((619, False), (620, True)):
        alone = paper.painted(replace(job, course=job.course[:1]), width)
        right = MARGIN + width - 16 - 130 - 12
        assert same(alone, paper.painted(job, width), right - 72, right) is not shown


def test_a_row_is_painted_for_the_pixels_of_the_screen(paper: Paper) -> None:
    once = paper.painted(JOBS[Phase.ACTIVE], 500)
    twice = paper.painted(JOBS[Phase.ACTIVE], 500, ratio=2)
    assert not same(once.scaled(twice.size()), twice)


def test_waiting_for_a_sign_in_is_painted(paper: Paper) -> None:
    job = replace(JOBS[Phase.ACTIVE], next_check=NOW + 60)
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


def test_a_row_says_in_a_tooltip_what_it_had_no_room_for(paper: Paper) -> None:
    job = replace(JOBS[Phase.ACTIVE], alias="<b>" + "W" * 60)
    row = QRect(0, 0, 420, ROW_HEIGHT)
    assert "<b>" + "W" * 60 in read(paper.delegate.tip(row, job))
    assert paper.delegate.tip(QRect(0, 0, 1600, ROW_HEIGHT), job) == ""
    assert paper.delegate.tip(row, replace(job, alias="Bridge", trouble=None)) == ""


@pytest.mark.parametrize(
    ("job", "second"),
    [
        (JOBS[Phase.ACTIVE], "Active · 60\u202f% · Run production"),
        (JOBS[Phase.QUEUED], "Queued · Waiting for an engine · 2 h 00 min"),
        (JOBS[Phase.FAILED], f"Failed · {REASON.text}"),
    ],
    ids=lambda it: getattr(it, "name", ""),
)
def test_the_narrowest_row_has_its_state_in_words_and_no_bar(
    paper: Paper, monkeypatch: pytest.MonkeyPatch, job: Job, second: str
) -> None:
    painted: list[str] = []
    monkeypatch.setattr(
        row_delegate, "paint_text", lambda _, rect, text, *more, **options: painted.append(text)
    )
    paper.painted(job, 399)
    assert second in painted
    assert job.name in painted
    assert len([text for text in painted if text]) == 3
