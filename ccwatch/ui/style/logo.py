"""The program's logo: a ring of progress."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ccwatch.core.glyph import Glyph
from ccwatch.ui.style.glyphs import paint_glyph
from ccwatch.ui.style.tokens import tokens

SIZE = 56
PERCENT = 72


class Logo(QWidget):
    """The logo in the colours of the theme."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(SIZE, SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_glyph(QPainter(self), QRectF(0, 0, SIZE, SIZE), Glyph.ACTIVE, PERCENT, tokens())
