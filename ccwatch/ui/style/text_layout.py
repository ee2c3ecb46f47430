"""Lays text out within a width: breaks within words if necessary, and elides the end."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QTextLayout, QTextOption

# Qt's line break within a paragraph.
_LINE_END = "\u2028"
UNBOUNDED = 1e6


class Lines(NamedTuple):
    """Laid-out text: its width and height in pixels, and whether it was elided."""

    layout: QTextLayout
    width: float
    height: float
    elided: bool


def lay_out(
    text: str,
    face: QFont,
    width: float,
    *,
    most_lines: int = 0,
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> Lines:
    """Break the text at blanks, and within words wider than `width` pixels.

    Text beyond `most_lines` (0: unlimited) is elided.
    """
    text = text.replace("\n", _LINE_END)
    lines = _broken(text, face, width, alignment)
    if not most_lines or lines.layout.lineCount() <= most_lines:
        return lines
    start = lines.layout.lineAt(most_lines - 1).textStart()
    units = text.encode("utf-16-le", "surrogatepass")  # Qt counts these
    kept = units[: 2 * start].decode("utf-16-le", "surrogatepass")
    rest = units[2 * start :].decode("utf-16-le", "surrogatepass").replace(_LINE_END, " ")
    end = QFontMetrics(face).elidedText(rest, elide, max(int(width) - 1, 0))
    return _broken(kept + end, face, width, alignment, most_lines)._replace(elided=True)


def _broken(
    text: str, face: QFont, width: float, alignment: Qt.AlignmentFlag, most_lines: int = 0
) -> Lines:
    layout = QTextLayout(text, face)
    option = QTextOption(alignment)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    leading = QFontMetricsF(face).leading()
    widest, height = 0.0, -leading
    layout.beginLayout()
    while not most_lines or layout.lineCount() < most_lines:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 1.0))
        height += leading
        line.setPosition(QPointF(0, height))
        height += line.height()
        widest = max(widest, line.naturalTextWidth())
    layout.endLayout()
    return Lines(layout, widest, max(height, 0.0), elided=False)
