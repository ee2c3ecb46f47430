"""An image of a screen, and queries for the colours in it."""

from collections import Counter
from collections.abc import Callable
from math import cos, pi, sin
from typing import TypeVar

from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from tests.ui.screen_structure import place
from tests.ui.style.test_tokens import contrast

Kind = TypeVar("Kind", bound=QWidget)
TOLERANCE = 10  # of 255, in each channel


class Painted:
    """An image of the screen; coordinates are the widget's own, in logical pixels."""

    def __init__(self, screen: QWidget) -> None:
        self.screen = screen
        picture = screen.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        self._ratio = picture.devicePixelRatio()
        self._across = picture.bytesPerLine() // 4
        self._pixels = memoryview(bytes(picture.constBits())).cast("I")  # 0xffRRGGBB each

    def part(self, kind: type[Kind], says: str = "") -> Kind:
        """Return the visible widget of this class with this text, spoken or object name."""
        parts = [it for it in self.screen.findChildren(kind) if it.isVisible()]
        return next(
            it
            for it in parts
            if not says or says in (_text(it), it.accessibleName(), it.objectName())
        )

    def place(self, part: QWidget) -> QRect:
        """Return the widget's visible rectangle."""
        return place(part, self.screen)

    def at(self, point: QPoint | QPointF) -> QColor:
        """Return the colour at a point."""
        x, y = int(point.x() * self._ratio), int(point.y() * self._ratio)
        return QColor.fromRgb(self._pixels[y * self._across + x])

    def line(self, y: int, left: int, right: int) -> list[QColor]:
        """Return the colours on a horizontal line."""
        return [self.at(QPoint(x, y)) for x in range(left, right)]

    def count(self, rect: QRect, colour: QColor) -> int:
        """Return how many pixels in the rectangle have the colour."""
        seen = self._seen(rect)
        return sum(n for rgb, n in seen.items() if same(colour, QColor.fromRgb(rgb)))

    def on_ring(self, square: QRect, stroke: float, turn: float) -> QColor:
        """Return the colour in the middle of a ring's stroke, `turn` from the top clockwise."""
        radius = (square.width() - stroke) / 2
        middle = QPointF(square.x() + square.width() / 2, square.y() + square.height() / 2)
        angle = 2 * pi * turn
        return self.at(middle + QPointF(radius * sin(angle), -radius * cos(angle)))

    def legibility(self, rect: QRect) -> float:
        """Return the highest contrast with the background in the rectangle."""
        seen = self._seen(rect)
        ground = QColor.fromRgb(seen.most_common(1)[0][0])
        return max(contrast(QColor.fromRgb(rgb), ground) for rgb in seen)

    def _seen(self, rect: QRect) -> Counter[int]:
        """Return the number of pixels per colour in the rectangle."""
        seen: Counter[int] = Counter()
        left, right = (int(x * self._ratio) for x in (rect.left(), rect.right() + 1))
        for y in range(int(rect.top() * self._ratio), int((rect.bottom() + 1) * self._ratio)):
            seen.update(self._pixels[y * self._across + left : y * self._across + right])
        return seen


def same(one: QColor, other: QColor, tolerance: int = TOLERANCE) -> bool:
    """Return whether the colours are indistinguishable."""
    channels: tuple[Callable[[QColor], int], ...] = (QColor.red, QColor.green, QColor.blue)
    return all(abs(channel(one) - channel(other)) <= tolerance for channel in channels)


def _text(part: QWidget) -> str:
    return str(part.text()) if hasattr(part, "text") else ""
