"""Texts of menu entries: special characters escaped, and mnemonics assigned."""

import sys
from collections.abc import Iterator, Sequence
from string import ascii_uppercase
from typing import NamedTuple

from ccwatch.core.language import tr

WATCHER = "org.kde.StatusNotifierWatcher"
_BUS_MARK, _MARK = "_", "&"


class Entry(NamedTuple):
    """A text in the user's language, its English original, and the menus it appears in."""

    text: str
    english: str
    menus: frozenset[str] = frozenset({""})


def literal(text: str, *, over_bus: bool = False) -> str:
    """Escape the text so that a menu shows it literally.

    Qt's menus use & for mnemonics and && for an ampersand. A menu sent over D-Bus uses _ and __
    (com.canonical.dbusmenu); there Qt turns the first & into _ and passes the rest through.
    """
    if over_bus:
        return text.replace("_", "__").replace("&", "&&", 1)
    return text.replace("&", "&&")


def with_letters(entries: Sequence[Entry], *, over_bus: bool = False) -> list[str]:
    """Return the texts with mnemonics that are unique within each menu.

    Initial letters of words are preferred to others, and A to Z to accented letters. Scripts
    without capitals use a letter of the English text, in brackets after the text and before any
    ellipsis, as is customary there. If no letter is free, none is marked.
    """
    taken: set[tuple[str, str]] = set()
    return [_with_letter(entry, taken, over_bus) for entry in entries]


def menu_texts(entries: Sequence[Entry], *, over_bus: bool = False) -> list[str]:
    """Return the texts for this system's menus: macOS has no mnemonics."""
    if sys.platform == "darwin":
        return [literal(entry.text) for entry in entries]
    return with_letters(entries, over_bus=over_bus)


def translated(marked: Sequence[str]) -> list[str]:
    """Return the translated texts of one menu that consists of exactly these entries."""
    return menu_texts([Entry(tr(text), text) for text in marked])


def goes_over_bus() -> bool:
    """Return whether the tray shows icons and menus over D-Bus, by the same checks as Qt."""
    return is_on_bus(WATCHER)


def is_on_bus(service: str) -> bool:
    """Return whether a service with this name runs on the session bus."""
    if sys.platform != "linux":
        return False
    from PySide6.QtDBus import QDBusConnection

    bus = QDBusConnection.sessionBus()
    return bus.isConnected() and bool(bus.interface().isServiceRegistered(service).value())


def _with_letter(entry: Entry, taken: set[tuple[str, str]], over_bus: bool) -> str:
    def free(letter: str) -> bool:
        return not any((menu, letter) in taken for menu in entry.menus)

    mark = _BUS_MARK if over_bus else _MARK
    for before, letter, after in _choices(entry):
        if over_bus and "&" in before:
            break  # over D-Bus that & becomes the mnemonic: the first one wins
        if free(letter.upper()):
            taken.update((menu, letter.upper()) for menu in entry.menus)
            parts = (literal(part, over_bus=over_bus) for part in (before, letter + after))
            return mark.join(parts)
    return literal(entry.text, over_bus=over_bus)


def _choices(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Yield possible mnemonics, best first: the text before, the letter, the text after."""
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
    """Return whether all letters belong to a script with capitals."""
    return all(char.lower() != char.upper() for char in text if char.isalpha())


def _is_letter(text: str, at: int) -> bool:
    return text[at].isalpha() and len(text[at].upper()) == 1


def _is_plain(text: str, at: int) -> bool:
    return text[at].isascii() and text[at].isalpha()


def _begins_word(text: str, at: int) -> bool:
    return _is_plain(text, at) and not text[at - 1 : at].isalnum()
