"""The save dialog: proposes a name, keeps its extension, and does not block."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.ui.dialogs.save_dialog import SaveDialog, documents


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_the_place_is_proposed_and_a_missing_ending_is_added(
    qtbot: QtBot, parent: QWidget, tmp_path: Path
) -> None:
    dialog = SaveDialog("Export", "Table", ".csv", tmp_path / "Dam – history.csv", parent)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.open()
    assert dialog.selectedFiles() == [(tmp_path / "Dam – history.csv").as_posix()]
    dialog.selectFile("Other")
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.accept()
    assert chosen.args == [tmp_path / "Other.csv"]


def test_the_window_stays_usable_and_a_cancel_saves_nothing(
    qtbot: QtBot, parent: QWidget, tmp_path: Path
) -> None:
    dialog = SaveDialog("Export", "Table", ".csv", tmp_path / "a.csv", parent)
    said: list[object] = []
    dialog.chosen.connect(said.append)
    dialog.open()
    assert dialog.windowModality() is Qt.WindowModality.WindowModal
    dialog.reject()
    qtbot.waitUntil(lambda: not parent.findChildren(SaveDialog))
    assert said == []


def test_there_is_a_folder_to_begin_with() -> None:
    assert documents().is_absolute()
