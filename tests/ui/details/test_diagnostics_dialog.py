"""The report of a job can be read, selected and copied."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.ui.details.diagnostics_dialog import DiagnosticsDialog


def test_the_report_is_copied_whole(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ccwatch.ui.details.diagnostics_dialog.COPIED_MS", 1)
    parent = QWidget()
    qtbot.addWidget(parent)
    report = "job: a\n<b>state</b>: x\n" * 200
    dialog = DiagnosticsDialog("Dam", report, parent)
    dialog.show()
    assert dialog.windowTitle() == "Diagnostics of Dam"
    assert not dialog.isModal()
    shown = dialog.findChild(QPlainTextEdit)
    assert shown is not None
    assert shown.isReadOnly()
    (copy,) = (it for it in dialog.findChildren(QPushButton) if it.text() == "Copy")
    copy.click()
    assert QGuiApplication.clipboard().text() == report
    assert copy.text() == "Copied"
    qtbot.waitUntil(lambda: copy.text() == "Copy")
    (close,) = (it for it in dialog.findChildren(QPushButton) if it.text() == "Close")
    close.click()
    qtbot.waitUntil(lambda: not parent.findChildren(DiagnosticsDialog))


def test_a_hostile_name_and_report_are_plain(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = DiagnosticsDialog("Dam[*]\n\x1b[2J\u202e", "job: a\x1b[2J\u202e\nstate: x", parent)
    assert dialog.windowTitle() == "Diagnostics of Dam[*][*] [2J"
    shown = dialog.findChild(QPlainTextEdit)
    assert shown is not None
    assert shown.toPlainText() == "job: a [2J \nstate: x"
