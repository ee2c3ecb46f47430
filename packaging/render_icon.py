"""Render resources/ccwatch.svg as the 256 px picture that notification daemons want."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

RESOURCES = Path(__file__).parent.parent / "resources"
SIZE = 256


def render(source: Path, target: Path) -> None:
    """Write the drawing as a square PNG with a transparent ground."""
    picture = QImage(SIZE, SIZE, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(str(source)).render(painter)
    painter.end()
    if not picture.save(str(target)):
        raise OSError(f"could not write {target}")


if __name__ == "__main__":
    render(RESOURCES / "ccwatch.svg", RESOURCES / "ccwatch.png")
