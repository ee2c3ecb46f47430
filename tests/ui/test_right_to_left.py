"""A right-to-left layout is the mirror image of the other, also where the program paints itself."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QListView, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.core.estimate import time_left
from ccwatch.core.job import Phase
from ccwatch.core.language import ENGLISH, NAMES, Language, speak
from ccwatch.core.past import Past
from ccwatch.ui.details.chart import Chart
from ccwatch.ui.jobs.job_list import JobList
from ccwatch.ui.languages import speak_language
from ccwatch.ui.style.icon_button import IconButton
from ccwatch.ui.style.mirroring import mirrored_f
from ccwatch.ui.style.tokens import LIGHT, style_sheet, tokens
from tests.ui.pseudo_language import clipped
from tests.ui.sample_course import POINTS
from tests.ui.sample_jobs import JOBS, NOW
from tests.ui.screen_structure import faults
from tests.ui.screens import SCREENS, Screen
from tests.ui.stage import settled, staged

RIGHT_TO_LEFT, LEFT_TO_RIGHT = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
BY_NAME = {screen.name: screen for screen in SCREENS}
SHOWING = [screen for screen in SCREENS if screen.name not in ("glyphs", "tray-menu")]
# Qt places the list beside a mirrored splitter one pixel too far.
ONE_PIXEL = "sticks out: QWidget “”"
# Letters of Hebrew, so that each text reads from the right, and its length is the original's.
LETTERS = str.maketrans({chr(ord("a") + n): chr(0x05D0 + n) for n in range(26)})
HEBREW = Language(lambda text, comment, n: _pseudo(text, n))


def _pseudo(text: str, n: int | None) -> str:
    """Return the text in a pseudo-language that reads from the right; placeholders stay."""
    said = text if n is None else text.split("|")[min(len(text.split("|")) - 1, int(n != 1))]
    parts = said.split("{")
    rest = [part.partition("}") for part in parts[1:]]
    whole = "".join(f"{{{name}}}{words.lower().translate(LETTERS)}" for name, _, words in rest)
    return (parts[0].lower().translate(LETTERS) + whole).replace("{n}", str(n))


@pytest.fixture
def mirrored(qapp: QApplication) -> Iterator[QApplication]:
    qapp.setLayoutDirection(RIGHT_TO_LEFT)
    yield qapp
    qapp.setLayoutDirection(LEFT_TO_RIGHT)


@pytest.mark.parametrize("screen", SHOWING, ids=lambda it: it.name)
def test_a_mirrored_screen_has_room_for_everything(mirrored: QApplication, screen: Screen) -> None:
    with staged(mirrored, "light") as stage:
        shown = screen.show(stage)
        settled()
        assert [fault for fault in faults(shown) if fault != ONE_PIXEL] == []


@pytest.mark.parametrize("name", ["window", "window-notes", "settings-notices", "history"])
def test_a_screen_in_a_language_that_reads_from_the_right(
    mirrored: QApplication, name: str
) -> None:
    with staged(mirrored, "light") as stage:
        speak(HEBREW)
        try:
            shown = BY_NAME[name].show(stage)
            settled()
            assert clipped(shown) == []
        finally:
            speak(ENGLISH)


@pytest.mark.parametrize("screen", SHOWING, ids=lambda it: it.name)
def test_each_part_is_where_the_mirror_has_it(qapp: QApplication, screen: Screen) -> None:
    with staged(qapp, "light") as stage:
        before = _middles(screen.show(stage))
    qapp.setLayoutDirection(RIGHT_TO_LEFT)
    try:
        with staged(qapp, "light") as stage:
            shown = screen.show(stage)
            now, width = _middles(shown), shown.width()
    finally:
        qapp.setLayoutDirection(LEFT_TO_RIGHT)
    assert before.keys() == now.keys()
    wrong = [key for key, x in before.items() if abs(width - x - now[key]) > 16]
    assert wrong == []


def _middles(screen: QWidget) -> dict[str, int]:
    """Return the horizontal middle of each visible button and list, by its text and order."""
    settled()
    parts = [
        it for it in screen.findChildren(QWidget) if isinstance(it, QAbstractButton | QListView)
    ]
    seen = [it for it in parts if it.isVisible() and not it.size().isEmpty()]
    return {
        f"{number} {type(it).__name__}": it.mapTo(screen, it.rect().center()).x()
        for number, it in enumerate(seen)
    }


@pytest.mark.parametrize("width", [900, 460])
def test_a_row_is_painted_mirrored(qapp: QApplication, width: int) -> None:
    with staged(qapp, "light") as stage:
        there = _row(BY_NAME["window"].show(stage), width)
    qapp.setLayoutDirection(RIGHT_TO_LEFT)
    try:
        with staged(qapp, "light") as stage:
            here = _row(BY_NAME["window"].show(stage), width)
    finally:
        qapp.setLayoutDirection(LEFT_TO_RIGHT)
    whole = there.pop("width")
    assert here.pop("width") == whole
    assert there["edge"] < there["glyph"] < whole / 2
    for part, x in there.items():
        assert abs(whole - x - here[part]) <= 6, part  # the arc itself is clockwise


def _row(window: QWidget, width: int) -> dict[str, float]:
    """Return where the edge of the first row, which is chosen, and its ring are."""
    rows = window.findChild(JobList)
    assert rows is not None
    rows.setParent(None)
    rows.resize(width, 300)
    rows.show()
    settled()
    row = rows.visualRect(rows.model().index(0, 0))
    image = rows.viewport().grab().toImage()
    active = tokens().active.rgb()
    ring = [x for x in range(image.width()) if image.pixel(x, row.y() + 11) == active]
    edge = [x for x in range(image.width()) if image.pixel(x, row.y() + 50) == active]
    rows.deleteLater()
    return {
        "width": image.width(),
        "edge": sum(edge) / len(edge),
        "glyph": sum(it for it in ring if it not in edge) / max(len(ring) - len(edge), 1),
    }


def test_time_in_the_chart_runs_with_the_reading_direction(
    qtbot: QtBot, qapp: QApplication
) -> None:
    spots = {}
    for way in (LEFT_TO_RIGHT, RIGHT_TO_LEFT):
        chart = _chart(qtbot, way)
        plot = chart._laid_out()
        assert plot is not None
        spots[way] = plot.place(plot.start, 0).x(), plot.place(plot.end, 0).x()
        assert plot.time_at(spots[way][1]) == pytest.approx(plot.end)
        last = chart._laid_out().stops()[-1]  # type: ignore[union-attr]
        assert last == plot.end
    left, right = spots[LEFT_TO_RIGHT], spots[RIGHT_TO_LEFT]
    assert left[0] < left[1]
    assert right == pytest.approx((400 - left[0], 400 - left[1]))


@pytest.mark.parametrize(
    ("way", "key"), [(LEFT_TO_RIGHT, Qt.Key.Key_Left), (RIGHT_TO_LEFT, Qt.Key.Key_Right)]
)
def test_the_arrow_keys_follow_the_time(qtbot: QtBot, way: Qt.LayoutDirection, key: Qt.Key) -> None:
    chart = _chart(qtbot, way)
    QTest.keyClick(chart, Qt.Key.Key_End)
    end = chart._read_at
    QTest.keyClick(chart, key)
    assert chart._read_at is not None
    assert end is not None
    assert chart._read_at < end


def _chart(qtbot: QtBot, way: Qt.LayoutDirection) -> Chart:
    chart = Chart(lambda: NOW, time_left)
    qtbot.addWidget(chart)
    chart.setLayoutDirection(way)
    chart.resize(400, 184)
    chart.show_job(JOBS[Phase.ACTIVE])
    chart.show_past(Past(course=POINTS))
    return chart


@pytest.mark.parametrize("name", ["window", "details-narrow", "history", "settings-general"])
def test_labels_begin_at_the_right(mirrored: QApplication, name: str) -> None:
    with staged(mirrored, "light") as stage:
        shown = BY_NAME[name].show(stage)
        settled()
        picture = shown.grab().toImage()
        for label in shown.findChildren(QLabel):
            leading = not label.alignment() & Qt.AlignmentFlag.AlignRight
            whole = label.visibleRegion().boundingRect() == label.rect()
            if whole and label.text().strip() and leading and label.width() > 20:
                place = QRect(label.mapTo(shown, QPoint()), label.size())
                inked = _inked(picture, place, picture.devicePixelRatio())
                assert inked >= place.width() - max(label.indent(), 0) - 6, label.text()


def _inked(image: QImage, place: QRect, ratio: float) -> int:
    """Return the rightmost column of the rectangle that is not of its background."""
    part = image.copy(QRect(place.topLeft() * ratio, place.size() * ratio))
    ground = part.pixel(0, 0)
    columns = [
        x
        for x in range(part.width())
        if any(part.pixel(x, y) != ground for y in range(part.height()))
    ]
    return round(max(columns, default=part.width()) / ratio)


@pytest.mark.parametrize(("way", "beginning"), [(LEFT_TO_RIGHT, 0), (RIGHT_TO_LEFT, 1)])
def test_the_arrow_back_points_to_where_reading_begins(
    qapp: QApplication, way: Qt.LayoutDirection, beginning: int
) -> None:
    qapp.setLayoutDirection(way)
    try:
        with staged(qapp, "light") as stage:
            shown = BY_NAME["history"].show(stage)
            settled()
            back = next(it for it in shown.findChildren(IconButton) if it.text() == "Back")
            image = back.grab().toImage()
    finally:
        qapp.setLayoutDirection(LEFT_TO_RIGHT)
    # The shaft is the only long line at half height.
    ground = image.pixel(1, 1)
    line = "".join(
        " " if image.pixel(x, image.height() // 2) == ground else "#" for x in range(image.width())
    )
    shaft = max(line.split(), key=len)
    assert len(shaft) >= 9
    assert line.index(shaft) // (image.width() // 2) == beginning


def test_the_line_beside_the_details_is_between_them_and_the_list(qapp: QApplication) -> None:
    assert "border-left: 1px" in style_sheet(LIGHT, native=False)
    qapp.setLayoutDirection(RIGHT_TO_LEFT)
    try:
        assert "QScrollArea#details { border: none; border-right: 1px" in style_sheet(
            LIGHT, native=False
        )
    finally:
        qapp.setLayoutDirection(LEFT_TO_RIGHT)


def test_a_language_decides_the_direction(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(NAMES, "he", "עברית")
    try:
        speak_language(qapp, "he")
        assert qapp.layoutDirection() is RIGHT_TO_LEFT
        qapp.setLayoutDirection(RIGHT_TO_LEFT)  # as by -reverse
        speak_language(qapp, "en")
        assert qapp.layoutDirection() is RIGHT_TO_LEFT
    finally:
        qapp.setLayoutDirection(LEFT_TO_RIGHT)
        speak(ENGLISH)
        QLocale.setDefault(QLocale.system())


def test_a_part_is_moved_to_the_other_side() -> None:
    row = QRect(10, 0, 100, 20)
    part = QRectF(14.5, 2, 20, 5)
    assert mirrored_f(part, row, LEFT_TO_RIGHT) == part
    assert mirrored_f(part, row, RIGHT_TO_LEFT) == QRectF(85.5, 2, 20, 5)
