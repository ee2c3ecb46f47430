"""Plain-text tooltips: Qt would interpret text that looks like markup, and wraps only rich text."""

import re
from itertools import pairwise

from PySide6.QtCore import Qt, QTextBoundaryFinder
from PySide6.QtGui import Qt as Text
from PySide6.QtWidgets import QWidget

from ccwatch.core.plain_text import printable

LONGEST_LINE = 80
LONGEST_WORD, PART = 32, 8  # user-perceived characters
BREAK = "\u200b"  # a zero-width space
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def set_tooltip(widget: QWidget, text: str) -> None:
    """Set the widget's tooltip to this plain text; "" removes it."""
    widget.setToolTip(tooltip_text(text))


def tooltip_text(text: str) -> str:
    """Return a tooltip that makes Qt show this plain text, in lines that fit on a screen.

    A short text without anything like a tag is returned unchanged.
    """
    text = printable(text)
    short = all(len(line) <= LONGEST_LINE for line in text.splitlines())
    if short and not Text.mightBeRichText(text):
        return text
    return Text.convertFromPlainText(breakable(text), Qt.WhiteSpaceMode.WhiteSpaceNormal)


def breakable(text: str) -> str:
    """Insert invisible line-break opportunities into the text's long words."""
    return _LONG_WORD.sub(lambda found: _with_breaks(found[0]), text)


def _with_breaks(word: str) -> str:
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, word)
    units = word.encode("utf-16-le", "surrogatepass")  # Qt counts these
    ends = []
    while (end := finder.toNextBoundary()) > 0:
        ends.append(end)
    places = [0, *ends[PART - 1 :: PART], len(units) // 2]
    parts = (units[2 * start : 2 * end] for start, end in pairwise(places) if start != end)
    return BREAK.join(part.decode("utf-16-le", "surrogatepass") for part in parts)
