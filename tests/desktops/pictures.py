"""What pictures of a screen show: where they differ, how light they are, how a ring contrasts."""

from collections import Counter
from collections.abc import Callable
from math import atan2, degrees

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage

_SECTOR = 30
_FORMAT = QImage.Format.Format_RGB32


def changed(before: QImage, after: QImage, area: QRect | None = None) -> QRect:
    """Return the smallest rectangle with all pixels that differ; empty if none does."""
    within = (area or after.rect()) & after.rect() & before.rect()
    same = [it.copy(after.rect()).convertToFormat(_FORMAT) for it in (before, after)]
    one, other = (bytes(it.constBits()) for it in same)
    row = same[0].bytesPerLine()
    found = QRect()
    first, last = within.left() * 4, (within.right() + 1) * 4
    for y in range(within.top(), within.bottom() + 1):
        a, b = (it[first + y * row : last + y * row] for it in (one, other))
        if a == b:
            continue
        differing = [x for x in range(0, len(a), 4) if a[x : x + 3] != b[x : x + 3]]
        if not differing:  # it is the unused byte of a pixel
            continue
        left, right = differing[0] // 4, differing[-1] // 4
        found |= QRect(within.left() + left, y, right - left + 1, 1)
    return found


def share(picture: QImage, place: QRect, wanted: Callable[[int], bool]) -> float:
    """Return the share of pixels in the rectangle whose lightness is wanted, by a sample."""
    seen = place & picture.rect()
    points = [
        picture.pixelColor(x, y).lightness()
        for x in range(seen.left(), seen.right(), 5)
        for y in range(seen.top(), seen.bottom(), 5)
    ]
    return sum(map(wanted, points)) / len(points)


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of WCAG 2."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def ring_contrast(picture: QImage, icon: QRect) -> float:
    """Return the contrast of an icon with its panel, in the sector of 30° where it is least."""
    pixels = [(x, y) for x in range(icon.width()) for y in range(icon.height())]
    corners = (icon.topLeft(), icon.topRight(), icon.bottomLeft(), icon.bottomRight())
    grounds = Counter(picture.pixelColor(corner).rgb() for corner in corners)
    ground = QColor.fromRgb(grounds.most_common(1)[0][0])
    best = dict.fromkeys(range(0, 360, _SECTOR), 0.0)
    for x, y in pixels:
        right, up = x + 0.5 - icon.width() / 2, icon.height() / 2 - y - 0.5
        sector = int(degrees(atan2(right, up)) % 360 // _SECTOR * _SECTOR)
        seen = contrast(picture.pixelColor(icon.topLeft() + QPoint(x, y)), ground)
        best[sector] = max(best[sector], seen)
    return min(best.values())


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [it / 12.92 if it <= 0.04045 else ((it + 0.055) / 1.055) ** 2.4 for it in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
