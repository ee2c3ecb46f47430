"""Suggestions for mistyped commands and options."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

_CHOICE = re.compile(
    r"argument (\S+): invalid choice: (['\"])(.*?)\2.*choose from (.*)\)", re.DOTALL
)
_WORD = re.compile(r"[a-z][\w-]*")
_OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]*")
LONGEST = 40


def better(message: str) -> str:
    """Return argparse's error for an invalid choice, reworded, with the closest match."""
    if not (found := _CHOICE.search(message)):
        return message
    argument, _, given, choices = found.groups()
    what = f"{argument}: no such choice" if argument.startswith("-") else "There is no command"
    return f"{what} “{_short(given)}”.{_hint(given, _WORD.findall(choices))}"


def unknown_arguments(given: Sequence[str], help_text: str) -> str:
    """Return an error for unknown arguments; `help_text` contains the options."""
    options = _OPTION.findall(help_text)
    said = ", ".join(map(_short, given[:3])) + (", …" if len(given) > 3 else "")
    hints = (_hint(it.partition("=")[0], options) for it in given if it.startswith("-"))
    return f"Unknown argument: {said}.{next(filter(None, hints), '')}"


def _hint(given: str, known: Iterable[str]) -> str:
    near = get_close_matches(given[:LONGEST].lower(), [*dict.fromkeys(known)], n=1)
    return f" Did you mean “{near[0]}”?" if near else ""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
