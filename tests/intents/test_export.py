"""Taking a job's past out of the program: where to is asked, and what became of it is said."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from ccwatch.core.errors import StorageFault
from ccwatch.core.events import Ended, Moved, Removed, Renamed
from ccwatch.core.job import Outcome, Progress, Remark
from ccwatch.disk.recorder import Recorder
from ccwatch.intents.export import ExportIntents
from ccwatch.ui.details.diagnostics_dialog import DiagnosticsDialog
from ccwatch.ui.dialogs.save_dialog import SaveDialog
from tests.intents.answers import Answers
from tests.intents.desk import ACTIVE, Desk, NoWorkers, run
from tests.ui.sample_jobs import NOW

HOSTILE = "=cmd|'/C calc'!A0/../..\\CON:*?\n"


class ExportDesk(Desk):
    """A window with the intents of exports, and a journal that answers at once."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot)
        self.recorder = Answers(jobs=[ACTIVE])
        self.folders: list[Path] = []
        self.export = ExportIntents(
            self.store,
            cast("Recorder", self.recorder),
            NoWorkers(),
            self.window,
            lambda: NOW,
            spawn=run,
            open_folder=self.folders.append,
        )
        self.export._folder = folder

    def dialog(self) -> SaveDialog:
        (found,) = self.window.findChildren(SaveDialog)
        return found

    def save_as(self, path: Path) -> None:
        """Choose this place in the dialog that is open."""
        dialog = self.dialog()
        dialog.chosen.emit(path)
        dialog.reject()
        self.qtbot.waitUntil(lambda: not self.window.findChildren(SaveDialog))


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[ExportDesk]:
    made = ExportDesk(qtbot, tmp_path)
    yield made
    made.recorder.journal.close()


def test_the_history_of_a_job_becomes_a_table(desk: ExportDesk, tmp_path: Path) -> None:
    failed = Ended(ACTIVE.id, NOW, Outcome.FAILED, reasons=(Remark("E1", "", HOSTILE),))
    moved = Moved(ACTIVE.id, NOW - 60, Progress(61.5, "Active", "Run_Production"), 60.0)
    desk.recorder.journal.record([moved, failed])
    desk.export.export_history(ACTIVE.id)
    assert desk.dialog().selectedFiles() == [(tmp_path / "Harbour bridge – history.csv").as_posix()]
    desk.save_as(tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["event"], row["percentage"]) for row in rows] == [
        ("progress", "61.5"),
        ("failed", "61.5"),
    ]
    assert rows[1]["message"].startswith("'=cmd|")
    assert desk.words(desk.notes) == ["Saved as out.csv."]
    desk.button(desk.notes, "Show folder").click()
    assert desk.folders == [tmp_path]


def test_the_next_one_is_saved_where_the_last_one_was(desk: ExportDesk, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    desk.export.export_history(ACTIVE.id)
    desk.save_as(other / "out.csv")
    desk.export.save_picture(ACTIVE.id)
    assert desk.dialog().selectedFiles() == [(other / "Harbour bridge – course.png").as_posix()]
    desk.save_as(other / "out.png")


def test_the_chart_becomes_a_picture(desk: ExportDesk, tmp_path: Path) -> None:
    desk.export.save_picture(ACTIVE.id)
    desk.save_as(tmp_path / "out.png")
    assert QImage(str(tmp_path / "out.png")).width() == 1920
    assert desk.words(desk.notes) == ["Saved as out.png."]


def test_a_hostile_name_is_a_name_in_the_folder(desk: ExportDesk, tmp_path: Path) -> None:
    desk.store.apply(Renamed(ACTIVE.id, NOW, HOSTILE))
    desk.export.export_history(ACTIVE.id)
    (proposed,) = desk.dialog().selectedFiles()
    assert Path(proposed).parent == tmp_path
    assert Path(proposed).name == "=cmd ' C calc'!A0 .. .. CON – history.csv"
    desk.save_as(Path(proposed))
    assert Path(proposed).is_file()


def test_a_place_that_cannot_be_written_is_said(desk: ExportDesk, tmp_path: Path) -> None:
    desk.export.export_history(ACTIVE.id)
    desk.save_as(tmp_path / "missing" / "out.csv")
    (words,) = desk.words(desk.notes)
    assert words.startswith("Not saved: ")
    assert "Choose another folder" in words
    assert list(tmp_path.iterdir()) == []


def test_a_journal_that_cannot_be_read_is_said(desk: ExportDesk, tmp_path: Path) -> None:
    desk.recorder.fault = StorageFault("The disk is gone.")
    desk.export.export_history(ACTIVE.id)
    desk.save_as(tmp_path / "out.csv")
    assert "The disk is gone." in desk.words(desk.notes)[0]
    desk.export.show_diagnostics(ACTIVE.id)
    assert desk.window.findChildren(DiagnosticsDialog) == []


def test_a_job_that_goes_while_it_is_asked_where_to_is_no_picture(
    desk: ExportDesk, tmp_path: Path
) -> None:
    desk.export.save_picture(ACTIVE.id)
    desk.store.apply(Removed(ACTIVE.id, NOW))
    desk.save_as(tmp_path / "out.png")
    assert desk.words(desk.notes) == ["Not saved: This job is no longer watched."]


def test_a_job_that_is_not_there_is_not_asked_about(desk: ExportDesk) -> None:
    desk.export.export_history("nobody")
    desk.export.save_picture("nobody")
    desk.export.show_diagnostics("nobody")
    assert desk.window.findChildren(SaveDialog) == []
    assert desk.window.findChildren(DiagnosticsDialog) == []


def test_diagnostics_hold_what_is_known_and_no_secret(desk: ExportDesk) -> None:
    home = str(Path.home())
    secret = f"Bearer abcdefghij0123456789 {home}/x ada@example.org"
    desk.store.apply(Renamed(ACTIVE.id, NOW, secret))
    desk.export.show_diagnostics(ACTIVE.id)
    (dialog,) = desk.window.findChildren(DiagnosticsDialog)
    text = dialog.findChildren(QPlainTextEdit)[0].toPlainText()
    assert f"job:           {ACTIVE.id}" in text
    assert "ccwatch 0." in text
    assert "abcdefghij" not in text
    assert "ada@" not in text
    (copy,) = (it for it in dialog.findChildren(QPushButton) if it.text() == "Copy")
    copy.click()
    assert QGuiApplication.clipboard().text() == text
    dialog.close()


def test_what_comes_from_the_menu_reaches_the_dialog(desk: ExportDesk, tmp_path: Path) -> None:
    desk.choose(ACTIVE.id)
    QTest.keyClick(desk.rows, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert desk.heard[-1] == ("export", (ACTIVE.id,))
    desk.export.export_history(*desk.said("export"))
    assert desk.dialog().isVisible()
    desk.save_as(tmp_path / "out.csv")
