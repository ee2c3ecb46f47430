"""The colours are legible and distinguishable, light and dark, in normal and high contrast."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ccwatch.core.glyph import Glyph
from ccwatch.ui.style.application import choose_scheme, wear
from ccwatch.ui.style.tokens import (
    DARK,
    DARK_CONTRAST,
    LIGHT,
    LIGHT_CONTRAST,
    Tokens,
    font,
    glyph_colour,
    palette,
    style_sheet,
    tokens,
)
from tests.ui.colour_vision import VISIONS, Triple, delta_e_2000, distance

LOOKS = {
    "light": LIGHT,
    "dark": DARK,
    "light contrast": LIGHT_CONTRAST,
    "dark contrast": DARK_CONTRAST,
}
BOTH = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
HIGH = pytest.mark.parametrize("look", [LIGHT_CONTRAST, DARK_CONTRAST], ids=["light", "dark"])
TELLING = ("active", "finished", "failed", "attention")
APART = 10.0  # CIEDE2000: clearly different, even in small areas
GROUNDS = ("window", "panel", "selection")


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of WCAG 2.2, section 1.4.3."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = map(linear, (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_black_on_white_has_the_contrast_that_the_standard_says() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)


@BOTH
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("role", ["text", "secondary", "failed", "active"])
def test_text_can_be_read(look: Tokens, ground: str, role: str) -> None:
    assert contrast(getattr(look, role), getattr(look, ground)) >= 4.5


@BOTH
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("glyph", Glyph)
def test_glyphs_can_be_seen(look: Tokens, ground: str, glyph: Glyph) -> None:
    assert contrast(glyph_colour(glyph, look), getattr(look, ground)) >= 3


@HIGH
@pytest.mark.parametrize("ground", GROUNDS)
def test_high_contrast_is_seven_to_one_for_text_and_glyphs(look: Tokens, ground: str) -> None:
    for role in ("text", "secondary", *TELLING, "idle"):
        assert contrast(getattr(look, role), getattr(look, ground)) >= 7, role


@HIGH
def test_in_high_contrast_edges_and_tracks_can_be_seen(look: Tokens) -> None:
    for role in ("line", "track"):
        assert contrast(getattr(look, role), look.panel) >= 3, role


@BOTH
@pytest.mark.parametrize("vision", VISIONS)
def test_important_colours_are_distinguishable_with_any_colour_vision(
    look: Tokens, vision: str
) -> None:
    for one, other in combinations(TELLING, 2):
        apart = distance(getattr(look, one), getattr(look, other), vision)
        assert apart >= (APART if vision != "tritanopia" else 9), (one, other)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((50, -1, 2), (50, 0, 0), 2.3669),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_is_that_of_its_authors(one: Triple, other: Triple, expected: float) -> None:
    assert delta_e_2000(one, other) == pytest.approx(expected, abs=5e-5)


@BOTH
@pytest.mark.parametrize("glyph", Glyph)
def test_the_state_under_a_bar_can_be_read(look: Tokens, glyph: Glyph) -> None:
    for ground in ("panel", "selection"):
        assert contrast(glyph_colour(glyph, look), getattr(look, ground)) >= 4.5


@BOTH
def test_text_on_the_accent_can_be_read(look: Tokens) -> None:
    for role in ("active", "finished", "failed"):
        assert contrast(look.on_active, getattr(look, role)) >= 4.5


@BOTH
def test_qts_own_controls_can_be_read(look: Tokens) -> None:
    worn, role = palette(look), QPalette.ColorRole
    for text, ground in (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.ButtonText, role.Button),
        (role.ToolTipText, role.ToolTipBase),
        (role.HighlightedText, role.Highlight),
        (role.PlaceholderText, role.Window),
        (role.Link, role.Window),
    ):
        assert contrast(worn.color(text), worn.color(ground)) >= 4.5, text


@BOTH
def test_the_style_sheet_names_only_tokens(look: Tokens) -> None:
    assert "%(" not in style_sheet(look, native=False)
    assert look.active.name() in style_sheet(look, native=True)


def test_the_choice_wins_over_the_system_and_is_applied_immediately(qapp: QApplication) -> None:
    wear(qapp)
    try:
        for theme, look in (("dark", DARK), ("contrast", LIGHT_CONTRAST), ("light", LIGHT)):
            choose_scheme(qapp, theme)
            assert tokens() is look
            assert qapp.palette().color(QPalette.ColorRole.Window) == look.window
            assert look.panel.name() in qapp.styleSheet()
    finally:
        choose_scheme(qapp, "system")
        qapp.setStyleSheet("")
        qapp.setPalette(QPalette())


def test_the_systems_contrast_preference_is_applied(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme = QGuiApplication.styleHints()
    hints = scheme.accessibility()
    high = Qt.ContrastPreference.HighContrast
    wear(qapp)
    try:
        monkeypatch.setattr(type(hints), "contrastPreference", lambda _: high)
        hints.contrastPreferenceChanged.emit(high)
        assert LIGHT_CONTRAST.active.name() in qapp.styleSheet()
        choose_scheme(qapp, "dark")
        assert tokens() is DARK_CONTRAST
        monkeypatch.undo()
        choose_scheme(qapp, "light")
        assert tokens() is LIGHT
    finally:
        choose_scheme(qapp, "system")
        qapp.setStyleSheet("")
        qapp.setPalette(QPalette())


def test_figures_keep_their_width_in_the_systems_font(qapp: QApplication) -> None:
    face = font(13, figures=True)
    assert face.pixelSize() == 13
    assert QFontInfo(face).family() == QFontInfo(QGuiApplication.font()).family()
    assert [tag.toString() for tag in face.featureTags()] == [b"tnum"]


@BOTH
def test_each_picture_of_a_control_is_there_and_stands_out(look: Tokens) -> None:
    sheet = style_sheet(look, native=False)
    files = {Path(name) for name in re.findall(r'url\("(.+?)"\)', sheet)}
    assert {file.name.partition("-")[0] for file in files} == {"up", "down", "tick"}
    for file in files:
        stroke = re.search('stroke="(#.{6})"', file.read_text(encoding="utf-8"))
        assert stroke
        ground = look.active if file.name.startswith("tick") else look.window
        assert contrast(QColor(stroke[1]), ground) >= 4.5
