"""Everything follows the size of the system's font: WCAG 2.2, 1.4.4, 200 % without loss."""

import pytest
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ccwatch.core.language import NAMES
from ccwatch.ui.jobs.job_list import JobList
from ccwatch.ui.languages import speak_language
from ccwatch.ui.style.application import scale_text
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font, style_sheet, tokens
from ccwatch.ui.style.type_scale import scaled
from ccwatch.ui.window.add_field import AddField
from tests.ui.foreign_texts import TEXTS, everywhere
from tests.ui.sample_jobs import JOBS
from tests.ui.screens import SCREENS, Screen
from tests.ui.shown_window import ShownWindow
from tests.ui.stage import settled, staged
from tests.ui.system_font import PERCENT, system_font
from tests.ui.test_foreign_texts import all_wrong

# Painted without text, or with the text of the system's menus.
NO_TEXT = ("glyphs",)
SHOWING = [screen for screen in SCREENS if screen.name not in NO_TEXT]
BY_NAME = {screen.name: screen for screen in SCREENS}
TELLING = ("window-notes", "details-narrow", "welcome", "settings-notices", "history")


@pytest.mark.parametrize("percent", [150, 200])
@pytest.mark.parametrize("screen", SHOWING, ids=lambda it: it.name)
def test_nothing_is_cut_off_at_any_size(qapp: QApplication, screen: Screen, percent: int) -> None:
    with system_font(qapp, percent), staged(qapp, "light") as stage:
        assert all_wrong(screen, stage) == []


@pytest.mark.parametrize(("language", "name"), [(it, name) for it in NAMES for name in TELLING])
def test_nothing_is_cut_off_in_large_text_in_any_language(
    qapp: QApplication, language: str, name: str
) -> None:
    with system_font(qapp, 200), staged(qapp, "light") as stage, everywhere(TEXTS["words"]):
        speak_language(qapp, language)
        assert all_wrong(BY_NAME[name], stage) == []


@pytest.mark.parametrize("screen", SHOWING, ids=lambda it: it.name)
def test_an_open_screen_follows_a_change(qapp: QApplication, screen: Screen) -> None:
    with staged(qapp, "light") as stage:
        shown = screen.show(stage)
        settled()
        before = sizes_of(shown)
        with system_font(qapp, 200):
            settled()
            fresh = screen.show(stage)
            settled()
            assert sizes_of(shown) == sizes_of(fresh)
        settled()
        assert sizes_of(shown) == before


def test_the_window_follows_a_change_by_itself(qtbot: QtBot, qapp: QApplication) -> None:
    shown = ShownWindow(qtbot, JOBS.values())
    before = row_height(shown.rows)
    larger = qapp.font()
    larger.setPointSizeF(2 * larger.pointSizeF())
    qapp.setFont(larger)
    try:
        qtbot.waitUntil(lambda: row_height(shown.rows) == 2 * before)
        label = shown.details.findChild(TextLabel)
        assert label is not None
        assert QFontInfo(label.font()).pixelSize() == 2 * 17
    finally:
        smaller = qapp.font()
        smaller.setPointSizeF(smaller.pointSizeF() / 2)
        qapp.setFont(smaller)
    qtbot.waitUntil(lambda: row_height(shown.rows) == before)


@pytest.mark.parametrize("percent", PERCENT)
def test_text_is_as_large_as_qts_own_controls(qapp: QApplication, percent: int) -> None:
    with system_font(qapp, percent), staged(qapp, "light") as stage:
        window = BY_NAME["window"].show(stage)
        settled()
        button = window.findChild(QPushButton)
        assert button is not None
        native = QFontInfo(button.font()).pixelSize()
        assert native == QFontInfo(font(12)).pixelSize() == 12 * percent // 100


@pytest.mark.parametrize("percent", PERCENT)
def test_controls_in_a_row_have_one_height(qapp: QApplication, percent: int) -> None:
    with system_font(qapp, percent), staged(qapp, "light") as stage:
        window = BY_NAME["window"].show(stage)
        window.resize(1600, 700)
        settled()
        bar = window.findChild(QWidget, "bar")
        assert bar is not None
        kinds = QPushButton, QToolButton, QLineEdit, AddField
        parts = [it for kind in kinds for it in bar.findChildren(kind) if it.isVisible()]
        inside = [it for it in parts if isinstance(it.parentWidget(), QLineEdit)]
        heights = {it.height() for it in parts if it not in inside}
        assert max(heights) - min(heights) <= 2
        for button in inside:  # Qt's button to clear the field
            field = button.parentWidget()
            assert field is not None
            assert field.rect().contains(button.geometry())
            assert abs(button.geometry().center().y() - field.rect().center().y()) <= 1


@pytest.mark.parametrize(
    ("points", "pixels"), [(7.5, None), (9, 12), (10, None), (11, None), (13.5, 18), (27, 36)]
)
def test_the_size_comes_from_points(qapp: QApplication, points: float, pixels: int | None) -> None:
    before = qapp.font()
    chosen = qapp.font()
    chosen.setPointSizeF(points)
    qapp.setFont(chosen)
    try:
        expected = pixels or points * 96 / 72
        assert font(12).pixelSize() == round(expected)
        assert font(24).pixelSize() == round(2 * expected)
        assert scaled(53) == round(53 * points / 9)
    finally:
        qapp.setFont(before)


def test_the_size_comes_from_pixels_where_the_system_says_so(qapp: QApplication) -> None:
    before = qapp.font()
    chosen = qapp.font()
    chosen.setPixelSize(18)
    qapp.setFont(chosen)
    try:
        assert (font(12).pixelSize(), scaled(10)) == (18, 15)
    finally:
        qapp.setFont(before)
    assert (font(12).pixelSize(), scaled(10)) == (12, 10)


def test_the_style_sheet_is_in_proportion_and_thin_lines_stay_thin(qapp: QApplication) -> None:
    with system_font(qapp, 200):
        sheet = style_sheet(tokens(), native=False)
        assert "min-height: 56px" in sheet  # combo boxes: 28
        assert "padding: 10px 18px" in sheet  # fields: 5 and 9
        assert "border: 1px solid" in sheet
        assert "2px solid" in sheet


@pytest.mark.parametrize("percent", PERCENT)
@pytest.mark.parametrize("width", [640, 900, 1120, 1600])
def test_a_name_has_room_at_any_size(qapp: QApplication, width: int, percent: int) -> None:
    with system_font(qapp, percent), staged(qapp, "light") as stage:
        window = BY_NAME["window"].show(stage)
        window.resize(width, 700)
        settled()
        rows = window.findChild(JobList)
        assert rows is not None
        row = rows.visualRect(rows.model().index(0, 0))
        layout = rows._delegate._layout(row, rows.model().index(0, 0))
        letters = layout.names.width() / QFontMetrics(font(13, bold=True)).averageCharWidth()
        assert letters >= 20 or all(
            part.isEmpty() for part in (layout.time, layout.state, layout.course)
        )
        assert letters >= 11


def row_height(rows: JobList) -> int:
    return rows.visualRect(rows.model().index(0, 0)).height()


def sizes_of(screen: QWidget) -> list[tuple[object, ...]]:
    """Return what decides the sizes of everything on the screen."""
    kinds = TextLabel, QPushButton, QToolButton, QLineEdit, AddField, QComboBox, QLabel
    parts = [it for kind in kinds for it in screen.findChildren(kind) if not it.isWindow()]
    texts = {id(it): it.text() for it in parts if isinstance(it, TextLabel)}
    return sorted(
        (
            type(it).__name__,
            texts.get(id(it), ""),
            QFontInfo(it.font()).pixelSize(),
            it.minimumWidth(),
            it.maximumSize().toTuple(),
            it.sizeHint().toTuple() if isinstance(it, TextLabel | QPushButton) else (),
        )
        for it in parts
    )


@pytest.mark.parametrize("factor", [1.25, 2.0])
def test_the_desktops_factor_enlarges_everything(qapp: QApplication, factor: float) -> None:
    before = qapp.font()
    with staged(qapp, "light") as stage:
        window = BY_NAME["window"].show(stage)
        rows = window.findChild(JobList)
        assert rows is not None
        try:
            scale_text(qapp, factor)
            scale_text(qapp, factor)  # of the system's font, not of the enlarged one
            settled()
            assert qapp.font().pointSizeF() == before.pointSizeF() * factor
            assert row_height(rows) == round(53 * factor)
        finally:
            scale_text(qapp, 1.0)
        settled()
        assert qapp.font().pointSizeF() == before.pointSizeF()
        assert row_height(rows) == 53
