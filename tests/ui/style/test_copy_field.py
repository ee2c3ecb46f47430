"""A field with text to copy, which may be an address from outside."""

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ccwatch.ui.style.copy_field import CopyField


def test_what_is_shown_and_copied_is_one_plain_line(qtbot: QtBot) -> None:
    field = CopyField("https://a.example/\u202e\nrm -rf x", "Address")
    qtbot.addWidget(field)
    assert field.text() == "https://a.example/ rm -rf x"
    field.show_text("https://b.example/\x1b[2J")
    field.copy()
    assert field.text() == QGuiApplication.clipboard().text() == "https://b.example/ [2J"
