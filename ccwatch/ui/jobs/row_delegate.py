"""Paints a row of the job list: glyph, name, progress bar, course and time left."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPen, QPolygonF, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from ccwatch.core.estimate import TimeLeft
from ccwatch.core.job import Job, Phase
from ccwatch.core.job_glyph import glyph_of
from ccwatch.core.job_words import state_word
from ccwatch.core.language import tr
from ccwatch.core.percentage import shown_percentage
from ccwatch.core.plain_text import one_line
from ccwatch.core.window_state import ALL_PARTS, RowPart
from ccwatch.ui.jobs.job_model import JOB_ROLE
from ccwatch.ui.jobs.row_cache import RowCache, RowWords
from ccwatch.ui.style.glyphs import paint_glyph
from ccwatch.ui.style.text_painting import paint_text
from ccwatch.ui.style.tokens import (
    BAR_HEIGHT,
    ROW_GLYPH,
    ROW_HEIGHT,
    Tokens,
    font,
    glyph_colour,
    tokens,
)
from ccwatch.ui.style.tooltips import tooltip_text

NARROW, NARROWER = 620, 480
SECOND_LINE = 26
EDITOR_WIDTH = 240
NAME_LEFT = 72
BESIDE = 4  # at least, between the state and the percentage
BAR_WIDTH, NARROWEST_BAR, COURSE_WIDTH = 150, 108, 72
# A range of hours in Japanese needs the wider column.
RIGHT_WIDTH, WIDER_RIGHT, NARROWEST_RIGHT = 130, 146, 112
Index = QModelIndex | QPersistentModelIndex


class ProgressDelegate(QStyledItemDelegate):
    """Paints a job in two lines; narrow rows omit the course, then the type, and shorten the bar.

    renamed(job, name): the user entered a new name.
    """

    renamed = Signal(str, str)

    def __init__(
        self,
        now: Callable[[], float],
        time_left: TimeLeft,
        waits: Callable[[], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._said = RowCache(now, time_left, waits)
        self.parts = frozenset(ALL_PARTS)
        self.damaged: QRegion | None = None

    def outdated(self, rect: QRect, job: Job) -> QRect:
        """Return the part of the row whose text has changed by the passage of time alone.

        Usually that is only the next check, a tenth of the cost of painting the whole row.
        """
        before, words = self._said.last(job), self._words(job, rect.width())
        right = _right_of(rect)
        if before is None or not words.stands_as(before):
            return rect
        if words.left != before.left:
            return right
        return right.adjusted(0, SECOND_LINE, 0, 0) if words.check != before.check else QRect()

    def _words(self, job: Job, width: int) -> RowWords:
        with_type = width >= NARROWER and RowPart.TYPE in self.parts
        with_check = RowPart.NEXT_CHECK in self.parts
        return self._said.words(job, with_type=with_type, with_check=with_check)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(320, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        job: Job | None = index.data(JOB_ROLE)
        if job is None:
            return
        look, rect = tokens(), QRect(option.rect)
        words, right = self._words(job, rect.width()), _right_of(rect)
        painter.save()
        self._background(painter, option, rect, look)
        damaged = self.damaged.intersected(rect).boundingRect() if self.damaged else rect
        left = words.left if damaged.top() < rect.top() + SECOND_LINE else ""
        _two_lines(painter, right, left, words.check, look, at_right=True)
        if not right.contains(damaged):
            self._paint_rest(painter, rect, job, words, look)
        painter.restore()

    def _paint_rest(
        self, painter: QPainter, rect: QRect, job: Job, words: RowWords, look: Tokens
    ) -> None:
        """Paint everything but the right column."""
        glyph = QRectF(rect.x() + 16, rect.y() + (ROW_HEIGHT - ROW_GLYPH) / 2, ROW_GLYPH, ROW_GLYPH)
        paint_glyph(painter, glyph, glyph_of(job), job.percentage, look)
        names, bar = self._names_and_bar(rect)
        if self._has_course(rect):
            course = QRectF(bar.x() + BAR_WIDTH + 12, rect.y() + 12, COURSE_WIDTH, 28)
            _paint_course(painter, course, job, glyph_colour(glyph_of(job), look))
        _two_lines(painter, names, one_line(job.name), words.second, look)
        self._paint_bar(painter, bar, job, words.under_bar, look)

    def _has_course(self, rect: QRect) -> bool:
        return rect.width() >= NARROW and RowPart.COURSE in self.parts

    def _names_and_bar(self, rect: QRect) -> tuple[QRect, QRect]:
        """Return the rectangles of the name with the second line, and of the bar with the state."""
        _, long = _widths(rect.width())
        bar_left = _right_of(rect).left() - 12 - long
        bar_left -= COURSE_WIDTH + 12 if self._has_course(rect) else 0
        name_left = rect.x() + NAME_LEFT
        names = QRect(name_left, rect.y(), bar_left - 8 - name_left, ROW_HEIGHT)
        return names, QRect(bar_left, rect.y(), long, ROW_HEIGHT)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        job: Job | None = index.data(JOB_ROLE)
        tip = self.tip(QRect(option.rect), job) if job else ""
        QToolTip.showText(event.globalPos(), tip, view)
        return True

    def tip(self, rect: QRect, job: Job) -> str:
        """Return the texts that the row cuts off, for its tooltip; "" if none."""
        words = self._words(job, rect.width())
        names, bar = self._names_and_bar(rect)
        small = font(12, figures=True)
        state, percentage = words.under_bar
        beside = QFontMetrics(small).horizontalAdvance(percentage) + BESIDE
        lines = (
            (one_line(job.name), font(13, bold=True), names.width()),
            (words.second, font(12), names.width()),
            (state, small, bar.width() - beside),
        )
        cut = (it for it, face, room in lines if QFontMetrics(face).horizontalAdvance(it) > room)
        return tooltip_text("\n".join(cut))

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QLineEdit:
        editor = QLineEdit(parent)
        editor.setMaxLength(200)
        editor.setAccessibleName(tr("Job name"))
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        rect = QRect(option.rect)
        free = rect.adjusted(NAME_LEFT - 10, 10, -RIGHT_WIDTH - BAR_WIDTH - 40, -10)
        free.setWidth(max(free.width(), EDITOR_WIDTH))
        editor.setGeometry(free)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        job: Job | None = index.data(JOB_ROLE)
        if job and isinstance(editor, QLineEdit):
            self.renamed.emit(job.id, editor.text().strip())

    def displayText(self, value: Any, locale: Any) -> str:
        return one_line(str(value))

    def _background(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, look: Tokens
    ) -> None:
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, look.selection if selected else look.panel)
        if selected:
            painter.fillRect(QRect(rect.x(), rect.y(), 3, rect.height()), look.active)
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), look.line)
        if (
            state & QStyle.StateFlag.State_HasFocus
            and state & QStyle.StateFlag.State_KeyboardFocusChange
        ):
            painter.setPen(QPen(look.active, 1, Qt.PenStyle.DotLine))
            painter.drawRect(rect.adjusted(4, 2, -3, -3))

    def _paint_bar(
        self, painter: QPainter, rect: QRect, job: Job, words: tuple[str, str], look: Tokens
    ) -> None:
        colour = glyph_colour(glyph_of(job), look)
        track = QRectF(rect.x(), rect.y() + 12, rect.width(), BAR_HEIGHT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.track)
        painter.drawRoundedRect(track, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        share = shown_percentage(job.percentage or 0.0) / 100
        if share > 0 and job.phase is not Phase.QUEUED:
            painter.setBrush(colour)
            filled = QRectF(track)
            filled.setWidth(max(track.width() * share, BAR_HEIGHT))
            painter.drawRoundedRect(filled, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        state, percentage = words
        under = QRect(rect.x(), rect.y() + 22, rect.width(), 20)
        small = font(12, figures=True)
        paint_text(painter, under, percentage, small, look.secondary, right=True)
        metrics = QFontMetrics(small)
        room = under.adjusted(0, 0, -metrics.horizontalAdvance(percentage) - BESIDE, 0)
        if metrics.horizontalAdvance(state) > room.width():
            state = state_word(job)  # not "Stalled 24…"
        paint_text(painter, room, state, small, colour)


def _widths(row: int) -> tuple[int, int]:
    """Return the widths of the right column and of the bar; the name gets the rest."""
    if row >= NARROW:
        return WIDER_RIGHT, BAR_WIDTH
    if row >= NARROWER:
        return RIGHT_WIDTH, BAR_WIDTH
    return NARROWEST_RIGHT, NARROWEST_BAR


def _right_of(rect: QRect) -> QRect:
    """Return the rectangle of the time left and the next check."""
    across, _ = _widths(rect.width())
    return QRect(rect.right() - 16 - across, rect.y(), across, ROW_HEIGHT)


def _two_lines(
    painter: QPainter,
    rect: QRect,
    first: str,
    second: str,
    look: Tokens,
    *,
    at_right: bool = False,
) -> None:
    upper = QRect(rect.x(), rect.y() + 8, rect.width(), 19)
    lower = QRect(rect.x(), rect.y() + SECOND_LINE, rect.width(), 18)
    top = font(13, bold=not at_right, figures=at_right)
    paint_text(painter, upper, first, top, look.text, right=at_right)
    paint_text(painter, lower, second, font(12, figures=at_right), look.secondary, right=at_right)


def _paint_course(painter: QPainter, rect: QRectF, job: Job, colour: QColor) -> None:
    """Paint the course so far; the full height is 100 %."""
    if len(job.course) < 2:
        return
    start, end = job.course[0].at, max(job.course[-1].at, job.checked or 0.0)
    if job.ended is not None:
        end = min(end, job.ended) if job.ended > job.course[-1].at else job.course[-1].at
    length = max(end - start, 1.0)
    points = [
        QPointF(
            rect.x() + rect.width() * (point.at - start) / length,
            rect.bottom() - rect.height() * shown_percentage(point.percentage) / 100,
        )
        for point in job.course
    ]
    points.append(QPointF(rect.right(), points[-1].y()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, 1.5)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
