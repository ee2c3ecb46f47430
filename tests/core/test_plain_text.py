"""External text is shown as plain characters, whatever it contains."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.plain_text import own_line, plain_line, printable

STEERING = {
    "window title": "\x1b]0;owned\x07",
    "title ended by ST": "\x1b]2;owned\x1b\\",
    "cleared screen": "\x1b[2J\x1b[H",
    "8-bit CSI": "\x9b2J",
    "8-bit OSC": "\x9d0;owned\x9c",
    "false link": "\x1b]8;;https://evil.example/\x1b\\here\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;cm0gLXJm\x07",
    "device control": "\x1bP$q\x1b\\",
    "carriage return": "good\rbad",
    "backspace and DEL": "a\x08\x7f",
    "NUL, bell, form feed, vertical tab": "\x00\x07\x0c\x0b",
    "separators of C0": "\x1c\x1d\x1e\x1f",
    "next line": "\x85",
    "line and paragraph separators": "\u2028\u2029",
    "overrides": "\u202a\u202b\u202c\u202d\u202e",
    "isolates": "\u2066\u2067\u2068\u2069",
    "direction marks": "\u200e\u200f\u061c",
    "zero width": "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e",
    "invisible operators": "\u2061\u2062\u2063\u2064\u206a\u206f",
    "tags": "\U000e0001\U000e0041\U000e007f",
    "annotations": "\ufff9\ufffa\ufffb",
    "fillers": "\u115f\u1160\u3164\uffa0\u034f\u17b4\u2800",
    "selectors in a run": "x\ufe00\ufe01\ufe02\U000e0100",
    "later selectors in a run": "x\U000e0100\U000e0101\U000e01ef",
    "Mongolian selectors in a run": "x\u180b\u180c\u180d\u180f",
    "surrogates": "\ud800\udfff",
    "private and unassigned": "\ue000\U00100000\u0378\ufffe",
}
KEPT_SELECTOR = {
    "selectors in a run": "\ufe00",
    "later selectors in a run": "\U000e0100",
    "Mongolian selectors in a run": "\u180b",
}


@pytest.mark.parametrize("kind", STEERING)
def test_what_steers_or_hides_is_taken_out(kind: str) -> None:
    hostile = STEERING[kind]
    forbidden = {char for char in hostile if char not in KEPT_SELECTOR.get(kind, "")}
    forbidden = {char for char in forbidden if not (char.isascii() and char.isprintable())}
    assert forbidden
    for shown in (printable(f"a{hostile}b"), plain_line(f"a{hostile}b")):
        assert not forbidden & set(shown)
        assert shown.startswith("a")
        assert shown.endswith("b")


@pytest.mark.parametrize(
    "text",
    [
        "Brücke ⛰ 日本 👷🏽 ❤\ufe0f",
        "עברית العربية हिन्दी ภาษาไทย",
        "e\u0301 decomposed",
        "63\u202f% · 1\u00a0000",
        "first line\n\tsecond line\n",
        "[31m is text without its escape",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert printable(text) == text


def test_one_line_has_no_layout() -> None:
    assert plain_line("ended\nccwatch: all is well\u202f!\t") == "ended ccwatch: all is well !"


def test_a_line_of_ours_keeps_the_spaces_of_its_numbers() -> None:
    assert own_line("63\u202f% · 1\u00a0000\n\ta\u202eb") == "63\u202f% · 1\u00a0000  a b"


@given(st.text())
def test_only_printable_characters_and_layout_are_left(text: str) -> None:
    shown = printable(text)
    assert len(shown) <= len(text)
    assert printable(shown) == shown
    for char in set(shown) - set("\n\t"):
        assert unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert plain_line(text).isprintable()
