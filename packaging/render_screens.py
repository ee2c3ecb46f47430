"""Renders every screen of tests/ui/screens.py offscreen, in both themes, as PNG files."""

import argparse
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QPointF, QRectF, Qt, qInstallMessageHandler  # noqa: E402 - after the platform is chosen
from PySide6.QtGui import QFont, QFontInfo, QImage, QPainter, QPainterPath, QPen  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402
from small_png import with_few_colours  # noqa: E402

from ccwatch.ui.style import tokens as theme  # noqa: E402
from tests.ui.screens import SCREENS  # noqa: E402
from tests.ui.stage import THEMES, settled, staged  # noqa: E402

FAMILY, PIXELS = "Inter", 12
CORNER = 10
SMALLEST = 0  # Qt's quality; lossless for a PNG


def render(folder: Path, wanted: list[str], themes: list[str]) -> None:
    """Write an image of each named screen in each theme; all screens if none is named."""
    # The offscreen platform warns about each window that it cannot raise it.
    qInstallMessageHandler(
        lambda kind, context, text: (
            None
            if text.startswith("This plugin does not support")
            else print(text, file=sys.stderr)
        )
    )
    application = QApplication([])
    face = QFont(FAMILY)
    face.setPixelSize(PIXELS)
    application.setFont(face)
    if QFontInfo(face).family() != FAMILY:
        print(f"The font {FAMILY} is not installed: the pictures show another.", file=sys.stderr)
    folder.mkdir(parents=True, exist_ok=True)
    for screen in SCREENS:
        for name in themes:
            if not wanted or screen.name in wanted:
                with staged(application, name) as stage:
                    picture = with_few_colours(framed(screen.show(stage)))
                scale = picture.devicePixelRatio()
                end = "" if scale == 1 else f"-{scale * 100:.0f}"
                path = folder / f"{screen.name}-{name}{end}.png"
                if not picture.save(str(path), quality=SMALLEST):
                    raise OSError(f"{path} cannot be written")


def framed(widget: QWidget) -> QImage:
    """Return the widget's content, with round corners and a thin border."""
    settled()
    shown = widget.grab().toImage().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    framed = QImage(shown.size(), QImage.Format.Format_ARGB32_Premultiplied)
    framed.setDevicePixelRatio(shown.devicePixelRatio())
    framed.fill(Qt.GlobalColor.transparent)
    size = shown.deviceIndependentSize()
    edge = QPainterPath()
    edge.addRoundedRect(QRectF(QPointF(0.5, 0.5), size).adjusted(0, 0, -1, -1), CORNER, CORNER)
    painter = QPainter(framed)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(edge)
    painter.drawImage(0, 0, shown)
    painter.setClipping(False)
    painter.setPen(QPen(theme.tokens().line, 1))
    painter.drawPath(edge)
    painter.end()
    return framed


def main() -> int:
    """Render the screens named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("screens", nargs="*", help="names in the table; all when none is given")
    parser.add_argument("--theme", choices=THEMES, action="append")
    options = parser.parse_args()
    render(options.folder, options.screens, options.theme or list(THEMES))
    return 0


if __name__ == "__main__":
    sys.exit(main())
