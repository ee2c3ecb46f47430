"""Fonts, and lengths in proportion to them: everything follows the system's font.

Sizes in the code are those of the design, made for a system font of 12 pixels. Qt's own controls
use the system's font as it is, so text of size 12 matches them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

DESIGNED_FOR = 12
POINTS_PER_INCH = 72
CHANGES = frozenset({QEvent.Type.FontChange, QEvent.Type.ThemeChange})
_FACE, _FOLLOWED, _AS_DESIGNED = "face", "followed", "as_designed"


class Face(QFont):
    """A font of the design; `restored` makes it again from the system's current font."""

    def __init__(self, pixels: int, *, bold: bool, figures: bool) -> None:
        super().__init__(QGuiApplication.font())
        self._asked = (pixels, bold, figures)
        self.setPixelSize(scaled(pixels))
        if bold:
            self.setWeight(QFont.Weight.DemiBold)
        if figures:
            self.setFeature(QFont.Tag("tnum"), 1)

    def restored(self) -> "Face":
        """Return the same font of the design, made from the system's current font."""
        pixels, bold, figures = self._asked
        return font(pixels, bold=bold, figures=figures)


class FollowsFont:
    """A widget that sets sizes of its own: `fit_font` does it, now and when the font changes."""

    def fit_font(self) -> None:
        """Set the sizes that follow the system's font."""


@lru_cache(maxsize=64)
def font(pixels: int, *, bold: bool = False, figures: bool = False) -> Face:
    """Return the system's font in this size of the design; `figures` for fixed-width digits."""
    return Face(pixels, bold=bold, figures=figures)


def wear_font(widget: QWidget, face: Face) -> None:
    """Set the widget's font, and again whenever the system's font changes."""
    setattr(widget, _FACE, face)
    widget.setFont(face)


def scaled(pixels: float) -> int:
    """Return a length of the design in pixels, in proportion to the system's font."""
    return round(pixels * scale())


@lru_cache(maxsize=1)
def scale() -> float:
    """Return the size of the system's font in proportion to the one designed for."""
    application, system = QGuiApplication.instance(), QGuiApplication.font()
    if not isinstance(application, QGuiApplication) or application.property(_AS_DESIGNED):
        return 1.0
    if not application.property(_FOLLOWED):
        application.setProperty(_FOLLOWED, True)
        application.fontChanged.connect(lambda _: forget_sizes())
    pixels = float(system.pixelSize())
    if pixels <= 0:
        screen = QGuiApplication.primaryScreen()
        pixels = system.pointSizeF() / POINTS_PER_INCH * screen.logicalDotsPerInch()
    return pixels / DESIGNED_FOR


def forget_sizes() -> None:
    """Determine fonts and sizes again when they are next needed."""
    scale.cache_clear()
    font.cache_clear()


@contextmanager
def sizes_as_designed() -> Iterator[None]:
    """Use the sizes of the design meanwhile: for a picture, since others will look at it."""
    application = QGuiApplication.instance()
    assert application is not None
    application.setProperty(_AS_DESIGNED, True)
    forget_sizes()
    try:
        yield
    finally:
        application.setProperty(_AS_DESIGNED, False)
        forget_sizes()


def refit_widgets() -> None:
    """Give all widgets the fonts and sizes that follow from the system's current font."""
    widgets = QApplication.allWidgets()
    for widget in widgets:
        face = getattr(widget, _FACE, None)
        if isinstance(face, Face):
            wear_font(widget, face.restored())
    for widget in widgets:
        if isinstance(widget, FollowsFont):
            widget.fit_font()
        if isinstance(widget, QAbstractItemView):
            widget.scheduleDelayedItemsLayout()
        widget.updateGeometry()
        widget.update()
