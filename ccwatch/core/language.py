"""The language that the words are said in: English, until the program was told another one.

A text that a person reads is written as `tr("…")`, in a table that is made before the language is
known as `mark("…")` and said later by `tr(variable)`. With `n`, the English text holds the words
for one and for many: `tr("{n} job|{n} jobs", "", n)`. What goes into `{…}` is given by name, and
never translated.

Qt's `lupdate` collects the texts, and two texts that differ in the second argument are two. A
comment `#: …` on the line above only tells translators what the text alone does not. Give a text
with values but without `n` no second argument: `lupdate` takes a third one for an `n`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import copysign

# Each has its texts in resources/translations.
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
    """Say everything in this language from now on."""
    _spoken[0] = language


def mark(text: str, comment: str = "") -> str:
    """Return the text as it is, marked for translators; `tr` says it later."""
    return text


def tr(text: str, comment: str = "", n: int | None = None, /, **values: object) -> str:
    """Return the text in the user's language, `values` and `n` put in for their `{names}`."""
    language = _spoken[0]
    said = (text and language.translate(text, comment, n)) or _english(text, comment, n)
    if n is not None:
        values = {"n": number(n), **values}
    return said.format(**values) if values else said


def sentences(*said: str) -> str:
    """Return the sentences that there are one after the other, apart as the language has them."""
    return " ".join(filter(None, said)).replace("。 ", "。")


def number(value: float, decimals: int = 0) -> str:
    """Return a number as the language writes it: "1,204", "1.204,5"; no more decimals than asked.

    Decimals are cut off, not rounded, and those that are 0 are left out.
    """
    language = _spoken[0]
    cut = int(value * 10**decimals + copysign(1e-9, value)) / 10**decimals
    whole, _, rest = f"{cut:,.{decimals}f}".partition(".")
    whole = whole.replace(",", language.group)
    rest = rest.rstrip("0")
    return f"{whole}{language.decimal}{rest}" if rest else whole
