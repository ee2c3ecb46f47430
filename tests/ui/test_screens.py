"""Every screen in both themes: its contents, their order, and their colours.

The contents are in `snapshots/`. After an intended change, update them with
`python -m pytest tests/ui/test_screens.py --write-screens` and review the diff.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from ccwatch.core.glyph import Glyph
from ccwatch.ui.jobs import row_delegate as progress_delegate
from ccwatch.ui.jobs.job_list import JobList
from ccwatch.ui.style import glyphs as ring
from ccwatch.ui.style.tokens import tokens
from ccwatch.ui.window.banner import Banner
from tests.ui.key_pixels import LOOKS, wrong
from tests.ui.painted import Painted
from tests.ui.screen_structure import faults, structure
from tests.ui.screens import SCREENS, Screen
from tests.ui.stage import THEMES, Stage, settled, staged

SNAPSHOTS = Path(__file__).parent / "snapshots"
NAMES = {screen.name: screen for screen in SCREENS}
EACH = pytest.mark.parametrize("screen", SCREENS, ids=NAMES)
IN_BOTH = pytest.mark.parametrize("theme", THEMES)
Plant = Callable[[Stage, QWidget], None]


def seen(screen: Screen, application: QApplication, theme: str, plant: Plant | None = None) -> str:
    """Return everything wrong with the screen, one line each."""
    with staged(application, theme) as stage:
        widget = screen.show(stage)
        settled()
        if plant:
            plant(stage, widget)
        return "\n".join([*_changes(screen, widget), *faults(widget), *wrong_of(screen, widget)])


def wrong_of(screen: Screen, widget: QWidget) -> list[str]:
    return wrong(screen.name, Painted(widget))


def _changes(screen: Screen, widget: QWidget) -> list[str]:
    known = (SNAPSHOTS / f"{screen.name}.txt").read_text(encoding="utf-8").splitlines()
    now = structure(widget)
    gone = [f"gone: {line}" for line in known if line not in now]
    new = [f"new: {line}" for line in now if line not in known]
    return gone + new or ([] if now == known else ["the order is another"])


@EACH
def test_each_screen_is_in_the_snapshots(
    screen: Screen, qapp: QApplication, pytestconfig: pytest.Config
) -> None:
    if pytestconfig.getoption("--write-screens"):
        with staged(qapp, "light") as stage:
            widget = screen.show(stage)
            settled()
            text = "\n".join(structure(widget)) + "\n"
        SNAPSHOTS.mkdir(exist_ok=True)
        (SNAPSHOTS / f"{screen.name}.txt").write_text(text, encoding="utf-8")
    assert (SNAPSHOTS / f"{screen.name}.txt").exists()


def test_no_snapshot_and_no_check_is_left_over() -> None:
    assert {path.stem for path in SNAPSHOTS.iterdir()} == NAMES.keys()
    assert LOOKS.keys() <= NAMES.keys()


@IN_BOTH
@EACH
def test_a_screen_matches_its_snapshot_and_colours(
    screen: Screen, theme: str, qapp: QApplication
) -> None:
    if screen.name in ("shortcuts", "settings-general") and sys.platform == "darwin":
        pytest.skip("keys have other names there, and the Dock a setting")
    assert seen(screen, qapp, theme) == ""


@IN_BOTH
def test_a_stage_restores_the_applications_theme(theme: str, qapp: QApplication) -> None:
    before = qapp.palette().window().color(), qapp.styleSheet(), qapp.style().name()
    with staged(qapp, theme):
        assert qapp.styleSheet() != before[1]
    assert (qapp.palette().window().color(), qapp.styleSheet(), qapp.style().name()) == before


@pytest.mark.parametrize(
    ("screen", "kind"),
    [
        ("settings-notices", QCheckBox),
        ("settings-notices", QSpinBox),
        ("settings-notices", QLineEdit),
        ("settings-general", QCheckBox),
        ("settings-general", QComboBox),
        ("settings-general", QPushButton),
    ],
)
@IN_BOTH
def test_the_focus_is_visible(
    qapp: QApplication, theme: str, screen: str, kind: type[QWidget]
) -> None:
    with staged(qapp, theme) as stage:
        widget = NAMES[screen].show(stage)
        widget.activateWindow()
        settled()
        parts = [it for it in widget.findChildren(kind) if it.isVisible() and it.isEnabled()]
        control = next(it for it in parts if not it.hasFocus())
        before = control.grab().toImage()
        control.setFocus(Qt.FocusReason.TabFocusReason)
        settled()
        look, now = tokens(), Painted(control)
        assert control.hasFocus()
        frames = [now.count(control.rect(), it) for it in (look.active, look.text)]
        assert control.grab().toImage() != before
        assert max(frames) > 20


def _hide(stage: Stage, window: QWidget) -> None:
    next(it for it in window.findChildren(QLabel) if it.text() == "Timeline").hide()


def _swap(stage: Stage, window: QWidget) -> None:
    add = next(it for it in window.findChildren(QPushButton) if it.text() == "Add")
    add.move(1, add.y())
    field = window.findChild(QWidget, "filter")
    assert field is not None
    field.move(2, field.y() + add.height())


def _overlap(stage: Stage, window: QWidget) -> None:
    label = QLabel("Over another", window)
    label.move(16, 60)
    label.show()


def _stick_out(stage: Stage, window: QWidget) -> None:
    label = QLabel("Beyond the edge", window)
    label.move(window.width() - 20, 540)
    label.show()


def _dark_on_dark(stage: Stage, window: QWidget) -> None:
    name = next(it for it in window.findChildren(QLabel) if it.text().startswith("Harbour"))
    name.setStyleSheet("color: palette(window)")
    settled()


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (_hide, "gone: QLabel: Timeline"),
        (_swap, "the order is another"),
        (_overlap, "overlap: "),
        (_stick_out, "sticks out: QLabel “Beyond the edge”"),
        (_dark_on_dark, "“Harbour bridge, west span” cannot be read"),
    ],
    ids=lambda it: getattr(it, "__name__", ""),
)
@IN_BOTH
def test_a_planted_fault_is_found(qapp: QApplication, theme: str, plant: Plant, said: str) -> None:
    assert said in seen(NAMES["window"], qapp, theme, plant)


@IN_BOTH
def test_a_wrong_colour_is_found(
    qapp: QApplication, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_delegate, "glyph_colour", lambda glyph, look: look.idle)
    assert "the state of Harbour bridge, west span is not in its colour" in seen(
        NAMES["window"], qapp, theme
    )


@IN_BOTH
def test_an_arc_that_is_missing_or_too_long_is_found(
    qapp: QApplication, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    paint = ring._arc
    monkeypatch.setattr(ring, "_arc", lambda *_: None)
    assert "the arc of active is" in seen(NAMES["window"], qapp, theme)
    monkeypatch.setattr(ring, "_arc", lambda p, r, _, pen, s: paint(p, r, 100.0, pen, s))
    assert "the track of active is" in seen(NAMES["window"], qapp, theme)


@IN_BOTH
def test_a_glyph_that_is_not_painted_is_found(
    qapp: QApplication, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hide(_: Stage, window: QWidget) -> None:
        banner = window.findChild(Banner)
        assert banner is not None
        banner._mark.show_glyph(Glyph.IDLE)

    found = seen(NAMES["window-signed-out"], qapp, theme, hide)
    assert found == "the banner has no glyph in its colour"


def test_the_selection_in_another_colour_is_found(qapp: QApplication) -> None:
    def paint(_: Stage, window: QWidget) -> None:
        cover = QWidget(window)
        cover.setStyleSheet(f"background: {QColor('#EEF3FD').darker(110).name()}")
        cover.setGeometry(4, 86, 20, 10)
        cover.show()

    assert "Harbour bridge, west span is #" in seen(NAMES["window"], qapp, "light", paint)


@IN_BOTH
def test_the_list_goes_on_below_its_last_row_in_the_colour_of_the_rows(
    theme: str, qapp: QApplication
) -> None:
    with staged(qapp, theme) as stage:
        window = stage.window()
        window.resize(1120, 900)
        settled()
        rows = window.findChild(JobList)
        assert rows is not None
        last = rows.visualRect(rows.model().index(rows.model().rowCount() - 1, 0))
        painted = rows.viewport().grab().toImage()
        assert painted.height() > last.bottom() + 20
        below = painted.pixelColor(4, last.bottom() + 20)
        assert below == painted.pixelColor(4, last.top() + 4) == tokens().panel
