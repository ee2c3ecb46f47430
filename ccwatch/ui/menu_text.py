"""The texts of menu entries: shown exactly as they are, most with a letter that chooses them."""

import sys
from collections.abc import Iterator, Sequence
from string import ascii_uppercase
from typing import NamedTuple

from ccwatch.core.language import tr

WATCHER = "org.kde.StatusNotifierWatcher"
_BUS_MARK, _MARK = "_", "&"


class Entry(NamedTuple):
    """A text in the user's language, the English one, and the menus that it stands in."""

    text: str
    english: str
    menus: frozenset[str] = frozenset({""})


def literal(text: str, *, over_bus: bool = False) -> str:
    """Return the text for a menu entry that is to show it as it is.

    In Qt's menus & marks a key, and && is an &. A menu sent over D-Bus has _ and __ for that
    (com.canonical.dbusmenu); Qt turns the first & into _ there and lets the rest pass.
    """
    if over_bus:
        return text.replace("_", "__").replace("&", "&&", 1)
    return text.replace("&", "&&")


def with_letters(entries: Sequence[Entry], *, over_bus: bool = False) -> list[str]:
    """Return the texts, each with a letter marked that no other entry of its menus has.

    The first letter of a word is taken before any other, A to Z before letters with accents. A
    script without capitals has no letters on the keys: as is the custom there, one of the English
    text stands in brackets behind it, before an ellipsis. Where none is free, none is marked.
    """
    taken: set[tuple[str, str]] = set()
    return [_with_letter(entry, taken, over_bus) for entry in entries]


def menu_texts(entries: Sequence[Entry], *, over_bus: bool = False) -> list[str]:
    """Return the texts for menus of this system: macOS has no letters in them."""
    if sys.platform == "darwin":
        return [literal(entry.text) for entry in entries]
    return with_letters(entries, over_bus=over_bus)


def translated(marked: Sequence[str]) -> list[str]:
    """Return the texts of one menu that holds nothing but these marked texts."""
    return menu_texts([Entry(tr(text), text) for text in marked])


def goes_over_bus() -> bool:
    """Return whether the tray shows its icons and menus by D-Bus: asked as Qt itself asks."""
    if sys.platform != "linux":
        return False
    from PySide6.QtDBus import QDBusConnection

    bus = QDBusConnection.sessionBus()
    return bus.isConnected() and bool(bus.interface().isServiceRegistered(WATCHER).value())


def _with_letter(entry: Entry, taken: set[tuple[str, str]], over_bus: bool) -> str:
    def free(letter: str) -> bool:
        return not any((menu, letter) in taken for menu in entry.menus)

    mark = _BUS_MARK if over_bus else _MARK
    for before, letter, after in _choices(entry):
        if over_bus and "&" in before:
            break  # there Qt makes a mark of that &, and the first mark counts
        if free(letter.upper()):
            taken.update((menu, letter.upper()) for menu in entry.menus)
            parts = (literal(part, over_bus=over_bus) for part in (before, letter + after))
            return mark.join(parts)
    return literal(entry.text, over_bus=over_bus)


def _choices(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Yield what could be marked, the best first: what is before it, the letter, what is after."""
    if _has_capitals(entry.text):
        for wanted in (_begins_word, _is_plain, _is_letter):
            for at in range(len(entry.text)):
                if wanted(entry.text, at):
                    yield entry.text[:at], entry.text[at], entry.text[at + 1 :]
    else:
        words = entry.text.rstrip("….")
        for letter in (*filter(str.isascii, filter(str.isalpha, entry.english)), *ascii_uppercase):
            yield f"{words}(", letter.upper(), f"){entry.text[len(words) :]}"


def _has_capitals(text: str) -> bool:
    """Return whether all letters are of a script that has capitals."""
    return all(char.lower() != char.upper() for char in text if char.isalpha())


def _is_letter(text: str, at: int) -> bool:
    return text[at].isalpha() and len(text[at].upper()) == 1


def _is_plain(text: str, at: int) -> bool:
    return text[at].isascii() and text[at].isalpha()


def _begins_word(text: str, at: int) -> bool:
    return _is_plain(text, at) and not text[at - 1 : at].isalnum()
