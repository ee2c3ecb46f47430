"""Applies the user's accent colour to the controls; what has a meaning keeps its own colour."""

from dataclasses import replace

from PySide6.QtGui import QColor

from ccwatch.ui.style.tokens import Tokens

_LEAST = 4.5  # WCAG 2.2, 1.4.3: text, and it is also the colour of links
_STEP = 0.02
_ON = (QColor("#FFFFFF"), QColor("#10131A"))


def with_accent(look: Tokens, accent: QColor) -> Tokens:
    """Return the tokens for palette and style sheet; lighter or darker where it is illegible."""
    shade = _legible(accent, (look.window, look.panel))
    return replace(look, active=shade, on_active=max(_ON, key=lambda it: contrast(it, shade)))


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of WCAG 2.2, section 1.4.3."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _legible(accent: QColor, grounds: tuple[QColor, ...]) -> QColor:
    """Return the accent in the nearest lightness that is legible on all grounds."""
    hue, saturation, lightness = accent.hslHueF(), accent.hslSaturationF(), accent.lightnessF()
    step = -_STEP if _luminance(grounds[0]) > 0.18 else _STEP
    shade = accent
    while min(contrast(shade, ground) for ground in grounds) < _LEAST and 0 <= lightness <= 1:
        lightness += step
        shade = QColor.fromHslF(max(hue, 0.0), saturation, min(max(lightness, 0.0), 1.0))
    return shade


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
