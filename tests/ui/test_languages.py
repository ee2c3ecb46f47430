"""The languages that the program speaks: chosen, or the system's."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from ccwatch.core.language import ENGLISH, number, speak
from ccwatch.core.settings import about
from ccwatch.ui.languages import NAMES, speak_language


@pytest.fixture(autouse=True)
def _english_again(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    yield
    for translator in qapp.findChildren(QTranslator):
        QCoreApplication.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(before)
    speak(ENGLISH)


def test_each_language_can_be_chosen_in_the_settings() -> None:
    assert about("language").choices == ("system", *NAMES)


def test_english_is_spoken_when_it_is_chosen(qapp: QApplication) -> None:
    assert speak_language(qapp, "en") == "en"
    assert number(1204.5, 1) == "1,204.5"


@pytest.mark.parametrize(("name", "cancel"), [("de", "Abbrechen"), ("ja", "キャンセル")])
def test_a_chosen_language_is_spoken_by_the_controls_of_qt_as_well(
    qapp: QApplication, qtbot: QtBot, name: str, cancel: str
) -> None:
    assert speak_language(qapp, name) == name
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == cancel


def test_numbers_and_dates_are_written_as_in_the_chosen_language(qapp: QApplication) -> None:
    speak_language(qapp, "de")
    assert number(1204.5, 1) == "1.204,5"
    assert QLocale().dayName(1, QLocale.FormatType.LongFormat) == "Montag"
