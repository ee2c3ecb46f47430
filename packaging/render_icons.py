"""Draw resources/ccwatch.svg in every size and format that the systems need.

`python packaging/render_icons.py` writes resources/ccwatch.png, which notification daemons get and
which is committed; a build redraws all others, so none can differ from the drawing.
"""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter, QPen
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).resolve().parent.parent / "resources" / "ccwatch.svg"
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
# https://en.wikipedia.org/wiki/Apple_Icon_Image_format: those that contain a PNG.
ICNS_TYPES = {"ic11": 32, "ic12": 64, "ic07": 128, "ic13": 256, "ic08": 256, "ic14": 512}
ICNS_TYPES |= {"ic09": 512, "ic10": 1024}
HICOLOR_SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
# macOS leaves a margin around an icon: 824 of 1024 points are used.
MAC_SHARE = 824 / 1024
DMG_SIZE = (600, 400)


def png(size: int, share: float = 1.0) -> bytes:
    """Return the drawing as a square PNG on a transparent background, filling this share of it."""
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    margin = size * (1 - share) / 2
    painter.translate(margin, margin)
    painter.scale(share, share)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    return _as_png(picture)


def _as_png(picture: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"PNG")).write(picture):
        raise OSError("the drawing cannot be written as PNG")
    return bytes(content.data())


def ico() -> bytes:
    """Return a Windows icon with all its sizes."""
    pictures = [png(size) for size in ICO_SIZES]
    head = struct.pack("<HHH", 0, 1, len(pictures))
    place = len(head) + 16 * len(pictures)
    rows = b""
    for size, picture in zip(ICO_SIZES, pictures, strict=True):
        told = size % 256  # 256 is stored as 0
        rows += struct.pack("<BBBBHHII", told, told, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return head + rows + b"".join(pictures)


def icns() -> bytes:
    """Return a macOS icon with all its sizes."""
    blocks = b""
    for kind, size in ICNS_TYPES.items():
        picture = png(size, MAC_SHARE)
        blocks += kind.encode() + struct.pack(">I", len(picture) + 8) + picture
    return b"icns" + struct.pack(">I", len(blocks) + 8) + blocks


def dmg_background() -> bytes:
    """Return the background of the disk image's window: an arrow between the icons."""
    picture = QImage(*DMG_SIZE, QImage.Format.Format_RGB32)
    picture.fill(QColor("#F6F7F9"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line, cap, join = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(QColor("#9AA3AF"), 6, line, cap, join))
    middle, height = DMG_SIZE[0] // 2, 200
    painter.drawLine(middle - 40, height, middle + 40, height)
    painter.drawPolyline(
        [
            QPoint(middle + 18, height - 22),
            QPoint(middle + 40, height),
            QPoint(middle + 18, height + 22),
        ]
    )
    painter.end()
    return _as_png(picture)


if __name__ == "__main__":
    DRAWING.with_suffix(".png").write_bytes(png(256))
