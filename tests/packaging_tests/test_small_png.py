"""Images with few colours look the same."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from small_png import with_few_colours

from tests.ui.painted import same

SIZE = 64


@pytest.fixture
def shaded(qapp: object) -> QImage:
    picture = QImage(SIZE, SIZE, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    shade = QLinearGradient(0, 0, SIZE, SIZE / 2)
    shade.setColorAt(0, QColor("#2463D6"))
    shade.setColorAt(1, QColor("#F6F7F9"))
    painter = QPainter(picture)
    painter.fillRect(8, 0, SIZE - 8, SIZE, shade)
    painter.end()
    return picture


def test_each_pixel_keeps_its_colour_as_far_as_one_can_see(shaded: QImage) -> None:
    few = with_few_colours(shaded)
    assert few.colorCount() <= 256
    assert few.size() == shaded.size()
    for x in range(SIZE):
        for y in range(0, SIZE, 7):
            assert same(few.pixelColor(x, y), shaded.pixelColor(x, y))
            assert few.pixelColor(x, y).alpha() == shaded.pixelColor(x, y).alpha()


def test_it_stays_sharp_on_a_screen_with_more_pixels(shaded: QImage) -> None:
    shaded.setDevicePixelRatio(2)
    assert with_few_colours(shaded).devicePixelRatio() == 2
