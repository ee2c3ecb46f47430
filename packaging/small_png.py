"""Shrinks screenshots by reducing them to 256 colours."""

from collections import Counter

from PySide6.QtGui import QImage

MOST = 256


def with_few_colours(picture: QImage) -> QImage:
    """Return the picture in its 256 most frequent colours; others become the nearest of them."""
    whole = picture.convertToFormat(QImage.Format.Format_ARGB32)
    width, height = whole.width(), whole.height()
    across = whole.bytesPerLine() // 4
    pixels = memoryview(bytes(whole.constBits())).cast("I")
    seen = Counter(pixels)
    kept = [colour for colour, _ in seen.most_common(MOST)]
    parts = [_parts(colour) for colour in kept]
    place = {colour: number for number, colour in enumerate(kept)}
    for colour in seen.keys() - place.keys():
        place[colour] = _nearest(_parts(colour), parts)
    small = QImage(width, height, QImage.Format.Format_Indexed8)
    small.setColorTable(kept)
    small.setDevicePixelRatio(picture.devicePixelRatio())
    rows = memoryview(small.bits())
    for y in range(height):
        row = bytes(map(place.__getitem__, pixels[y * across : y * across + width]))
        start = y * small.bytesPerLine()
        rows[start : start + width] = row
    return small


def _parts(colour: int) -> tuple[int, int, int, int]:
    return colour >> 24, colour >> 16 & 255, colour >> 8 & 255, colour & 255


def _nearest(wanted: tuple[int, ...], known: list[tuple[int, int, int, int]]) -> int:
    def far(number: int) -> int:
        return sum((a - b) ** 2 for a, b in zip(wanted, known[number], strict=True))

    return min(range(len(known)), key=far)
