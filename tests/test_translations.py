"""The translation files contain every text, translated, and nothing else."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import PySide6
import pytest

from ccwatch.core.language import NAMES
from ccwatch.core.settings import Settings, about

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "resources" / "translations"
FORMS = {"de": 2, "es": 2, "fr": 2, "ja": 1, "zh_CN": 1}
QUOTES = {"de": "„“", "es": "«»", "fr": "«»", "ja": "「」", "zh_CN": "“”"}
LANGUAGES = tuple(FORMS)
LRELEASE = Path(PySide6.__file__).parent / (
    "lrelease.exe" if sys.platform == "win32" else "lrelease"
)


class Text(NamedTuple):
    source: str
    comment: str
    plural: bool


class Message(NamedTuple):
    text: Text
    forms: tuple[str, ...]
    finished: bool


def texts_of_the_program() -> Iterator[Text]:
    for file in (ROOT / "ccwatch").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tr", "mark"):
                words = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
                if isinstance(words[0], str):
                    comment = words[1] if len(words) > 1 else ""
                    yield Text(words[0], str(comment or ""), len(words) > 2)


def messages(language: str) -> list[Message]:
    tree = ElementTree.parse(FOLDER / f"ccwatch_{language}.ts")
    return [_message(found) for found in tree.iter("message")]


def _message(found: ElementTree.Element) -> Message:
    plural = found.get("numerus") == "yes"
    text = Text(found.findtext("source") or "", found.findtext("comment") or "", plural)
    said = found.find("translation")
    assert said is not None
    forms = [form.text for form in said.iter("numerusform")] if plural else [said.text]
    return Message(text, tuple(form or "" for form in forms), "type" not in said.attrib)


def places(text: str) -> set[str]:
    return set(re.findall(r"\{\w*\}", text))


def test_there_is_a_file_for_each_language_but_english() -> None:
    assert {file.stem for file in FOLDER.glob("*.ts")} == {f"ccwatch_{it}" for it in LANGUAGES}
    assert set(NAMES) == {"en", *LANGUAGES}
    assert about("language").choices == ("system", *NAMES)
    assert Settings().language == "system"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_text_of_the_program_and_no_other(language: str) -> None:
    had = [message.text for message in messages(language)]
    assert len(set(had)) == len(had)
    wanted = set(texts_of_the_program())
    assert (wanted - set(had), set(had) - wanted) == (set(), set()), "make translations"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_in_all_its_forms(language: str) -> None:
    for message in messages(language):
        assert message.finished, message.text
        assert all(form.strip() for form in message.forms), message.text
        assert len(message.forms) == (FORMS[language] if message.text.plural else 1), message.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_puts_in_what_the_english_puts_in(language: str) -> None:
    for message in messages(language):
        for form in message.forms:
            assert places(form) == places(message.text.source), message.text
            assert form.count("{") == form.count("}") == len(re.findall(r"\{\w*\}", form))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_lines_and_the_blanks_at_the_ends(language: str) -> None:
    for message in messages(language):
        for form in message.forms:
            assert form.count("\n") == message.text.source.count("\n"), message.text
            assert form == form.strip(), message.text
            assert ("…" in form) == ("…" in message.text.source), message.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_are_those_of_the_language(language: str) -> None:
    for message in messages(language):
        quoted = message.text.source.count("“")
        for form in message.forms:
            assert '"' not in form, message.text
            if quoted:
                found = [form.count(quote) for quote in QUOTES[language]]
                assert found == [quoted, quoted], message.text


def test_french_keeps_its_signs_with_the_word_before_them() -> None:
    for message in messages("fr"):
        for form in message.forms:
            assert not re.search(r" [:;?!»]|« ", form), message.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_compiled_file_is_what_its_source_makes(language: str, tmp_path: Path) -> None:
    if not LRELEASE.exists():
        pytest.skip("this PySide6 comes without lrelease, which compiles translations")
    made = tmp_path / "made.qm"
    source = FOLDER / f"ccwatch_{language}.ts"
    subprocess.run([LRELEASE, "-silent", source, "-qm", made], check=True, timeout=60)
    assert made.read_bytes() == source.with_suffix(".qm").read_bytes(), "make translations"
