"""External text as plain characters: nothing that controls a terminal or hides what is written.

Removed are control characters (C0, DEL, C1 and so every escape sequence), format characters (text
direction, zero width, tags, byte order marks, annotations), line and paragraph separators,
surrogates, private-use and unassigned characters, and invisible letters and marks. Joiners (U+200C,
U+200D) are among them: a space in their place stays readable, and the result is always
`str.isprintable`.
"""

import re

LONGEST_LINE = 300

# Printable by category, but invisible: joiners, fillers, vowels without a shape, the blank braille
# pattern. One variation selector may follow a character; a run of them can hide a message.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]"
    "|(?<=[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef])"
    "[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)
# Layout in our own texts: the spaces between a number and its unit, lines, columns.
_SPACES = frozenset("\u00a0\u2009\u202f")
_LAYOUT = _SPACES | frozenset("\n\t")


def printable(text: str, keep: frozenset[str] = _LAYOUT) -> str:
    """Return the text with a space for each character that must not reach a screen.

    Characters in `keep` stay as well: by default line breaks, tabs and our own spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _UNSEEN.sub(" ", text)
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in keep else " " for char in text)


def own_line(text: str) -> str:
    """Return one of the program's own lines, which may quote others: its spaces are kept."""
    return printable(text, _SPACES)


def plain_line(text: str) -> str:
    """Return the text as one line, with single spaces between words."""
    return " ".join(printable(text).split())


def one_line(text: str, most: int = LONGEST_LINE) -> str:
    """Return the text as one plain line, shortened to at most `most` characters."""
    line = plain_line(text)
    return line if len(line) <= most else line[: most - 1] + "…"
