"""The tokens can be read: text at 4.5 : 1 and glyphs at 3 : 1, in both themes."""

import pytest
from PySide6.QtGui import QColor, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ccwatch.core.summary import Glyph
from ccwatch.ui.look import choose_scheme, wear
from ccwatch.ui.theme import DARK, LIGHT, Tokens, font, glyph_colour, palette, style_sheet, tokens

BOTH = pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("window", "panel", "selection")


def contrast(one: QColor, other: QColor) -> float:
    """Return the ratio of WCAG 2.2, section 1.4.3."""
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


def test_the_choice_wins_over_the_system_and_is_worn_at_once(qapp: QApplication) -> None:
    wear(qapp)
    try:
        for theme, look in (("dark", DARK), ("light", LIGHT)):
            choose_scheme(qapp, theme)
            assert tokens() is look
            assert qapp.palette().color(QPalette.ColorRole.Window) == look.window
            assert look.panel.name() in qapp.styleSheet()
    finally:
        choose_scheme(qapp, "system")
        qapp.setStyleSheet("")
        qapp.setPalette(QPalette())


def test_figures_keep_their_width_in_the_systems_font(qapp: QApplication) -> None:
    face = font(13, figures=True)
    assert face.pixelSize() == 13
    assert QFontInfo(face).family() == QFontInfo(QGuiApplication.font()).family()
    assert [tag.toString() for tag in face.featureTags()] == [b"tnum"]
