"""A label fits its place: it wraps within words, or elides and has the rest in its tooltip."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QTextDocument, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.ui.style.text_label import TextLabel
from tests.ui.foreign_texts import TEXTS
from tests.ui.tips import read

ORDINARY = "The bridge over the harbour"


def shown(qtbot: QtBot, label: TextLabel, width: int) -> TextLabel:
    qtbot.addWidget(label)
    label.resize(width, label.heightForWidth(width))
    label.show()
    return label


def test_a_label_and_its_tooltip_show_plain_text(qtbot: QtBot) -> None:
    label = TextLabel("a\u202eb\x1b[2J", most_lines=1)
    qtbot.addWidget(label)
    assert label.text() == "a b [2J"
    label.show_text("a…", "a\u2066whole\x07\nb")
    assert label.toolTip() == "a whole \nb"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("width", [60, 200, 900])
def test_any_text_is_broken_to_fit(qtbot: QtBot, text: str, width: int) -> None:
    label = shown(qtbot, TextLabel(text), width)
    lines = label._laid_out(width)
    assert lines.width <= width
    assert lines.height <= label.height()
    assert label.minimumSizeHint().width() <= 80
    assert label.toolTip() == ""


def test_ordinary_words_are_not_broken(qtbot: QtBot) -> None:
    label = shown(qtbot, TextLabel(ORDINARY), 90)
    layout = label._laid_out(90).layout
    starts = [layout.lineAt(n).textStart() for n in range(layout.lineCount())]
    assert len(starts) > 1
    assert all(ORDINARY[start - 1] == " " for start in starts[1:])


def test_it_is_as_high_as_a_label_of_qt_with_the_same_lines(qtbot: QtBot) -> None:
    text = f"{ORDINARY}\n\n{ORDINARY}"
    label, plain = TextLabel(text), QLabel(text)
    for each in (label, plain):
        qtbot.addWidget(each)
    plain.setWordWrap(True)
    assert label.heightForWidth(400) == plain.heightForWidth(400)
    assert TextLabel("x").heightForWidth(400) == QLabel("x").sizeHint().height()


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_what_is_too_long_is_elided_and_whole_in_the_tooltip(qtbot: QtBot, lines: int) -> None:
    text = "<b>" + "W" * 200
    label = shown(qtbot, TextLabel(text, most_lines=lines), 200)
    assert label.elided()
    assert label._laid_out(200).layout.lineCount() == lines
    assert label._laid_out(200).layout.text().endswith("…")
    assert read(label.toolTip()) == text
    label.resize(200 * 30, label.height())
    assert not label.elided()
    assert label.toolTip() == ""


def test_the_middle_can_go_instead_of_the_end(qtbot: QtBot) -> None:
    middle = Qt.TextElideMode.ElideMiddle
    label = shown(qtbot, TextLabel("W" * 50 + "end", most_lines=1, elide=middle), 100)
    assert label._laid_out(100).layout.text().endswith("end")


def test_a_short_form_has_the_long_one_in_its_tooltip(qtbot: QtBot) -> None:
    label = shown(qtbot, TextLabel(most_lines=1), 200)
    label.show_text("8f6c…2b41", whole="8f6c1d20-2b41")
    assert (label.text(), label.toolTip()) == ("8f6c…2b41", "8f6c1d20-2b41")
    label.setText("8f6c")
    assert label.toolTip() == ""


def test_another_font_is_laid_out_again(qtbot: QtBot) -> None:
    label = TextLabel(ORDINARY, most_lines=1)
    label.ensurePolished()
    shown(qtbot, label, QFontMetrics(label.font()).horizontalAdvance(ORDINARY) + 20)
    assert not label.elided()
    face = label.font()
    face.setPixelSize(40)
    label.setFont(face)
    assert read(label.toolTip()) == ORDINARY


def test_a_widget_beside_it_keeps_its_room(qtbot: QtBot) -> None:
    row, button = QWidget(), QPushButton("Copy")
    qtbot.addWidget(row)
    layout = QHBoxLayout(row)
    layout.addWidget(TextLabel("W" * 200, most_lines=3), 1)
    layout.addWidget(button)
    row.resize(300, 100)
    row.show()
    assert row.rect().contains(button.geometry())
    assert button.width() >= button.sizeHint().width()


def test_a_text_that_can_be_selected_is_broken_as_well(qtbot: QtBot) -> None:
    label = TextLabel("W" * 200)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    shown(qtbot, label, 200)
    label.grab()
    document = label.findChild(QTextDocument)
    assert isinstance(document, QTextDocument)
    wraps = document.defaultTextOption().wrapMode()
    assert wraps is QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
    assert document.size().width() <= 200
    assert abs(document.size().height() - label.height()) <= label.fontMetrics().height()
