"""Draw resources/ccwatch.svg in every size and format that the systems need.

`python packaging/render_icons.py` writes resources/ccwatch.png, which notification daemons get and
which is committed; a build redraws all others, so none can differ from the drawing.
"""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRectF, Qt
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
# https://jrsoftware.org/ishelp/topic_setup_wizardimagefile.htm: for 100 to 250 % of a screen.
WIZARD_SIZES = ((164, 314), (192, 386), (246, 459), (273, 556), (328, 604), (355, 700), (410, 797))
WIZARD_SMALL_SIZES = ((55, 55), (64, 68), (83, 80), (92, 97), (110, 106), (119, 123), (138, 140))
GROUND = "#F6F7F9"


def png(size: int, share: float = 1.0) -> bytes:
    """Return the drawing as a square PNG on a transparent background, filling this share of it."""
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    margin = size * (1 - share) / 2
    _draw(picture, QRectF(margin, margin, size * share, size * share))
    return _as(b"PNG", picture)


def _draw(picture: QImage, place: QRectF) -> None:
    painter = QPainter(picture)
    QSvgRenderer(str(DRAWING)).render(painter, place)
    painter.end()


def _as(kind: bytes, picture: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(kind)).write(picture):
        raise OSError(f"the drawing cannot be written as {kind.decode()}")
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
    picture.fill(QColor(GROUND))
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
    return _as(b"PNG", picture)


def wizard_pictures() -> dict[str, bytes]:
    """Return the pictures of the setup for Windows, by the names of their files.

    The large one stands beside the last page, the small one at the top of the others.
    """
    return {
        f"{name}-{width}.bmp": _wizard_picture(width, height, ground, share)
        for name, sizes, ground, share in (
            ("wizard", WIZARD_SIZES, GROUND, 0.6),
            ("wizard-small", WIZARD_SMALL_SIZES, "#FFFFFF", 0.9),
        )
        for width, height in sizes
    }


def _wizard_picture(width: int, height: int, ground: str, share: float) -> bytes:
    """Return a bitmap with the drawing in its middle, filling this share of its width."""
    picture = QImage(width, height, QImage.Format.Format_RGB888)
    picture.fill(QColor(ground))
    side = round(min(width, height) * share)
    _draw(picture, QRectF((width - side) // 2, (height - side) // 2, side, side))
    return _as(b"BMP", picture)


if __name__ == "__main__":
    DRAWING.with_suffix(".png").write_bytes(png(256))
