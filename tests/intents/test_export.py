"""Exporting a job's history: asks for a path, and shows the result."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from ccwatch.core.errors import StorageFault
from ccwatch.core.events import Ended, Moved, Removed, Renamed
from ccwatch.core.job import JobId, Outcome, Progress, Remark
from ccwatch.disk.recorder import Recorder
from ccwatch.intents.export import ExportIntents
from ccwatch.ui.details.chart_image import chart_picture
from ccwatch.ui.details.diagnostics_dialog import DiagnosticsDialog
from ccwatch.ui.dialogs.save_dialog import SaveDialog
from tests.intents.answers import Answers
from tests.intents.window_fixture import ACTIVE, NoWorkers, WindowFixture, run
from tests.ui.sample_jobs import NOW

HOSTILE = "=cmd|'/C calc'!A0/../..\\CON:*?\n"


class ExportFixture(WindowFixture):
    """A window with the export intents, and a journal that answers immediately."""

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
        """Choose this path in the open dialog."""
        dialog = self.dialog()
        dialog.chosen.emit(path)
        dialog.reject()
        self.qtbot.waitUntil(lambda: not self.window.findChildren(SaveDialog))


@pytest.fixture
def fixture(qtbot: QtBot, tmp_path: Path) -> Iterator[ExportFixture]:
    made = ExportFixture(qtbot, tmp_path)
    yield made
    made.recorder.journal.close()


def test_the_history_of_a_job_becomes_a_table(fixture: ExportFixture, tmp_path: Path) -> None:
    failed = Ended(ACTIVE.id, NOW, Outcome.FAILED, reasons=(Remark("E1", "", HOSTILE),))
    moved = Moved(ACTIVE.id, NOW - 60, Progress(61.5, "Active", "Run_Production"), 60.0)
    fixture.recorder.journal.record([moved, failed])
    fixture.export.export_history(ACTIVE.id)
    dialog = fixture.dialog()
    assert (dialog.windowTitle(), dialog.nameFilters()) == ("Export history", ["Table (*.csv)"])
    assert dialog.selectedFiles() == [(tmp_path / "Harbour bridge – history.csv").as_posix()]
    fixture.save_as(tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["event"], row["percentage"]) for row in rows] == [
        ("progress", "61.5"),
        ("failed", "61.5"),
    ]
    assert rows[1]["message"].startswith("'=cmd|")
    assert fixture.words(fixture.notes) == ["Saved as out.csv."]
    fixture.button(fixture.notes, "Show folder").click()
    assert fixture.folders == [tmp_path]


def test_the_next_one_is_saved_where_the_last_one_was(
    fixture: ExportFixture, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    fixture.export.export_history(ACTIVE.id)
    fixture.save_as(other / "out.csv")
    fixture.export.save_picture(ACTIVE.id)
    assert fixture.dialog().selectedFiles() == [
        (other / "Harbour bridge – progress.png").as_posix()
    ]
    fixture.save_as(other / "out.png")


def test_the_chart_becomes_a_picture(
    fixture: ExportFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[Any, ...]] = []

    def draw(*given: Any) -> QImage:
        drawn.append(given)
        return chart_picture(*given)

    monkeypatch.setattr("ccwatch.ui.details.chart_image.chart_picture", draw)
    fixture.recorder.journal.record([Moved(ACTIVE.id, NOW, Progress(61.5, "Active"), 60.0)])
    fixture.export.save_picture(ACTIVE.id)
    dialog = fixture.dialog()
    assert (dialog.windowTitle(), dialog.nameFilters()) == ("Save chart", ["Picture (*.png)"])
    fixture.save_as(tmp_path / "out.png")
    assert QImage(str(tmp_path / "out.png")).width() == 1920
    ((job, past, now, left, _),) = drawn
    assert (job, past.observations, now) == (fixture.store.jobs[ACTIVE.id], 1, NOW)
    assert left is not None
    assert left == fixture.store.time_left(job, NOW)
    assert fixture.words(fixture.notes) == ["Saved as out.png."]


def test_a_hostile_name_is_a_name_in_the_folder(fixture: ExportFixture, tmp_path: Path) -> None:
    fixture.store.apply(Renamed(ACTIVE.id, NOW, HOSTILE))
    fixture.export.export_history(ACTIVE.id)
    (proposed,) = fixture.dialog().selectedFiles()
    assert Path(proposed).parent == tmp_path
    assert Path(proposed).name == "=cmd ' C calc'!A0 .. .. CON – history.csv"
    fixture.save_as(Path(proposed))
    assert Path(proposed).is_file()


def test_a_path_that_cannot_be_written_is_reported(fixture: ExportFixture, tmp_path: Path) -> None:
    fixture.export.export_history(ACTIVE.id)
    fixture.save_as(tmp_path / "missing" / "out.csv")
    (words,) = fixture.words(fixture.notes)
    assert words.startswith("Not saved: ")
    assert "Choose another folder" in words
    assert list(tmp_path.iterdir()) == []


def test_a_journal_that_cannot_be_read_is_reported(fixture: ExportFixture, tmp_path: Path) -> None:
    fixture.recorder.fault = StorageFault("The disk is gone.")
    fixture.export.export_history(ACTIVE.id)
    fixture.save_as(tmp_path / "out.csv")
    assert "The disk is gone." in fixture.words(fixture.notes)[0]
    fixture.notes.hide()
    fixture.export.show_diagnostics(ACTIVE.id)
    assert "The disk is gone." in fixture.words(fixture.notes)[0]
    assert fixture.window.findChildren(DiagnosticsDialog) == []


def test_no_image_is_saved_of_a_job_removed_while_the_dialog_is_open(
    fixture: ExportFixture, tmp_path: Path
) -> None:
    fixture.export.save_picture(ACTIVE.id)
    fixture.store.apply(Removed(ACTIVE.id, NOW))
    fixture.save_as(tmp_path / "out.png")
    assert fixture.words(fixture.notes) == ["Not saved: This job is no longer watched."]


def test_a_job_that_is_not_there_is_not_asked_about(fixture: ExportFixture) -> None:
    fixture.export.export_history(JobId("unknown-1"))
    fixture.export.save_picture(JobId("unknown-1"))
    fixture.export.show_diagnostics(JobId("unknown-1"))
    assert fixture.window.findChildren(SaveDialog) == []
    assert fixture.window.findChildren(DiagnosticsDialog) == []


def test_diagnostics_hold_what_is_known_and_no_secret(fixture: ExportFixture) -> None:
    home = str(Path.home())
    secret = f"Bearer abcdefghij0123456789 {home}/x ada@example.org"
    fixture.store.apply(Renamed(ACTIVE.id, NOW, secret))
    fixture.recorder.journal.record([Moved(ACTIVE.id, NOW, Progress(61.5, "Active"), 60.0)])
    fixture.export.show_diagnostics(ACTIVE.id)
    (dialog,) = fixture.window.findChildren(DiagnosticsDialog)
    text = dialog.findChildren(QPlainTextEdit)[0].toPlainText()
    assert f"job:           {ACTIVE.id}" in text
    assert "observations:  1" in text
    assert "ccwatch 0." in text
    assert "abcdefghij" not in text
    assert "ada@" not in text
    (copy,) = (it for it in dialog.findChildren(QPushButton) if it.text() == "Copy")
    copy.click()
    assert QGuiApplication.clipboard().text() == text
    dialog.close()


def test_what_comes_from_the_menu_reaches_the_dialog(
    fixture: ExportFixture, tmp_path: Path
) -> None:
    fixture.choose(ACTIVE.id)
    QTest.keyClick(fixture.rows, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert fixture.heard[-1] == ("export", (ACTIVE.id,))
    fixture.export.export_history(*fixture.said("export"))
    assert fixture.dialog().isVisible()
    fixture.save_as(tmp_path / "out.csv")
