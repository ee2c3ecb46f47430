"""The glyphs: distinguishable by shape without colour, at every size and pixel ratio."""

from itertools import combinations
from math import atan2, degrees
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap, qAlpha

from ccwatch.core.glyph import Glyph
from ccwatch.ui.style import glyphs
from ccwatch.ui.style.glyphs import (
    TRAY_SIZES,
    PanelStyle,
    glyph_file,
    glyph_icon,
    glyph_pixmap,
    panel_pixmap,
)

pytestmark = pytest.mark.usefixtures("qapp")
SIZES = (16, 22, 34)
THEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


def painted(glyph: Glyph, percent: int | None, size: int, ratio: float = 1.0) -> QImage:
    return glyph_pixmap(glyph, percent, size, ratio, False).toImage()


def grays(image: QImage, ground: int = 255) -> list[int]:
    """Return the image's grey values on a background, row by row."""
    flat = QImage(image.size(), QImage.Format.Format_ARGB32)
    flat.fill(ground << 16 | ground << 8 | ground | 0xFF000000)
    flat.setDevicePixelRatio(image.devicePixelRatio())
    painter = QPainter(flat)
    painter.drawImage(0, 0, image)
    painter.end()
    gray = flat.convertToFormat(QImage.Format.Format_Grayscale8)
    bits, line = bytes(gray.constBits()), gray.bytesPerLine()
    return [
        value
        for row in range(gray.height())
        for value in bits[row * line : row * line + gray.width()]
    ]


@THEMES
@pytest.mark.parametrize("size", SIZES)
def test_each_glyph_differs_from_each_other_without_colour(size: int, dark: bool) -> None:
    shapes = {
        glyph: grays(glyph_pixmap(glyph, 65, size, 1.0, dark).toImage(), 0x1F if dark else 0xFF)
        for glyph in Glyph
    }
    for one, other in combinations(Glyph, 2):
        differing = sum(abs(a - b) > 40 for a, b in zip(shapes[one], shapes[other], strict=True))
        assert differing >= size * size * 0.02, f"{one} looks like {other}"


def coloured(image: QImage) -> int:
    """Return how many pixels show the accent rather than the gray track."""
    return sum(
        image.pixelColor(x, y).saturation() > 120 and qAlpha(image.pixel(x, y)) > 120
        for x in range(image.width())
        for y in range(image.height())
    )


@pytest.mark.parametrize("size", SIZES)
def test_the_arc_grows_with_the_percentage(size: int) -> None:
    covered = [coloured(painted(Glyph.ACTIVE, percent, size)) for percent in range(0, 101, 10)]
    assert covered[0] == 0
    assert covered == sorted(set(covered))


@pytest.mark.parametrize("size", SIZES)
def test_the_arc_covers_its_share_of_the_ring(size: int) -> None:
    whole = coloured(painted(Glyph.ACTIVE, 100, size))
    for percent in (25, 50, 75):
        share = coloured(painted(Glyph.ACTIVE, percent, size)) / whole
        assert share == pytest.approx(percent / 100, abs=0.07)


@pytest.mark.parametrize("percent", [-5, 105, None])
def test_an_odd_percentage_is_painted_as_the_nearest_end(percent: int | None) -> None:
    nearest = 100 if (percent or 0) > 100 else 0
    assert grays(painted(Glyph.ACTIVE, percent, 22)) == grays(painted(Glyph.ACTIVE, nearest, 22))


# A row of greys from black to white, and panels as they come: GNOME, Breeze light and dark, waybar,
# Windows 11 light.
PANELS = [QColor(grey, grey, grey) for grey in range(0, 256, 17)] + [
    QColor(name) for name in ("#000000", "#EFF0F1", "#2A2E32", "#2B303B", "#EEF4F9")
]
STYLES = [style for style in PanelStyle if style is not PanelStyle.TEMPLATE]


def luminance(colour: QColor) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [part / 255 for part in (colour.red(), colour.green(), colour.blue())]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def on_panel(picture: QPixmap, panel: QColor) -> QImage:
    flat = QImage(picture.size(), QImage.Format.Format_ARGB32)
    flat.fill(panel)
    flat.setDevicePixelRatio(picture.devicePixelRatio())
    painter = QPainter(flat)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return flat


def best_contrast(image: QImage, panel: QColor, sector: range, middle: float) -> float:
    """Return the best contrast with the panel in a sector, in degrees clockwise from the top."""
    best = 0.0
    for x in range(image.width()):
        for y in range(image.height()):
            angle = degrees(atan2(x + 0.5 - middle, middle - y - 0.5)) % 360
            if sector.start <= angle < sector.stop:
                best = max(best, contrast(image.pixelColor(x, y), panel))
    return best


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name())
@pytest.mark.parametrize("style", [PanelStyle.AUTOMATIC, PanelStyle.MONOCHROME])
@pytest.mark.parametrize(("size", "ratio"), [(16, 1.0), (22, 1.0), (22, 1.5), (24, 2.0)])
def test_all_of_the_ring_is_visible_on_any_panel(
    size: int, ratio: float, style: PanelStyle, panel: QColor
) -> None:
    for percent in (0, 40, 100):
        image = on_panel(panel_pixmap(Glyph.ACTIVE, percent, size, ratio, style), panel)
        for start in range(0, 360, 30):
            sector = range(start, start + 30)
            assert best_contrast(image, panel, sector, image.width() / 2) >= 3, sector


@pytest.mark.parametrize("style", [PanelStyle.AUTOMATIC, PanelStyle.MONOCHROME])
@pytest.mark.parametrize("shown", [16, 18, 22, 24])
@pytest.mark.parametrize("largest", [48, 64])
def test_the_ring_is_also_visible_where_a_panel_shrinks_the_largest_picture(
    largest: int, shown: int, style: PanelStyle
) -> None:
    smooth = Qt.TransformationMode.SmoothTransformation
    for percent in (0, 40, 100):
        picture = panel_pixmap(Glyph.ACTIVE, percent, largest, 1.0, style)
        picture = picture.scaled(shown, shown, mode=smooth)
        for panel in PANELS:
            image = on_panel(picture, panel)
            for start in range(0, 360, 30):
                sector = range(start, start + 30)
                assert best_contrast(image, panel, sector, shown / 2) >= 3, (panel.name(), sector)


@pytest.mark.parametrize("glyph", [glyph for glyph in Glyph if glyph is not Glyph.ACTIVE])
@pytest.mark.parametrize("style", [PanelStyle.AUTOMATIC, PanelStyle.MONOCHROME])
def test_each_glyph_is_visible_on_any_panel(style: PanelStyle, glyph: Glyph) -> None:
    for panel in PANELS:
        image = on_panel(panel_pixmap(glyph, 60, 22, 1.0, style), panel)
        seen = [contrast(image.pixelColor(x, y), panel) >= 3 for x in range(22) for y in range(22)]
        assert sum(seen) >= 40, panel.name()


@pytest.mark.parametrize(
    ("style", "panels"),
    [(PanelStyle.ON_LIGHT, ("#FFFFFF", "#EFF0F1")), (PanelStyle.ON_DARK, ("#000000", "#2A2E32"))],
)
def test_a_style_for_one_kind_of_panel_is_visible_there(
    style: PanelStyle, panels: tuple[str, ...]
) -> None:
    for panel in map(QColor, panels):
        for percent in (0, 40, 100):
            image = on_panel(panel_pixmap(Glyph.ACTIVE, percent, 22, 1.0, style), panel)
            for start in range(0, 360, 45):
                assert best_contrast(image, panel, range(start, start + 45), 11) >= 3


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("size", [16, 22])
def test_the_arc_is_thicker_than_the_rest_of_the_ring(size: int, style: PanelStyle) -> None:
    image = panel_pixmap(Glyph.ACTIVE, 50, size, 1.0, style).toImage()
    bare = style in (PanelStyle.ON_LIGHT, PanelStyle.ON_DARK)

    def inked(columns: range) -> int:
        """Return how many pixels of the middle row are painted, without the outline."""
        colours = (image.pixelColor(x, size // 2) for x in columns)
        return sum(c.alpha() > 120 and (bare or c.value() > 100) for c in colours)

    assert inked(range(size // 2, size)) > inked(range(size // 2))


@pytest.mark.parametrize("style", PanelStyle)
@pytest.mark.parametrize("size", [16, 22])
def test_each_glyph_differs_from_each_other_on_a_panel(size: int, style: PanelStyle) -> None:
    ground = {PanelStyle.ON_DARK: 0x1F, PanelStyle.MONOCHROME: 0x80}.get(style, 0xFF)
    shapes = {
        glyph: grays(panel_pixmap(glyph, 65, size, 1.0, style).toImage(), ground) for glyph in Glyph
    }
    for one, other in combinations(Glyph, 2):
        differing = sum(abs(a - b) > 30 for a, b in zip(shapes[one], shapes[other], strict=True))
        assert differing >= size * size * 0.02, f"{one} looks like {other}"


def test_only_one_colour_is_used_for_a_system_that_tints_the_icon_itself() -> None:
    image = panel_pixmap(Glyph.STALLED, 65, 22, 1.0, PanelStyle.TEMPLATE).toImage()
    painted = [image.pixelColor(x, y) for x in range(22) for y in range(22)]
    assert {colour.rgb() & 0xFFFFFF for colour in painted if colour.alpha() == 255} == {0}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("size", [16, 22])
def test_92_percent_does_not_look_closed_in_the_tray(size: int, style: PanelStyle) -> None:
    image = panel_pixmap(Glyph.ACTIVE, 92, size, 1.0, style).toImage()
    closed = panel_pixmap(Glyph.ACTIVE, 100, size, 1.0, style).toImage()
    gap = [
        (x, y)
        for x in range(size // 4, size // 2)
        for y in range(size // 3)
        if on_black(closed, x, y) - on_black(image, x, y) > 60
        or qAlpha(closed.pixel(x, y)) - qAlpha(image.pixel(x, y)) > 60
    ]
    assert len(gap) >= 2


def on_black(image: QImage, x: int, y: int) -> int:
    colour = image.pixelColor(x, y)
    return colour.value() * colour.alpha() // 255


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
def test_it_is_painted_for_the_pixels_of_the_screen(ratio: float) -> None:
    pixmap = glyph_pixmap(Glyph.FAILED, None, 22, ratio, False)
    assert (pixmap.width(), pixmap.height()) == (round(22 * ratio), round(22 * ratio))
    assert pixmap.devicePixelRatio() == ratio


@pytest.mark.parametrize("ratio", [1.5, 2.0])
def test_a_higher_resolution_is_painted_and_not_scaled(ratio: float) -> None:
    """A scaled edge is blurred over more pixels than a painted one."""

    def soft(pixmap: QPixmap) -> int:
        image = pixmap.toImage()
        return sum(
            10 < qAlpha(image.pixel(x, y)) < 245
            for x in range(image.width())
            for y in range(image.height())
        )

    sharp = glyph_pixmap(Glyph.FINISHED, None, 22, ratio, False)
    coarse = glyph_pixmap(Glyph.FINISHED, None, 22, 1.0, False)
    stretched = coarse.scaled(sharp.size(), mode=Qt.TransformationMode.SmoothTransformation)
    assert soft(sharp) < soft(stretched)


@pytest.mark.parametrize("glyph", Glyph)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off_at_the_edge(glyph: Glyph, size: int) -> None:
    image = painted(glyph, 100, size)
    last = size - 1
    edge = [(n, 0) for n in range(size)] + [(n, last) for n in range(size)]
    edge += [(y, x) for x, y in edge]
    assert all(qAlpha(image.pixel(x, y)) == 0 for x, y in edge)


def test_the_same_glyph_is_painted_once() -> None:
    one = glyph_pixmap(Glyph.ACTIVE, 50, 22, 1.0, False)
    assert glyph_pixmap(Glyph.ACTIVE, 50, 22, 1.0, False) is one


def test_the_icon_holds_each_size_that_trays_use() -> None:
    icon = glyph_icon(Glyph.ACTIVE, 63.9, 2.0, PanelStyle.AUTOMATIC)
    assert {size.width() for size in icon.availableSizes()} == {2 * size for size in TRAY_SIZES}


def test_a_picture_file_is_written_once(tmp_path: Path) -> None:
    file = glyph_file(tmp_path / "glyphs", Glyph.SIGN_IN, 41.0)
    assert file == tmp_path / "glyphs" / "sign-in-128px.png"
    picture = QImage(str(file))
    assert (picture.width(), picture.height()) == (128, 128)
    assert coloured(picture) > 100
    written = file.stat().st_mtime_ns
    assert glyph_file(tmp_path / "glyphs", Glyph.SIGN_IN, 41.0) == file
    assert file.stat().st_mtime_ns == written


def test_the_picture_of_a_notice_shows_how_far_the_job_is(tmp_path: Path) -> None:
    quarter, whole = (glyph_file(tmp_path, Glyph.ACTIVE, far) for far in (25.0, 100.0))
    assert quarter != whole
    assert coloured(QImage(str(quarter))) < coloured(QImage(str(whole)))


def test_a_picture_has_the_pixels_of_the_finest_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(glyphs, "finest_ratio", lambda: 3.0)
    file = glyph_file(tmp_path, Glyph.FAILED, None)
    assert QImage(str(file)).width() == 192


@pytest.mark.parametrize("glyph", [glyph for glyph in Glyph if glyph is not Glyph.IDLE])
def test_a_picture_has_a_light_and_a_dark_tone_for_any_notification(
    tmp_path: Path, glyph: Glyph
) -> None:
    picture = QImage(str(glyph_file(tmp_path, glyph, 60.0)))
    tones = [
        picture.pixelColor(x, y).lightness()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() == 255
    ]
    assert sum(tone > 150 for tone in tones) > 200
    assert sum(tone < 20 for tone in tones) > 200


def test_a_folder_that_cannot_be_made_gives_no_picture(tmp_path: Path) -> None:
    (tmp_path / "glyphs").write_text("a file in its place")
    assert glyph_file(tmp_path / "glyphs", Glyph.ACTIVE, 41.0) is None


@pytest.mark.parametrize(
    ("said", "shown"), [(253.0, 100.0), (-7.0, 0.0), (-0.0, 0.0), (99.9, 99.0)]
)
def test_a_picture_of_a_percentage_out_of_range_is_that_of_the_nearest(
    tmp_path: Path, said: float, shown: float
) -> None:
    assert glyph_file(tmp_path, Glyph.ACTIVE, said) == glyph_file(tmp_path, Glyph.ACTIVE, shown)
