"""One word for one thing: the table in CONTRIBUTING.md holds for every text that a user reads."""

import re
from pathlib import Path

import pytest
from open_translations import messages, texts_of_the_program

from ccwatch.terminal.arguments import argument_parser

ROOT = Path(__file__).parents[1]
LANGUAGES = ("de", "es", "fr", "ja", "zh_CN")
FOR_USERS = (
    "README.md",
    "docs/commands.md",
    "docs/configuration.md",
    "docs/signing-in.md",
    "docs/troubleshooting.md",
)
# Another meaning of the word, and no term of this program.
ALLOWED = (
    "e-mail addresses",
    "IPv6 address",
    "Jobs in progress",
    "Mark all as read",
    "look like",
    "skip to step 2",
    "Tokens and e-mail addresses are never logged",
)


def table() -> list[list[list[str]]]:
    """Return the words in each cell of each row of the vocabulary."""
    _, _, below = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Vocabulary")
    lines = [line for line in below.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [
        [
            [word.strip() for word in cell.split(",") if word.strip()]
            for cell in line.split("|")[1:-1]
        ]
        for line in lines[2:]
    ]


TERMS = {row[0][0]: row for row in table()}


def has(text: str, word: str, *, plural: bool = False) -> bool:
    """Return whether the word is in the text, or its plural; an ID is one in capitals only."""
    flags = 0 if word in ("id", "ids") else re.IGNORECASE
    return bool(re.search(rf"(?<![\w/-]){re.escape(word)}{'s?' * plural}(?![\w-])", text, flags))


def words_of(text: str) -> str:
    """Return the text without its placeholders and without what has another meaning."""
    return re.sub("|".join(map(re.escape, ALLOWED)), "", re.sub(r"\{\w*\}", "", text))


def uses(form: str, stem: str) -> bool:
    """Return whether a translation has the word; an abbreviation counts in capitals only."""
    return stem in form if stem.isupper() else stem.casefold() in form.casefold()


def of_documents() -> list[str]:
    """Return the paragraphs of the documents for users, without code and link targets."""
    texts = [(ROOT / name).read_text("utf-8") for name in FOR_USERS]
    prose = [
        re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]*>", "", it, flags=re.DOTALL) for it in texts
    ]
    return [" ".join(part.split()) for text in prose for part in text.split("\n\n")]


def english() -> list[str]:
    parser = argument_parser()
    commands = parser._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    helps = [it.format_help() for it in (parser, *dict(commands or {}).values())]
    return [*(text.source for text in texts_of_the_program()), *helps, *of_documents()]


@pytest.mark.parametrize("term", TERMS)
def test_no_other_word_is_used_for_it(term: str) -> None:
    found = []
    for text in english():
        found += [(word, text) for word in TERMS[term][1] if has(words_of(text), word)]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("term", TERMS)
def test_a_translation_uses_the_word_of_its_language(term: str, language: str) -> None:
    words = TERMS[term][2 + LANGUAGES.index(language)]
    if not words:
        return
    # Endings differ with case and number; an abbreviation has none, and is no part of a word.
    stems = [
        word if word.isupper() or not word.isalpha() else word[: max(4, len(word) - 3)].casefold()
        for word in words
    ]
    found = [
        (message.text.source, message.forms)
        for message in messages(language)
        if message.finished and has(words_of(message.text.source), term, plural=True)
        for form in message.forms
        if not any(uses(words_of(form), stem) for stem in stems)
    ]
    assert found == []


def test_the_words_of_a_language_are_in_its_column() -> None:
    assert len(TERMS) > 10
    assert all(len(row) == 2 + len(LANGUAGES) for row in TERMS.values())
    assert TERMS["job"][2:] == [
        ["Auftrag", "Aufträge"],
        ["trabajo"],
        ["tâche"],
        ["ジョブ"],
        ["任务"],
    ]


@pytest.mark.parametrize("term", ["token", "poll", "polling", "thread"])
def test_a_text_has_no_term_of_the_inside(term: str) -> None:
    told = [text.source for text in texts_of_the_program()]
    assert len(told) > 300
    assert [text for text in told if has(words_of(text), term, plural=True)] == []
