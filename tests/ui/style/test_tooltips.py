"""A tooltip shows its text literally, in lines that fit on a screen."""

from pathlib import Path

import pytest
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import ccwatch.ui
from ccwatch.ui.style.tooltips import breakable, set_tooltip, tooltip_text
from tests.ui.tips import read

FAMILY = "👨‍👩‍👧‍👦"
MARKUP = (
    "<b>Bridge</b>",
    "<img src=file:///etc/passwd>",
    "Bridge <a href='https://example.org'>here</a> & there",
    "&lt;b&gt;",
    "<?xml version='1.0'?>",
    "a\n<table><tr><td>b",
)


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_shown_and_not_read(qtbot: QtBot, text: str) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    set_tooltip(widget, text)
    assert read(widget.toolTip()) == text


def test_a_tooltip_holds_nothing_that_reorders_or_hides() -> None:
    assert tooltip_text("a\u202eb\x1b[2J\nc") == "a b [2J\nc"


@pytest.mark.parametrize("text", ["", "Bridge", "3 < 4 and 5 > 2", "a\nb"])
def test_a_short_text_without_markup_stays_as_it_is(text: str) -> None:
    assert tooltip_text(text) == text


@pytest.mark.parametrize("letter", ["W", "橋", "ب", "e\u0301\u0323\u0308", FAMILY, "\ud800", "<"])
def test_a_long_word_can_be_broken_between_characters(letter: str) -> None:
    word = letter * 200
    broken = breakable(word)
    assert broken.replace("\u200b", "") == word
    assert max(map(len, broken.split("\u200b"))) <= 8 * len(letter)
    pieces = broken.split("\u200b")
    assert all(piece == letter * (len(piece) // len(letter)) for piece in pieces)


def test_a_long_text_is_wrapped_by_qt() -> None:
    text = " ".join(["The service gave a reason that is long."] * 10)
    assert Qt.mightBeRichText(tooltip_text(text))
    assert read(tooltip_text(text)) == text


def test_ordinary_words_are_left_alone() -> None:
    assert breakable("Reconstruction of the harbour bridge") == (
        "Reconstruction of the harbour bridge"
    )


def test_each_tooltip_of_the_program_goes_through_the_helper() -> None:
    folder = Path(ccwatch.ui.__file__).parent
    lines = [
        f"{path.name}: {line.strip()}"
        for path in sorted(folder.rglob("*.py"))
        if path.name != "tooltips.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if "setToolTip(" in line and "tooltip_text(" not in line
    ]
    # The tray's tooltip is not Qt's where the tray shows it; its first line is the program's own.
    assert lines == ["tray.py: self._icon.setToolTip(self._tip)"] * 2


def test_each_label_with_a_text_from_outside_is_one_that_wraps() -> None:
    folder = Path(ccwatch.ui.__file__).parent
    bare = {
        path.name for path in folder.rglob("*.py") if " QLabel(" in path.read_text(encoding="utf-8")
    }
    assert bare == {"control.py", "shortcuts_dialog.py"}


def test_each_model_with_tooltips_takes_them_from_the_helper() -> None:
    folder = Path(ccwatch.ui.__file__).parent
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.rglob("*.py")}
    models = {name for name, text in texts.items() if "ToolTipRole" in text}
    assert models
    assert {name for name in models if "tooltip_text(" not in texts[name]} == set()
