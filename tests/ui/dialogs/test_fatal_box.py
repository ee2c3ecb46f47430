from pytestqt.qtbot import QtBot

from ccwatch.core.errors import StorageFault
from ccwatch.ui.dialogs.fatal_box import fatal_box


def test_the_box_says_what_happened_and_what_to_do_as_plain_text(qtbot: QtBot) -> None:
    box = fatal_box(StorageFault("<b>/home</b> is not there."))
    qtbot.addWidget(box)
    assert box.text() == "Data folder cannot be used"
    assert "<b>/home</b> is not there. Check that the folder exists" in box.informativeText()
    assert box.textFormat().name == "PlainText"


def test_a_long_path_can_be_broken(qtbot: QtBot) -> None:
    box = fatal_box(StorageFault("/home/" + "W" * 200 + " cannot be written."))
    qtbot.addWidget(box)
    longest = max(map(len, box.informativeText().replace("\u200b", " ").split()))
    assert longest <= 8
    assert "W" * 200 in box.informativeText().replace("\u200b", "")
