"""Simulates colour vision deficiencies, and measures the distance of two colours."""

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

from PySide6.QtGui import QColor

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]
# Machado, Oliveira and Fernandes 2009, severity 1: on linear RGB.
VISIONS: dict[str, Matrix] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# Linear sRGB to XYZ; D65 white point.
_XYZ: Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)


def distance(one: QColor, other: QColor, vision: str) -> float:
    """Return the CIEDE2000 distance of the colours as seen with this vision."""
    return delta_e_2000(_lab(_seen(one, vision)), _lab(_seen(other, vision)))


def delta_e_2000(one: Triple, other: Triple) -> float:
    """Return the CIEDE2000 difference of two Lab colours (Sharma, Wu and Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 0.5 * (1 - sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = (degrees(atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    dl, dc, dh = l2 - l1, c2 - c1, 0.0
    hue = h1 + h2
    if c1 * c2:
        dh = (h2 - h1 + 180) % 360 - 180
        far = abs(h1 - h2) > 180
        hue = (h1 + h2 + (360 if far and h1 + h2 < 360 else -360 if far else 0)) / 2
    big_h = 2 * sqrt(c1 * c2) * sin(radians(dh / 2))
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
    sl = 1 + 0.015 * (lightness - 50) ** 2 / sqrt(20 + (lightness - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    turn = 60 * exp(-(((hue - 275) / 25) ** 2))
    rt = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(turn))
    parts = (dl / sl, dc / sc, big_h / sh)
    return sqrt(sum(part**2 for part in parts) + rt * parts[1] * parts[2])


def _seen(colour: QColor, vision: str) -> Triple:
    linear = tuple(map(_linear, (colour.redF(), colour.greenF(), colour.blueF())))
    red, green, blue = (sum(map(_product, row, linear)) for row in VISIONS[vision])
    return (_clamped(red), _clamped(green), _clamped(blue))


def _lab(linear: Triple) -> Triple:
    x, y, z = (
        _root(sum(map(_product, row, linear)) / white)
        for row, white in zip(_XYZ, _WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _root(part: float) -> float:
    return float(part ** (1 / 3)) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116


def _product(one: float, other: float) -> float:
    return one * other


def _clamped(part: float) -> float:
    return min(max(part, 0.0), 1.0)
