"""The language of user-visible text: English, until `speak` sets another one.

A user-visible text is written as `tr("…")`, or, in a table that is built before the language is
known, as `mark("…")` and translated later by `tr(variable)`. With `n`, the English text contains
the forms for one and for many: `tr("{n} job|{n} jobs", "", n)`. Values for `{…}` are passed by name
and never translated.

Qt's `lupdate` collects the texts; two texts with different second arguments are separate. A comment
`#: …` on the line above only tells translators what the text alone does not. Give a text with
values but without `n` no second argument: `lupdate` takes a third one for an `n`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import copysign

# Each has a file in resources/translations.
NAMES = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "ja": "日本語",
    "zh_CN": "简体中文",
}

Translate = Callable[[str, str, int | None], str]


def _english(text: str, comment: str, n: int | None) -> str:
    """Return the English text itself, in the form for `n`."""
    if n is None:
        return text
    one, _, many = text.partition("|")
    return one if n == 1 else many


@dataclass(frozen=True, slots=True)
class Language:
    """How texts are translated and numbers are written.

    `translate(text, comment, n)` returns the text in the language, in the form for `n`.
    """

    translate: Translate = _english
    decimal: str = "."
    group: str = ","


ENGLISH = Language()
_spoken = [ENGLISH]


def speak(language: Language) -> None:
    """Use this language from now on."""
    _spoken[0] = language


def mark(text: str, comment: str = "") -> str:
    """Return the text unchanged, marked for translators; `tr` translates it later."""
    return text


def tr(text: str, comment: str = "", n: int | None = None, /, **values: object) -> str:
    """Return the text in the user's language, with `values` and `n` in place of `{names}`."""
    language = _spoken[0]
    said = (text and language.translate(text, comment, n)) or _english(text, comment, n)
    if n is not None:
        values = {"n": number(n), **values}
    return said.format(**values) if values else said


def sentences(*said: str) -> str:
    """Return the non-empty sentences joined, separated as the language requires."""
    return " ".join(filter(None, said)).replace("。 ", "。")


def number(value: float, decimals: int = 0) -> str:
    """Return a number in the language's format: "1,204", "1.204,5", with at most `decimals`.

    Decimals are truncated, not rounded, and trailing zeros are omitted.
    """
    language = _spoken[0]
    cut = int(value * 10**decimals + copysign(1e-9, value)) / 10**decimals
    whole, _, rest = f"{cut:,.{decimals}f}".partition(".")
    whole = whole.replace(",", language.group)
    rest = rest.rstrip("0")
    return f"{whole}{language.decimal}{rest}" if rest else whole
