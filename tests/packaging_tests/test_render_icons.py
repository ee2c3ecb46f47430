"""Icons of every size in the systems' formats, read back by Qt."""

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage, QImageReader
from render_icons import (
    DRAWING,
    ICNS_TYPES,
    ICO_SIZES,
    WIZARD_SIZES,
    WIZARD_SMALL_SIZES,
    icns,
    ico,
    png,
    wizard_pictures,
)


def sizes(content: bytes) -> set[int]:
    """Return the sizes of the images that Qt finds in an icon."""
    data = QByteArray(content)
    buffer = QBuffer(data)
    reader = QImageReader(buffer)
    found = set()
    for number in range(reader.imageCount()):
        assert reader.jumpToImage(number)
        picture = reader.read()
        assert picture.width() == picture.height()
        found.add(picture.width())
    return found


def test_the_icon_of_windows_has_all_sizes() -> None:
    assert sizes(ico()) == set(ICO_SIZES)


def test_the_icon_of_macos_has_all_sizes() -> None:
    assert sizes(icns()) >= set(ICNS_TYPES.values()) - {32, 64}
    for kind in ICNS_TYPES:
        assert kind.encode() in icns()


@pytest.mark.parametrize("size", [16, 48])
def test_a_small_icon_shows_the_ring_on_a_transparent_ground(size: int) -> None:
    picture = QImage.fromData(QByteArray(png(size)))
    assert picture.pixelColor(0, 0).alpha() == 0
    ring = picture.pixelColor(size // 2 + round(size * 18 / 64), size // 2)
    assert ring.blue() > 150


def test_the_pictures_of_the_setup_show_the_drawing_on_a_plain_ground() -> None:
    pictures = wizard_pictures()
    read = {name: QImage.fromData(QByteArray(content)) for name, content in pictures.items()}
    sizes = [(picture.width(), picture.height()) for picture in read.values()]
    assert sizes == [*WIZARD_SIZES, *WIZARD_SMALL_SIZES]
    for name, content in pictures.items():
        assert content[:2] == b"BM"
        assert int.from_bytes(content[28:30], "little") == 24, "what Inno Setup 6.3 reads"
        picture = read[name]
        ground = picture.pixelColor(0, 0)
        assert ground.name() in ("#f6f7f9", "#ffffff")
        assert picture.pixelColor(picture.width() - 1, picture.height() - 1) == ground
        assert picture.pixelColor(picture.width() // 2, picture.height() // 2) != ground


def test_the_committed_picture_is_that_of_the_drawing(tmp_path: Path) -> None:
    committed = QImage(str(DRAWING.with_suffix(".png")))
    drawn = QImage.fromData(QByteArray(png(256)))
    assert committed.size() == drawn.size()
    assert committed.convertToFormat(drawn.format()) == drawn
