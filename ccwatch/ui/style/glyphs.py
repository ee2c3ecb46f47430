"""Paints the glyphs used in the list, the tray, notifications and the history."""

from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from math import cos, pi, sin
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPainterPath, QPen, QPixmap

from ccwatch.core.glyph import Glyph
from ccwatch.core.percentage import shown_percentage
from ccwatch.ui.style.tokens import DARK, DARK_CONTRAST, LIGHT, Tokens, glyph_colour

SMALL = 28
TRAY_SIZES = (16, 22, 24, 32, 48, 64)
# Notifications; one may come to another screen later.
_PICTURE, _PICTURE_OUTLINE, _LEAST_RATIO = 64, 2.0, 2.0
_IN_WINDOW = (LIGHT, DARK)
_THIN_TRACK = 0.4  # of the arc's width
_DIRECTIONS = 16
_DISCS = (Glyph.FINISHED, Glyph.FAILED)
_WITH_ARC = (Glyph.ACTIVE, Glyph.STALLED)


class PanelStyle(StrEnum):
    """How the tray icon is painted; programs are not told the colour of the panel.

    The first four are the choices of the setting.
    """

    AUTOMATIC = "automatic"  # light, with a dark outline: visible on every panel
    ON_LIGHT = "on-light"
    ON_DARK = "on-dark"
    MONOCHROME = "monochrome"  # white, with a dark outline
    TEMPLATE = "template"  # macOS uses the shape alone, in the colour of its menu bar


class _Ink(NamedTuple):
    look: Tokens
    outline: QColor | None = None


def _one_colour(colour: QColor) -> Tokens:
    roles = ("active", "finished", "failed", "attention", "idle", "track")
    return replace(DARK, on_active=QColor("black"), **dict.fromkeys(roles, colour))


_INKS = {
    PanelStyle.AUTOMATIC: _Ink(DARK_CONTRAST, QColor("black")),
    PanelStyle.ON_LIGHT: _Ink(LIGHT),
    PanelStyle.ON_DARK: _Ink(DARK),
    PanelStyle.MONOCHROME: _Ink(_one_colour(QColor("white")), QColor("black")),
    PanelStyle.TEMPLATE: _Ink(_one_colour(QColor("black"))),
}


def paint_glyph(
    painter: QPainter,
    rect: QRectF,
    glyph: Glyph,
    percentage: float | None,
    look: Tokens,
    *,
    thin_track: bool = False,
    cut_out: bool = False,
    bold: bool = False,
) -> None:
    """Paint the glyph into the square; small and `bold` ones have thick strokes, simple symbols.

    The track is pale beside the arc, or `thin_track`: in the colour of what rests, and thinner.
    The symbol of a disc has a colour of its own, or `cut_out`: shows what is behind the disc.
    """
    size = rect.width()
    small = bold or size < SMALL
    stroke = max(size * (0.18 if small else 0.12), 1.5)
    ring = rect.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
    colour = glyph_colour(glyph, look)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if glyph in _DISCS:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(rect)
        if cut_out:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
        _symbol(painter, rect, glyph, look.on_active, stroke)
    elif glyph is Glyph.QUEUED:
        _dashed(painter, ring, colour, stroke)
    elif glyph is Glyph.CANCELLED:
        painter.setPen(QPen(colour, stroke))
        painter.drawEllipse(ring)
        _symbol(painter, rect, glyph, colour, stroke)
    else:
        painter.setPen(
            QPen(look.idle, max(stroke * _THIN_TRACK, 1.0))
            if thin_track
            else QPen(look.track, stroke)
        )
        painter.drawEllipse(ring)
        if glyph in _WITH_ARC:
            _arc(painter, ring, percentage, QPen(colour, stroke), small)
        _symbol(painter, rect, glyph, colour, stroke)
    painter.restore()


@lru_cache(maxsize=512)
def glyph_pixmap(glyph: Glyph, percent: int | None, size: int, ratio: float, dark: bool) -> QPixmap:
    """Return the glyph in a size in logical pixels, painted for the screen's pixel ratio."""
    pixmap = _blank(size, ratio)
    painter = QPainter(pixmap)
    margin = 1.0 if size >= 16 else 0.5
    paint_glyph(painter, _inner(size, margin), glyph, percent, _IN_WINDOW[dark])
    painter.end()
    return pixmap


@lru_cache(maxsize=512)
def panel_pixmap(
    glyph: Glyph, percent: int | None, size: int, ratio: float, style: PanelStyle
) -> QPixmap:
    """Return the glyph for a tray's panel; `size` is in logical pixels.

    With an outline, one of two tones has a contrast of 3 : 1 with any panel: one of them is at
    least nine times as bright as the other (WCAG 2.2, 1.4.11). All sizes have the proportions of a
    small one: some panels shrink the largest.
    """
    return _on_any_ground(glyph, percent, size, ratio, style, size / 16, bold=True)


def _on_any_ground(
    glyph: Glyph,
    percent: int | None,
    size: int,
    ratio: float,
    style: PanelStyle,
    outlined: float,
    *,
    bold: bool,
) -> QPixmap:
    look, outline = _INKS[style]
    width = outlined if outline else 0.0
    shape = _blank(size, ratio)
    painter = QPainter(shape)
    square = _inner(size, max(1.0, width * 1.1))
    cut_out = style is PanelStyle.TEMPLATE
    paint_glyph(painter, square, glyph, percent, look, thin_track=True, cut_out=cut_out, bold=bold)
    painter.end()
    return _outlined(shape, outline, width) if outline else shape


def _outlined(shape: QPixmap, colour: QColor, width: float) -> QPixmap:
    """Return the shape on its own silhouette in that colour, wider by `width` on all sides."""
    silhouette = QPixmap(shape)
    painter = QPainter(silhouette)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(silhouette.rect(), colour)
    painter.end()
    made = QPixmap(shape.size())
    made.setDevicePixelRatio(shape.devicePixelRatio())
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for step in range(_DIRECTIONS):
        angle = 2 * pi * step / _DIRECTIONS
        painter.drawPixmap(QPointF(width * cos(angle), width * sin(angle)), silhouette)
    painter.drawPixmap(0, 0, shape)
    painter.end()
    return made


def _blank(size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def _inner(size: int, margin: float) -> QRectF:
    return QRectF(margin, margin, size - 2 * margin, size - 2 * margin)


def glyph_icon(glyph: Glyph, percentage: float | None, ratio: float, style: PanelStyle) -> QIcon:
    """Return a tray icon with the glyph painted separately in every tray size."""
    percent = None if percentage is None else int(shown_percentage(percentage))
    icon = QIcon()
    for size in TRAY_SIZES:
        icon.addPixmap(panel_pixmap(glyph, percent, size, ratio, style))
    return icon


def finest_ratio() -> float:
    """Return the pixel ratio of the screen with the smallest pixels."""
    return max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)


def glyph_file(folder: Path, glyph: Glyph, percentage: float | None) -> Path | None:
    """Return an image file of the glyph for notifications; None if it cannot be written.

    Programs are not told the colour of a notification, so it is visible on every one.
    """
    far = (
        int(shown_percentage(percentage)) if percentage is not None and glyph in _WITH_ARC else None
    )
    ratio = max(finest_ratio(), _LEAST_RATIO)
    share = "" if far is None else f"-{far}"
    file = folder / f"{glyph.value}{share}-{round(_PICTURE * ratio)}px.png"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    if not file.exists():
        picture = _on_any_ground(
            glyph, far, _PICTURE, ratio, PanelStyle.AUTOMATIC, _PICTURE_OUTLINE, bold=False
        )
        if not picture.save(str(file)):
            return None
    return file


def _arc(painter: QPainter, ring: QRectF, percentage: float | None, pen: QPen, small: bool) -> None:
    """Paint the arc, in small sizes with flat ends: otherwise 92 % would look closed."""
    share = shown_percentage(percentage or 0.0) / 100
    if share == 0:
        return
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if small else Qt.PenCapStyle.RoundCap)
    if share == 1:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawArc(ring, 90 * 16, round(-360 * 16 * share))


def _dashed(painter: QPainter, ring: QRectF, colour: QColor, stroke: float) -> None:
    dashes = 8 if ring.width() < SMALL else 10
    pen = QPen(colour, stroke)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    for dash in range(dashes):
        start = 90 - 360 * (dash + 0.25) / dashes
        painter.drawArc(ring, round(start * 16), round(-360 * 16 * 0.5 / dashes))


def _symbol(painter: QPainter, rect: QRectF, glyph: Glyph, colour: QColor, stroke: float) -> None:
    lines = _LINES.get(glyph)
    if lines:
        width = stroke * _WIDTHS.get(glyph, 0.95)
        pen = QPen(colour, max(width, 1.4))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for points in lines:
            path = QPainterPath(_at(rect, points[0]))
            for point in points[1:]:
                path.lineTo(_at(rect, point))
            painter.drawPath(path)
    if glyph is Glyph.SIGN_IN:
        radius = rect.width() * 0.13
        painter.drawEllipse(_at(rect, (0.38, 0.40)), radius, radius)
    if glyph in (Glyph.UNAVAILABLE, Glyph.STALE):
        _question(painter, rect, colour, stroke, dots=glyph is Glyph.STALE)


def _question(
    painter: QPainter, rect: QRectF, colour: QColor, stroke: float, *, dots: bool
) -> None:
    """Paint a question mark, or three dots for outdated data."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    radius = max(stroke * 0.55, 0.9)
    if dots:
        for x in (0.3, 0.5, 0.7):
            painter.drawEllipse(_at(rect, (x, 0.5)), radius, radius)
        return
    painter.drawEllipse(_at(rect, (0.5, 0.73)), radius, radius)
    pen = QPen(colour, stroke * 0.85)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = QPainterPath(_at(rect, (0.38, 0.40)))
    path.cubicTo(_at(rect, (0.38, 0.20)), _at(rect, (0.66, 0.22)), _at(rect, (0.62, 0.42)))
    path.cubicTo(_at(rect, (0.60, 0.50)), _at(rect, (0.50, 0.50)), _at(rect, (0.50, 0.58)))
    painter.drawPath(path)


def _at(rect: QRectF, point: tuple[float, float]) -> QPointF:
    return QPointF(rect.x() + rect.width() * point[0], rect.y() + rect.height() * point[1])


_Line = tuple[tuple[float, float], ...]
_LINES: dict[Glyph, tuple[_Line, ...]] = {
    Glyph.FINISHED: (((0.28, 0.53), (0.44, 0.68), (0.73, 0.36)),),
    Glyph.FAILED: (((0.34, 0.34), (0.66, 0.66)), ((0.66, 0.34), (0.34, 0.66))),
    Glyph.STALLED: (((0.39, 0.38), (0.39, 0.62)), ((0.61, 0.38), (0.61, 0.62))),
    Glyph.CANCELLED: (((0.24, 0.76), (0.76, 0.24)),),
    Glyph.OFFLINE: (((0.16, 0.16), (0.84, 0.84)),),
    Glyph.SIGN_IN: (((0.47, 0.49), (0.72, 0.74)), ((0.62, 0.64), (0.71, 0.55))),
}
# Of the ring's.
_WIDTHS = {Glyph.SIGN_IN: 0.8, Glyph.STALLED: 0.72}
