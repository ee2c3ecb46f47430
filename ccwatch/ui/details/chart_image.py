"""The chart as an image to share: with title and legend, at twice the screen's resolution."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QImageWriter, QPainter, QPen, QPolygonF

from ccwatch.core.estimate import Range
from ccwatch.core.job import Job
from ccwatch.core.job_glyph import glyph_of
from ccwatch.core.job_words import UNKNOWN, job_name, percent, state_word, step_word
from ccwatch.core.language import tr
from ccwatch.core.past import Past
from ccwatch.ui.details.chart_plot import Plot, faint, known_pen, unknown_pen
from ccwatch.ui.style.glyphs import paint_glyph
from ccwatch.ui.style.tokens import Tokens, font, glyph_colour
from ccwatch.ui.style.type_scale import sizes_as_designed
from ccwatch.ui.time_text import clock_time, day_words

SIZE = QSize(960, 540)
RATIO = 2
_EDGE, _GLYPH = 32, 40
_HEAD, _FOOT = 92, 76
_SAMPLE = 22


def chart_picture(job: Job, past: Past, now: float, left: Range | None, look: Tokens) -> QImage:
    """Return the image in the given colours; `left` is the estimated time left."""
    image = QImage(SIZE * RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(RATIO)
    image.fill(look.panel)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(_EDGE + 30, _HEAD, SIZE.width() - 2 * _EDGE - 36, SIZE.height() - _HEAD - _FOOT)
    with sizes_as_designed():
        plot = Plot(job, past, now, left, area)
        _paint_head(painter, job, now, look)
        plot.paint(painter, look)
        _paint_legend(painter, plot, look)
    painter.end()
    return image


def as_png(image: QImage) -> bytes:
    """Encode the image as PNG; slow, but safe on any thread."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(content.data())


def _paint_head(painter: QPainter, job: Job, now: float, look: Tokens) -> None:
    square = QRectF(_EDGE, 26, _GLYPH, _GLYPH)
    paint_glyph(painter, square, glyph_of(job), job.percentage, look)
    words = _EDGE + _GLYPH + 14
    saved = f"{day_words(now, 0.0)}, {clock_time(now)}"
    small = font(13, figures=True)
    room = SIZE.width() - _EDGE - words
    painter.setFont(font(20, bold=True))
    painter.setPen(look.text)
    name = _fitted(painter.fontMetrics(), job_name(job), room)
    painter.drawText(QRectF(words, 22, room, 28), Qt.AlignmentFlag.AlignLeft, name)
    painter.setFont(small)
    painter.setPen(look.secondary)
    line = QRectF(words, 50, room, 20)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight, saved)
    free = room - painter.fontMetrics().horizontalAdvance(saved) - 16
    said = _fitted(painter.fontMetrics(), _state(job), free)
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft, said)


def _state(job: Job) -> str:
    kind = job.details.type if job.details else None
    parts = [step_word(kind) if kind else "", state_word(job), percent(job.percentage)]
    parts.append(step_word(job.step) if job.step else "")
    return " · ".join(part for part in parts if part and part != UNKNOWN)


def _paint_legend(painter: QPainter, plot: Plot, look: Tokens) -> None:
    painter.setFont(font(12))
    x, y = plot.area.x(), SIZE.height() - 30.0
    for words, paint in _entries(plot, look):
        painter.save()
        paint(painter, QRectF(x, y - 7, _SAMPLE, 14))
        painter.restore()
        painter.setPen(look.secondary)
        width = painter.fontMetrics().horizontalAdvance(words)
        place = QRectF(x + _SAMPLE + 8, y - 10, width + 4, 20)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        x += _SAMPLE + 8 + width + 28


def _entries(plot: Plot, look: Tokens) -> Iterator[tuple[str, Callable[[QPainter, QRectF], None]]]:
    colour = glyph_colour(glyph_of(plot.job), look)

    def line(pen: QPen) -> Callable[[QPainter, QRectF], None]:
        def paint(painter: QPainter, box: QRectF) -> None:
            painter.setPen(pen)
            middle = box.center().y()
            painter.drawLine(QPointF(box.x(), middle), QPointF(box.right(), middle))

        return paint

    def band(painter: QPainter, box: QRectF) -> None:
        painter.fillRect(box.adjusted(0, 0, -box.width() / 2, 0), faint(look.secondary, 46))
        painter.fillRect(box.adjusted(box.width() / 2, 0, 0, 0), faint(look.secondary, 20))

    def cone(painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faint(colour, 80))
        painter.drawPolygon(
            QPolygonF([box.bottomLeft(), QPointF(box.center().x(), box.y()), box.topRight()])
        )

    if not plot.points:
        return
    yield tr("Percentage done"), line(known_pen(colour))
    if plot.has_gaps:
        yield tr("No data"), line(unknown_pen(look))
    if any(point.step for point in plot.points):
        yield tr("Steps"), band
    if plot.has_cone:
        yield tr("Expected end"), cone


def _fitted(metrics: QFontMetrics, text: str, width: float) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width))
