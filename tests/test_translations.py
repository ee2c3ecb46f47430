"""The translations: complete where they are finished. A text may be open until a release."""

import re
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import PySide6
import pytest
from open_translations import FOLDER, Message, main, messages, open_texts

from ccwatch.core.language import NAMES
from ccwatch.core.settings import Settings, about
from tests.conftest import OPEN_TEXTS

FORMS = {"de": 2, "es": 2, "fr": 2, "ja": 1, "zh_CN": 1}
QUOTES = {"de": "„“", "es": "«»", "fr": "«»", "ja": "「」", "zh_CN": "“”"}
LANGUAGES = tuple(FORMS)
LRELEASE = Path(PySide6.__file__).parent / (
    "lrelease.exe" if sys.platform == "win32" else "lrelease"
)


def places(text: str) -> set[str]:
    return set(re.findall(r"\{\w*\}", text))


def test_there_is_a_file_for_each_language_but_english() -> None:
    assert {file.stem for file in FOLDER.glob("*.ts")} == {f"ccwatch_{it}" for it in LANGUAGES}
    assert set(NAMES) == {"en", *LANGUAGES}
    assert about("language").choices == ("system", *NAMES)
    assert Settings().language == "system"


def finished(language: str) -> list[Message]:
    return [message for message in messages(language) if message.finished]


def test_how_many_texts_are_open_is_said(
    record_property: Callable[[str, object], None],
) -> None:
    found = open_texts()
    counts = {language: len(texts) for language, texts in found.items() if texts}
    record_property(OPEN_TEXTS, ", ".join(f"{name} {count}" for name, count in counts.items()))
    assert set(found) == set(LANGUAGES)


def test_an_open_text_is_found_and_holds_up_a_release(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ccwatch").mkdir()
    (tmp_path / "ccwatch" / "new.py").write_text('tr("Dance"); mark("Dances", "a dance", 2)\n')
    (tmp_path / "ccwatch_de.ts").write_text(
        "<TS><context><message><source>Dance</source><translation>Tanzen</translation></message>"
        '<message numerus="yes"><source>Dances</source><comment>a dance</comment>'
        '<translation type="unfinished"><numerusform>Tanz</numerusform></translation></message>'
        "</context></TS>"
    )
    monkeypatch.setattr("open_translations.ROOT", tmp_path)
    monkeypatch.setattr("open_translations.FOLDER", tmp_path)
    assert main() == 1
    assert capsys.readouterr().out == "de: 1 open\n    Dances\n"
    whole = (tmp_path / "ccwatch_de.ts").read_text().replace(' type="unfinished"', "")
    (tmp_path / "ccwatch_de.ts").write_text(whole)
    assert main() == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_twice_in_a_file(language: str) -> None:
    had = [message.text for message in messages(language)]
    assert len(set(had)) == len(had)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finished_text_is_translated_in_all_its_forms(language: str) -> None:
    assert len(finished(language)) > 500
    for message in finished(language):
        assert all(form.strip() for form in message.forms), message.text
        assert len(message.forms) == (FORMS[language] if message.text.plural else 1), message.text


@pytest.mark.parametrize(("one", "other"), list(combinations(("en", *LANGUAGES), 2)))
def test_no_language_is_a_copy_of_another(one: str, other: str) -> None:
    said = {
        language: {it.text: it.text.source if language == "en" else it.forms[0] for it in texts}
        for language, texts in (
            (one, finished(one if one != "en" else other)),
            (other, finished(other)),
        )
    }
    both = said[one].keys() & said[other].keys()
    same = [text for text in both if said[one][text] == said[other][text]]
    assert len(same) < len(both) / 10, sorted(text.source for text in same)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_puts_in_what_the_english_puts_in(language: str) -> None:
    for message in finished(language):
        for form in message.forms:
            assert places(form) == places(message.text.source), message.text
            assert form.count("{") == form.count("}") == len(re.findall(r"\{\w*\}", form))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_lines_and_the_blanks_at_the_ends(language: str) -> None:
    for message in finished(language):
        for form in message.forms:
            assert form.count("\n") == message.text.source.count("\n"), message.text
            assert form == form.strip(), message.text
            assert ("…" in form) == ("…" in message.text.source), message.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_are_those_of_the_language(language: str) -> None:
    for message in finished(language):
        quoted = message.text.source.count("“")
        for form in message.forms:
            assert '"' not in form, message.text
            if quoted:
                found = [form.count(quote) for quote in QUOTES[language]]
                assert found == [quoted, quoted], message.text


def test_french_keeps_its_signs_with_the_word_before_them() -> None:
    for message in finished("fr"):
        for form in message.forms:
            assert not re.search(r" [:;?!»]|« ", form), message.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_compiled_file_is_what_its_source_makes(language: str, tmp_path: Path) -> None:
    if not LRELEASE.exists():
        pytest.skip("this PySide6 comes without lrelease, which compiles translations")
    made = tmp_path / "made.qm"
    source = FOLDER / f"ccwatch_{language}.ts"
    subprocess.run(
        [LRELEASE, "-silent", "-nounfinished", source, "-qm", made], check=True, timeout=60
    )
    assert made.read_bytes() == source.with_suffix(".qm").read_bytes(), "make translations"
