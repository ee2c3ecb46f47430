"""A sheet of all glyphs in tray sizes, on a light and a dark panel."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ccwatch.core.glyph import Glyph
from ccwatch.ui.style.glyphs import PanelStyle, panel_pixmap
from ccwatch.ui.style.tokens import font, tokens

SIZES = (16, 22, 32, 64)
PANELS = ("#F3F4F6", "#20232A")
ARCS = (8, 35, 63, 92)
SHOWN: tuple[tuple[str, Glyph, int | None], ...] = (
    *((f"{percent} %", Glyph.ACTIVE, percent) for percent in ARCS),
    *((glyph.value, glyph, 87) for glyph in Glyph if glyph is not Glyph.ACTIVE),
)
CELL, MARGIN, HEAD, GAP = 74, 12, 24, 8


class GlyphSheet(QWidget):
    """One column per glyph, one strip per size and panel; `ratio` is the device pixel ratio."""

    def __init__(self, ratio: float = 1.0, style: PanelStyle = PanelStyle.AUTOMATIC) -> None:
        super().__init__()
        self._ratio, self._style = ratio, style
        self.setAccessibleName("Glyphs")
        strips = sum(size + 2 * GAP + GAP for size in SIZES) * len(PANELS)
        self.setFixedSize(2 * MARGIN + CELL * len(SHOWN), HEAD + strips + MARGIN)

    def place(self, column: int, size: int, panel: int) -> QRect:
        """Return the glyph's rectangle."""
        strip = self._strips()[panel * len(SIZES) + SIZES.index(size)]
        left = MARGIN + column * CELL + (CELL - size) // 2
        return QRect(left, strip.y() + GAP, size, size)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt calls it
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), tokens().panel)
        painter.setFont(font(11))
        painter.setPen(tokens().secondary)
        for column, (name, _, _) in enumerate(SHOWN):
            head = QRect(MARGIN + column * CELL, 0, CELL, HEAD)
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, name)
        strips = self._strips()
        for panel, colour in enumerate(PANELS):
            for row, size in enumerate(SIZES):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colour))
                painter.drawRoundedRect(strips[panel * len(SIZES) + row], 5, 5)
                for column, (_, glyph, percent) in enumerate(SHOWN):
                    picture = panel_pixmap(glyph, percent, size, self._ratio, self._style)
                    painter.drawPixmap(self.place(column, size, panel).topLeft(), picture)

    def _strips(self) -> list[QRect]:
        strips, top = [], HEAD
        for size in SIZES * len(PANELS):
            height = size + 2 * GAP
            strips.append(QRect(MARGIN, top, self.width() - 2 * MARGIN, height))
            top += height + GAP
        return strips
