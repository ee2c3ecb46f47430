"""The program's language: chosen, or the system's."""

from datetime import datetime

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from ccwatch.core.errors import SignInNeeded
from ccwatch.core.language import NAMES, number, tr
from ccwatch.core.settings import about
from ccwatch.ui.languages import speak_language
from ccwatch.ui.time_text import clock_time
from tests.ui.sample_jobs import NOW


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


def test_texts_are_shown_in_the_chosen_language(qapp: QApplication) -> None:
    speak_language(qapp, "de")
    assert tr("Sign in") == "Anmelden"
    assert tr("{n} job|{n} jobs", "", 1) == "1 Auftrag"
    assert tr("{n} job|{n} jobs", "", 1204) == "1.204 Aufträge"
    assert tr("Watch", "a button") == "Beobachten"
    assert tr("A text that nobody has translated") == "A text that nobody has translated"


def test_one_form_does_for_all_numbers_where_a_language_has_no_more(qapp: QApplication) -> None:
    speak_language(qapp, "ja")
    said = [tr("{n} job|{n} jobs", "", n) for n in (0, 1, 2)]
    assert said == ["ジョブ0件", "ジョブ1件", "ジョブ2件"]


def test_none_is_one_in_french(qapp: QApplication) -> None:
    speak_language(qapp, "fr")
    said = [tr("{n} job|{n} jobs", "", n) for n in (0, 1, 2)]
    assert said == ["0 tâche", "1 tâche", "2 tâches"]


def test_chinese_sentences_are_joined_without_a_space(qapp: QApplication) -> None:
    speak_language(qapp, "zh_CN")
    said = str(SignInNeeded(tr("You are not signed in."), advice=tr("Sign in again.")))
    assert said.count("。") == 2
    assert " " not in said


def test_the_language_of_the_system_is_spoken_when_none_is_chosen(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    for tongues, spoken in (
        (["pt-BR", "fr-CA", "de-DE"], "fr"),
        (["zh-Hans-CN"], "zh_CN"),
        (["zh-CN"], "zh_CN"),
        (["zh-Hans-SG", "en-SG"], "zh_CN"),
        (["zh-Hant-TW"], "en"),
        (["zh-TW", "ja-JP"], "ja"),
        (["zh-HK"], "en"),
        (["en-Latn-GB"], "en"),
        (["en-GB"], "en"),
        (["tlh"], "en"),
        (["C"], "en"),
    ):
        monkeypatch.setattr(QLocale, "uiLanguages", lambda *_, it=tongues: it)
        assert speak_language(qapp, "system") == spoken


def test_the_clock_of_a_system_without_a_country_has_twenty_four_hours(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QLocale, "system", QLocale.c)
    speak_language(qapp, "system")
    assert clock_time(NOW) == f"{datetime.fromtimestamp(NOW):%H:%M}"


def test_numbers_and_dates_are_written_as_in_the_chosen_language(qapp: QApplication) -> None:
    speak_language(qapp, "de")
    assert number(1204.5, 1) == "1.204,5"
    assert QLocale().dayName(1, QLocale.FormatType.LongFormat) == "Montag"
