"""Menu entries have unique mnemonics in every language, and show their texts literally."""

import re

import pytest

from ccwatch.ui.menu_text import Entry, literal, menu_texts, with_letters


def lettered(*texts: str, over_bus: bool = False) -> list[str]:
    return with_letters([Entry(text, text) for text in texts], over_bus=over_bus)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Open", "Quit"), ["&Open", "&Quit"]),
        (("Sign in", "Sign out"), ["&Sign in", "Sign &out"]),
        (("Settings", "Sort", "Stop"), ["&Settings", "S&ort", "S&top"]),
        (("1 hour", "30 minutes"), ["1 &hour", "30 &minutes"]),
        (("Über ccwatch", "École"), ["Über &ccwatch", "Éc&ole"]),
        (("a", "A", "aa"), ["&a", "A", "aa"]),
        (("", "12 %", "…"), ["", "12 %", "…"]),
        (("É", "é"), ["&É", "é"]),
        (("ß",), ["ß"]),
        (("Файл", "Файлы"), ["&Файл", "Ф&айлы"]),
        (("it's", "R2-D2"), ["&it's", "&R2-D2"]),
    ],
)
def test_the_first_free_letter_is_marked_that_of_a_word_before_others(
    texts: tuple[str, ...], expected: list[str]
) -> None:
    assert lettered(*texts) == expected


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([("設定…", "Settings…"), ("終了", "Quit")], ["設定(&S)…", "終了(&Q)"]),
        ([("设置...", "Settings…"), ("静音", "Snooze")], ["设置(&S)...", "静音(&N)"]),
        ([("ccwatch を開く", "Open ccwatch")], ["ccwatch を開く(&O)"]),
        ([("30 分", "30 minutes"), ("明日まで", "30 m")], ["30 分(&M)", "明日まで(&A)"]),
        ([("열기", "Open"), ("فتح", "Open")], ["열기(&O)", "فتح(&P)"]),
    ],
)
def test_a_script_without_capitals_gets_a_letter_of_the_english_text_in_brackets(
    entries: list[tuple[str, str]], expected: list[str]
) -> None:
    assert with_letters([Entry(*entry) for entry in entries]) == expected


def test_a_letter_may_come_again_in_another_menu_alone() -> None:
    one, other, both = frozenset({"1"}), frozenset({"2"}), frozenset({"1", "2"})
    entries = [Entry("Add", "", one), Entry("Ask", "", other), Entry("As", "", both)]
    assert with_letters(entries) == ["&Add", "&Ask", "A&s"]


def test_a_menu_of_more_entries_than_letters_repeats_none() -> None:
    texts = lettered(*(f"Entry {number}" for number in range(40)))
    letters = re.findall("&(.)", "".join(texts))
    assert sorted(map(str.upper, letters)) == ["E", "N", "R", "T", "Y"]
    brackets = with_letters([Entry("開く", "Open")] * 40)
    assert len({text for text in brackets if "&" in text}) == 26


@pytest.mark.parametrize(
    ("text", "marked", "on_bus"),
    [
        ("R&D tests", "&R&&D tests", "_R&&D tests"),
        ("a_b", "&a_b", "_a__b"),
        ("& more", "&& &more", "&& more"),
        ("研究&開発", "研究&&開発(&X)", "研究&&開発"),
        ("a & b & c", "&a && b && c", "_a && b & c"),
        ("__", "__", "____"),
    ],
)
def test_what_is_a_mark_elsewhere_is_shown(text: str, marked: str, on_bus: str) -> None:
    """For D-Bus, Qt turns the first & into _; there __ is a _ and the first single _ a mnemonic."""
    entry = Entry(text, "X" if "研" in text else text)
    assert with_letters([entry]) == [marked]
    assert with_letters([entry], over_bus=True) == [on_bus]
    shown = re.sub("_(.)", r"\1", on_bus.replace("&", "_", 1))
    assert shown == text


def test_a_name_never_gets_a_letter() -> None:
    assert literal("Dam & sons_2") == "Dam && sons_2"
    assert literal("Dam & sons_2", over_bus=True) == "Dam && sons__2"


def test_macos_has_no_letters_in_its_menus(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [Entry("Quit & go", "Quit & go"), Entry("終了", "Quit")]
    monkeypatch.setattr("sys.platform", "darwin")
    assert menu_texts(entries) == ["Quit && go", "終了"]
    monkeypatch.setattr("sys.platform", "win32")
    assert menu_texts(entries) == ["&Quit && go", "終了(&U)"]
