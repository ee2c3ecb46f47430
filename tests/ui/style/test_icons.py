"""The painted icons: shape, colour, place, direction."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from ccwatch.ui.style.icons import Icon, paint_icon

pytestmark = pytest.mark.usefixtures("qapp")
LEFT_TO_RIGHT, RIGHT_TO_LEFT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
PACKAGE = Path(__file__).parents[3] / "ccwatch"
# Arrows, technical and geometric shapes, dingbats, midline ellipsis, emoji.
SYMBOL = re.compile(
    "[\u2190-\u21ff\u22ee-\u22f1\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001ffff]"
)


def painted(
    icon: Icon, side: int = 16, way: Qt.LayoutDirection = LEFT_TO_RIGHT, ratio: float = 1.0
) -> QImage:
    """Paint the icon in blue in the middle of a transparent image, 4 away from each edge."""
    whole = side + 8
    image = QImage(round(whole * ratio), round(whole * ratio), QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_icon(painter, QRectF(4, 4, side, side), icon, QColor("#0000ff"), way)
    painter.end()
    return image


def ink(image: QImage) -> list[tuple[int, int]]:
    places = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return [(x, y) for x, y in places if image.pixelColor(x, y).alpha() > 127]


@pytest.mark.parametrize("icon", Icon, ids=lambda it: it.name)
@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0, 3.0])
@pytest.mark.parametrize("side", [10, 16, 32])
def test_an_icon_is_painted_in_its_colour_and_within_its_square(
    icon: Icon, side: int, ratio: float
) -> None:
    image = painted(icon, side, ratio=ratio)
    places = ink(image)
    assert len(places) >= side * ratio / 2
    assert {image.pixelColor(*place).name() for place in places} == {"#0000ff"}
    first, last = 4 * ratio - 1, (side + 4) * ratio
    assert all(first <= x <= last and first <= y <= last for x, y in places)
    across = [x for x, _ in places]
    assert max(across) - min(across) >= side * ratio * 0.25


@pytest.mark.parametrize("icon", Icon, ids=lambda it: it.name)
def test_only_an_icon_with_a_direction_is_mirrored(icon: Icon) -> None:
    image, other = painted(icon), painted(icon, way=RIGHT_TO_LEFT)
    if icon in (Icon.BACK, Icon.AHEAD):
        flipped = set(ink(image.flipped(Qt.Orientation.Horizontal)))
        mirrored = set(ink(other))
        assert len(mirrored ^ flipped) <= 2 < len(mirrored ^ set(ink(image)))
    else:
        assert other == image


def test_no_two_icons_are_alike() -> None:
    assert len({bytes(painted(icon).constBits()) for icon in Icon}) == len(Icon)


@pytest.mark.parametrize(
    "file",
    sorted(
        file
        for room in ("ui", "intents", "desktop", "notify")
        for file in (PACKAGE / room).rglob("*.py")
    ),
    ids=lambda file: f"{file.parent.name}/{file.name}",
)
def test_no_text_has_a_letter_in_place_of_an_icon(file: Path) -> None:
    texts = [
        node.value
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [text for text in texts if SYMBOL.search(text)] == []


@pytest.mark.parametrize("text", ["Snooze ▾", "⋯", "✕", "← Back", "↑ Name", "✓", "🔔"])
def test_such_a_letter_is_found(text: str) -> None:
    assert SYMBOL.search(text)
