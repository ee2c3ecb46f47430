"""Which texts of the program are not translated yet: `python packaging/open_translations.py`.

Prints them by language and ends with 1 if there are any, which holds up a release and nothing else:
the program shows such a text in English. Needs Python alone.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"


class Text(NamedTuple):
    """A text of the program, with its comment for translators."""

    source: str
    comment: str
    plural: bool


class Message(NamedTuple):
    """A text in a file of Qt Linguist, with its translation in each plural form."""

    text: Text
    forms: tuple[str, ...]
    finished: bool


def texts_of_the_program() -> set[Text]:
    """Return the texts in calls of `tr` and `mark`."""
    return {text for file in (ROOT / "ccwatch").rglob("*.py") for text in _texts_in(file)}


def messages(language: str) -> list[Message]:
    """Return the messages of a language's file."""
    tree = ElementTree.parse(FOLDER / f"ccwatch_{language}.ts")
    return [_message(found) for found in tree.iter("message")]


def open_texts() -> dict[str, set[Text]]:
    """Return the texts without a finished translation, by language."""
    wanted = texts_of_the_program()
    languages = sorted(file.stem.removeprefix("ccwatch_") for file in FOLDER.glob("*.ts"))
    return {
        language: wanted - {each.text for each in messages(language) if each.finished}
        for language in languages
    }


def _texts_in(file: Path) -> Iterator[Text]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tr", "mark"):
            words = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
            if isinstance(words[0], str):
                comment = words[1] if len(words) > 1 else ""
                yield Text(words[0], str(comment or ""), len(words) > 2)


def _message(found: ElementTree.Element) -> Message:
    plural = found.get("numerus") == "yes"
    text = Text(found.findtext("source") or "", found.findtext("comment") or "", plural)
    translation = found.find("translation")
    if translation is None:
        return Message(text, (), finished=False)
    forms = [it.text for it in translation.iter("numerusform")] if plural else [translation.text]
    return Message(text, tuple(it or "" for it in forms), "type" not in translation.attrib)


def main() -> int:
    """Print the open texts; return the exit code."""
    found = open_texts()
    for language, texts in found.items():
        print(f"{language}: {len(texts)} open")
        for text in sorted(texts):
            print(f"    {text.source}")
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
