"""An accent colour is legible on both themes, and changes controls only."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ccwatch.core.glyph import Glyph
from ccwatch.system.appearance import Appearance
from ccwatch.ui.style.accent import contrast, with_accent
from ccwatch.ui.style.application import choose_scheme, follow_desktop
from ccwatch.ui.style.tokens import DARK, DARK_CONTRAST, LIGHT, Tokens, glyph_colour, tokens

COLOURS = [
    "#3584e4", "#2190a4", "#3a944a", "#c88800", "#ed5b00", "#e62d42", "#d56199", "#9141ac",
    "#6f8396", "#000000", "#ffffff", "#ffff00", "#00ff00", "#0000ff", "#808080", "#fdf6e3",
]  # fmt: skip


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("colour", COLOURS)
def test_it_is_legible_as_text_and_under_text(colour: str, look: Tokens) -> None:
    worn = with_accent(look, QColor(colour))
    assert contrast(worn.active, look.window) >= 4.5
    assert contrast(worn.active, look.panel) >= 4.5
    assert contrast(worn.on_active, worn.active) >= 4.5


def test_a_legible_one_is_kept_as_it_is_and_another_keeps_its_hue() -> None:
    kept = QColor("#9141ac")
    assert with_accent(LIGHT, kept).active == kept
    yellow = with_accent(LIGHT, QColor("#ffff00")).active
    assert abs(yellow.hslHue() - 60) <= 1


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    follow_desktop(qapp, Appearance())
    choose_scheme(qapp, "system")
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())


def highlight(application: QApplication) -> QColor:
    return application.palette().color(QPalette.ColorRole.Highlight)


def test_it_follows_the_desktop_in_each_theme_but_not_in_high_contrast(
    application: QApplication,
) -> None:
    choose_scheme(application, "light")
    own = highlight(application)
    follow_desktop(application, Appearance(None, (0.569, 0.255, 0.675)))
    assert highlight(application).name() == "#9141ac"
    assert "#9141ac" in application.styleSheet()
    choose_scheme(application, "dark")
    assert highlight(application) not in (own, QColor("#9141ac"))
    choose_scheme(application, "contrast")
    assert "#9141ac" not in application.styleSheet()
    choose_scheme(application, "light")
    assert glyph_colour(Glyph.ACTIVE, tokens()) == LIGHT.active
    follow_desktop(application, Appearance())
    assert highlight(application) == own


def test_the_theme_follows_the_desktop_unless_the_user_chose_one(
    application: QApplication,
) -> None:
    choose_scheme(application, "system")
    for dark in (True, False, True):
        follow_desktop(application, Appearance(dark))
        assert tokens() == (DARK if dark else LIGHT)
        assert application.palette().color(QPalette.ColorRole.Window) == tokens().window
    choose_scheme(application, "light")
    assert tokens() == LIGHT
    choose_scheme(application, "contrast")
    assert tokens() == DARK_CONTRAST
    choose_scheme(application, "system")
    assert tokens() == DARK
    follow_desktop(application, Appearance())
    assert tokens() == LIGHT, "without a preference it is Qt that knows"
