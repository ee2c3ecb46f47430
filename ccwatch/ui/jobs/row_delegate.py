"""Paints a row of the job list: glyph, name, progress bar, course and time left."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QGuiApplication, QHelpEvent, QPainter, QPen, QRegion
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
from ccwatch.core.job_words import UNKNOWN, state_word
from ccwatch.core.language import tr
from ccwatch.core.percentage import shown_percentage
from ccwatch.core.plain_text import one_line
from ccwatch.core.window_state import ALL_PARTS, RowPart
from ccwatch.ui.jobs.course_line import paint_course
from ccwatch.ui.jobs.job_model import JOB_ROLE
from ccwatch.ui.jobs.row_cache import RowCache, RowWords
from ccwatch.ui.style.glyphs import paint_glyph
from ccwatch.ui.style.mirroring import mirrored, mirrored_f
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
from ccwatch.ui.style.type_scale import scaled

NARROW, NARROWER, WITHOUT_BAR = 620, 480, 400
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

    The narrowest have no bar and no next check: the name has a line of its own.

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
        right = _seen(_right_of(rect), rect)
        if before is None or not words.stands_as(before):
            return rect
        if words.left != before.left:
            return right
        return (
            right.adjusted(0, scaled(SECOND_LINE), 0, 0) if words.check != before.check else QRect()
        )

    def _words(self, job: Job, width: int) -> RowWords:
        with_type = width >= scaled(NARROWER) and RowPart.TYPE in self.parts
        with_check = RowPart.NEXT_CHECK in self.parts
        return self._said.words(job, with_type=with_type, with_check=with_check)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(scaled(320), scaled(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        job: Job | None = index.data(JOB_ROLE)
        if job is None:
            return
        look, rect = tokens(), QRect(option.rect)
        words, right = self._words(job, rect.width()), _seen(_right_of(rect), rect)
        painter.save()
        self._background(painter, option, rect, look)
        damaged = self.damaged.intersected(rect).boundingRect() if self.damaged else rect
        left = words.left if damaged.top() < rect.top() + scaled(SECOND_LINE) else ""
        has_bar = bool(_widths(rect.width())[1])
        below = words.check if has_bar else _only_time(words)
        _two_lines(painter, right, left if has_bar else "", below, look, at_right=True)
        if not has_bar or not right.contains(damaged):
            self._paint_rest(painter, rect, job, words, look)
        painter.restore()

    def _paint_rest(
        self, painter: QPainter, rect: QRect, job: Job, words: RowWords, look: Tokens
    ) -> None:
        """Paint everything but the right column."""
        side = scaled(ROW_GLYPH)
        above = (scaled(ROW_HEIGHT) - side) / 2
        glyph = QRectF(rect.x() + scaled(16), rect.y() + above, side, side)
        way = QGuiApplication.layoutDirection()
        paint_glyph(painter, mirrored_f(glyph, rect, way), glyph_of(job), job.percentage, look)
        names, bar = self._names_and_bar(rect)
        if self._has_course(rect):
            left = bar.x() + bar.width() + scaled(12)
            course = QRectF(left, rect.y() + scaled(12), *map(scaled, (COURSE_WIDTH, 28)))
            colour = glyph_colour(glyph_of(job), look)
            paint_course(painter, mirrored_f(course, rect, way), job, colour, way)
        names, bar = _seen(names, rect), _seen(bar, rect)
        if not bar.width():
            whole, beside = _without_bar(rect, words)
            _two_lines(painter, _seen(whole, rect), one_line(job.name), "", look)
            second = _state_and_second(job, words)
            _two_lines(painter, _seen(beside, rect), "", second, look)
            return
        _two_lines(painter, names, one_line(job.name), words.second, look)
        self._paint_bar(painter, bar, job, words.under_bar, look)

    def _has_course(self, rect: QRect) -> bool:
        return rect.width() >= scaled(NARROW) and RowPart.COURSE in self.parts

    def _names_and_bar(self, rect: QRect) -> tuple[QRect, QRect]:
        """Return the rectangles of the name with the second line, and of the bar with the state."""
        _, long = _widths(rect.width())
        bar_left = _right_of(rect).left() - (scaled(12) + long if long else 0)
        bar_left -= scaled(COURSE_WIDTH + 12) if self._has_course(rect) else 0
        name_left = rect.x() + scaled(NAME_LEFT)
        names = QRect(name_left, rect.y(), bar_left - scaled(8) - name_left, scaled(ROW_HEIGHT))
        return names, QRect(bar_left, rect.y(), long, scaled(ROW_HEIGHT))

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
        second = words.second if bar.width() else _state_and_second(job, words)
        first_room, second_room = (names, names) if bar.width() else _without_bar(rect, words)
        lines = [
            (one_line(job.name), font(13, bold=True), first_room.width()),
            (second, font(12), second_room.width()),
        ]
        lines += [(state, small, bar.width() - beside)] if bar.width() else []
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
        free = rect.adjusted(
            scaled(NAME_LEFT - 10), scaled(10), -scaled(RIGHT_WIDTH + BAR_WIDTH + 40), -scaled(10)
        )
        free.setWidth(max(free.width(), scaled(EDITOR_WIDTH)))
        editor.setGeometry(_seen(free, rect))

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
            edge = QRect(rect.x(), rect.y(), 3, rect.height())
            painter.fillRect(_seen(edge, rect), look.active)
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
        high = scaled(BAR_HEIGHT)
        track = QRectF(rect.x(), rect.y() + scaled(12), rect.width(), high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.track)
        painter.drawRoundedRect(track, high / 2, high / 2)
        share = shown_percentage(job.percentage or 0.0) / 100
        if share > 0 and job.phase is not Phase.QUEUED:
            painter.setBrush(colour)
            filled = QRectF(track)
            filled.setWidth(max(track.width() * share, high))
            filled = mirrored_f(filled, rect, QGuiApplication.layoutDirection())
            painter.drawRoundedRect(filled, high / 2, high / 2)
        state, percentage = words
        under = QRect(rect.x(), rect.y() + scaled(22), rect.width(), scaled(20))
        small = font(12, figures=True)
        paint_text(painter, under, percentage, small, look.secondary, right=True)
        metrics = QFontMetrics(small)
        room = under.adjusted(0, 0, -metrics.horizontalAdvance(percentage) - BESIDE, 0)
        room = _seen(room, under)
        if metrics.horizontalAdvance(state) > room.width():
            state = state_word(job)  # not "Stalled 24…"
        paint_text(painter, room, state, small, colour)


def _state_and_second(job: Job, words: RowWords) -> str:
    """Return the second line where there is no bar: it begins with the text below the bar."""
    if job.outcome is not None or job.trouble:
        return words.second
    state, percentage = words.under_bar
    shown = [state] if percentage == UNKNOWN else [state, percentage]
    return " · ".join([*shown, *filter(None, [words.second])])


def _only_time(words: RowWords) -> str:
    """Return the time that the narrowest row shows."""
    return words.check if words.left == UNKNOWN else words.left


def _without_bar(rect: QRect, words: RowWords) -> tuple[QRect, QRect]:
    """Return the rectangles of the name and of the second line in a row without a bar."""
    left = rect.x() + scaled(NAME_LEFT)
    whole = QRect(left, rect.y(), rect.right() - scaled(16) - left, scaled(ROW_HEIGHT))
    time = QFontMetrics(font(12, figures=True)).horizontalAdvance(_only_time(words))
    return whole, whole.adjusted(0, 0, -time - scaled(8), 0)


def _widths(row: int) -> tuple[int, int]:
    """Return the widths of the right column and of the bar; the name gets the rest."""
    if row >= scaled(NARROW):
        return scaled(WIDER_RIGHT), scaled(BAR_WIDTH)
    if row >= scaled(NARROWER):
        return scaled(RIGHT_WIDTH), scaled(BAR_WIDTH)
    return scaled(NARROWEST_RIGHT), scaled(NARROWEST_BAR) if row >= scaled(WITHOUT_BAR) else 0


def _seen(part: QRect, row: QRect) -> QRect:
    """Return where a part of the row is seen in the layout's direction."""
    return mirrored(part, row, QGuiApplication.layoutDirection())


def _right_of(rect: QRect) -> QRect:
    """Return the rectangle of the time left and the next check."""
    across, _ = _widths(rect.width())
    return QRect(rect.right() - scaled(16) - across, rect.y(), across, scaled(ROW_HEIGHT))


def _two_lines(
    painter: QPainter,
    rect: QRect,
    first: str,
    second: str,
    look: Tokens,
    *,
    at_right: bool = False,
) -> None:
    upper = QRect(rect.x(), rect.y() + scaled(8), rect.width(), scaled(19))
    lower = QRect(rect.x(), rect.y() + scaled(SECOND_LINE), rect.width(), scaled(18))
    top = font(13, bold=not at_right, figures=at_right)
    paint_text(painter, upper, first, top, look.text, right=at_right)
    paint_text(painter, lower, second, font(12, figures=at_right), look.secondary, right=at_right)
