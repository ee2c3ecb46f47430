"""The user's own folder, and so the user's name, taken out of a text.

A path is written in many ways: with either slash, doubled in the repr of a text, percent-encoded
in a URL, on Windows in any letter case, in the short form of 8 and 3 letters, on another drive or
another computer.
"""

import re
from collections.abc import Iterable

_SEPARATOR = r"(?:\\{1,8}|\\{0,8}/|%(?:25)*(?:5C|5c|2F|2f))"
# Where a name begins and ends: "/home/x" is neither in "/home/xy" nor in "/home/x.old".
_BEGIN = r"(?:(?<![\w.-])|(?<=%[0-9A-Fa-f]{2}))"
_END = r"(?![\w-]|\.\w|%(?:25)*(?!5C|5c|2F|2f|2[0-9A-Ca-c]|3|7)[0-9A-Fa-f]{2})"
_DRIVE = r"(?:(?<![A-Za-z])[A-Za-z](?::|\||%(?:25)*3[Aa]))?"
_PLAIN = re.compile(r"[\w.~-]", re.ASCII)
# Names that a system gives to folders of its own say nothing about anybody.
_NOBODY = frozenset({"root", "user", "users", "home", "admin", "administrator", "public"})


def without_home(text: str, homes: Iterable[str], user: str) -> str:
    """Return the text with each of the homes as "~" and the user's name in any path as "…"."""
    for home in sorted(set(homes), key=len, reverse=True):
        if pattern := _home_pattern(home):
            text = pattern.sub("~", text)
    if len(user) > 1 and user.lower() not in _NOBODY:
        name = re.compile(f"({_SEPARATOR}){_written(user)}{_END}", re.IGNORECASE)
        text = name.sub(r"\1…", text)
    return text


def _home_pattern(home: str) -> re.Pattern[str] | None:
    """Return what matches the home however it is written, None for a root."""
    windows = "\\" in home or home[1:2] == ":"
    parts = [part for part in re.split(r"[\\/]" if windows else "/", home) if part]
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
    """Return a pattern for the name, each of its characters plain or percent-encoded."""
    return "".join(_character(char) for char in name)


def _character(char: str) -> str:
    if _PLAIN.match(char):
        return re.escape(char)
    octets = char.encode(errors="surrogateescape")
    encoded = "".join(f"%(?:25)*(?i:{octet:02X})" for octet in octets)
    escaped = "".join(rf"\\{{1,8}}x{octet:02x}" for octet in octets)
    point = rf"\\{{1,8}}(?:u{ord(char):04x}|x{ord(char):02x})"
    return f"(?:{re.escape(char)}|{encoded}|{escaped}|{point})"


def _shortened(name: str) -> str:
    """Return a pattern for the names that Windows makes of a long one: "MAXMUS~1", "MA1B2C~1"."""
    letters = re.sub(r"[^A-Za-z0-9_-]", "", name)
    first = re.escape(letters[:2]) if letters else ""
    return rf"{first}[\w-]{{0,6}}~\d{{1,2}}"
