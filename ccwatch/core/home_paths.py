"""Removes the user's home folder, and with it the user name, from a text.

A path can be written in many ways: with either slash, doubled in a repr, percent-encoded in a URL,
with decomposed accents as macOS stores them, on Windows in any letter case or in the short 8.3
form, on another drive or another computer.
"""

import re
from collections.abc import Iterable
from unicodedata import normalize

_SEPARATOR = r"(?:\\{1,8}|\\{0,8}/|%(?:25)*(?:5C|5c|2F|2f))"
# Name boundaries: "/home/x" occurs in neither "/home/xy" nor "/home/x.old".
_BEGIN = r"(?:(?<![\w.-])|(?<=%[0-9A-Fa-f]{2}))"
_END = r"(?![\w-]|\.\w|%(?:25)*(?!5C|5c|2F|2f|2[0-9A-Ca-c]|3|7)[0-9A-Fa-f]{2})"
_DRIVE = r"(?:(?<![A-Za-z])[A-Za-z](?::|\||%(?:25)*3[Aa]))?"
_SHORT = r"""[^\\/:*?"<>|~.\s]"""
_PLAIN = re.compile(r"[\w.~-]", re.ASCII)
# Names of the system's own folders identify no one.
_SYSTEM_FOLDERS = frozenset({"root", "user", "users", "home", "admin", "administrator", "public"})


def without_home(text: str, homes: Iterable[str], user: str) -> str:
    """Return the text with each home as "~" and the user name in any path as "…"."""
    for home in sorted(set(homes), key=len, reverse=True):
        if pattern := _home_pattern(home):
            text = pattern.sub("~", text)
    if len(user) > 1 and user.lower() not in _SYSTEM_FOLDERS:
        name = re.compile(f"({_SEPARATOR}){_written(user)}{_END}", re.IGNORECASE)
        text = name.sub(r"\1…", text)
    return text


def _home_pattern(home: str) -> re.Pattern[str] | None:
    """Return a pattern for all spellings of a home folder, or None for a root folder."""
    windows = "\\" in home or home[1:2] == ":"
    parts = [part for part in re.split(r"[\\/]", home) if part]
    if windows and parts and parts[0][1:] == ":":
        parts = parts[1:]
    if not parts:
        return None
    written = [_written(part) for part in parts]
    if windows:
        written[-1] = f"(?:{written[-1]}|{_shortened(parts[-1])})"
        path = _DRIVE + "".join(_SEPARATOR + part for part in written)
        return re.compile(path + _END, re.IGNORECASE)
    slash = r"(?:\\{0,8}/|%(?:25)*2[Ff])"
    return re.compile(_BEGIN + "".join(slash + part for part in written) + _END)


def _written(name: str) -> str:
    """Return a pattern for the name, each character plain or percent-encoded."""
    forms = dict.fromkeys((name, normalize("NFC", name), normalize("NFD", name)))
    patterns = ["".join(_character(char) for char in form) for form in forms]
    return patterns[0] if len(patterns) == 1 else f"(?:{'|'.join(patterns)})"


def _character(char: str) -> str:
    if _PLAIN.match(char):
        return re.escape(char)
    octets = char.encode(errors="surrogateescape")
    encoded = "".join(f"%(?:25)*(?i:{octet:02X})" for octet in octets)
    escaped = "".join(rf"\\{{1,8}}x{octet:02x}" for octet in octets)
    point = rf"\\{{1,8}}(?:u{ord(char):04x}|x{ord(char):02x})"
    plain = r"[ +]" if char == " " else re.escape(char)
    return f"(?:{plain}|{encoded}|{escaped}|{point})"


def _shortened(name: str) -> str:
    """Return a pattern for the short names that Windows makes from a long one.

    They are "MAXMUS~1" or, with a checksum, "MA1B2C~1"; a dot in the name gives "MAX~1.MUS".
    """
    stem = re.sub(r"[ .]", "", name.rpartition(".")[0] or name)
    first = re.match("[A-Za-z0-9_-]{0,2}", stem)
    letters = re.escape(first[0]) if first else ""
    return rf"{letters}{_SHORT}{{0,7}}~\d{{1,2}}(?:\.{_SHORT}{{1,3}})?"
