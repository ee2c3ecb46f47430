"""Paints a row of the job list: glyph, name, percentage and state, course, and time left."""

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
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QHelpEvent, QPainter, QPen, QRegion
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
from ccwatch.core.job import Job
from ccwatch.core.job_glyph import glyph_of
from ccwatch.core.job_words import UNKNOWN, state_word
from ccwatch.core.language import tr
from ccwatch.core.plain_text import one_line
from ccwatch.core.queue_time import UsualWait
from ccwatch.core.window_state import ALL_PARTS, RowPart
from ccwatch.ui.jobs.course_line import paint_course
from ccwatch.ui.jobs.fold_arrow import paint_arrow
from ccwatch.ui.jobs.job_model import FOLD_ROLE, JOB_ROLE
from ccwatch.ui.jobs.row_cache import RowCache, RowForm, RowWords
from ccwatch.ui.jobs.row_layout import RowLayout, row_layout
from ccwatch.ui.jobs.survey_rows import Fold
from ccwatch.ui.style.glyphs import paint_glyph
from ccwatch.ui.style.mirroring import mirrored
from ccwatch.ui.style.text_painting import paint_text
from ccwatch.ui.style.tokens import (
    ROW_HEIGHT,
    Tokens,
    font,
    glyph_colour,
    tokens,
)
from ccwatch.ui.style.tooltips import tooltip_text
from ccwatch.ui.style.type_scale import scaled

SECOND_LINE = 26
EDITOR_WIDTH = 240
TYPE_FROM = 480
COURSE_HEIGHT = 28
LEAST_COURSE = 10.0  # in percent: less than that does not look like a line
Index = QModelIndex | QPersistentModelIndex


class ProgressDelegate(QStyledItemDelegate):
    """Paints a job in two lines; `row_layout` decides what a narrow row leaves out.

    renamed(job, name): the user entered a new name.
    """

    renamed = Signal(str, str)

    def __init__(
        self,
        now: Callable[[], float],
        time_left: TimeLeft,
        waits: Callable[[], bool],
        parent: QWidget,
        usual_wait: UsualWait = lambda job, now: None,
    ) -> None:
        super().__init__(parent)
        self._said = RowCache(now, time_left, waits, usual_wait)
        self.parts = frozenset(ALL_PARTS)
        self.damaged: QRegion | None = None

    def outdated(self, rect: QRect, index: Index) -> QRect:
        """Return the part of the row whose text has changed by the passage of time alone.

        Usually that is only the next check, a tenth of the cost of painting the whole row.
        """
        job, layout = index.data(JOB_ROLE), self._layout(rect, index)
        before, words = self._said.last(job), self._words(job, rect, layout)
        if before is None or not words.stands_as(before):
            return rect
        right = _seen(layout.time, rect)
        if words.left != before.left:
            return right
        return right.adjusted(0, scaled(SECOND_LINE), 0, 0) if words.end != before.end else QRect()

    def _layout(self, rect: QRect, index: Index) -> RowLayout:
        return row_layout(rect, index.data(FOLD_ROLE) or Fold.ALONE, self.parts)

    def _words(self, job: Job, rect: QRect, layout: RowLayout) -> RowWords:
        form = RowForm(
            rect.width() >= scaled(TYPE_FROM) and RowPart.TYPE in self.parts,
            not layout.state.isEmpty(),
            not layout.time.isEmpty(),
            RowPart.NEXT_CHECK in self.parts,
        )
        return self._said.words(job, form)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(scaled(320), scaled(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        job: Job | None = index.data(JOB_ROLE)
        if job is None:
            return
        look, rect = tokens(), QRect(option.rect)
        layout = self._layout(rect, index)
        words, right = self._words(job, rect, layout), _seen(layout.time, rect)
        painter.save()
        self._background(painter, option, rect, look)
        damaged = self.damaged.intersected(rect).boundingRect() if self.damaged else rect
        if not right.isEmpty():
            left = words.left if damaged.top() < rect.top() + scaled(SECOND_LINE) else ""
            _two_lines(painter, right, left, words.end, look, at_right=True)
        if not right.contains(damaged):
            self._paint_rest(painter, rect, index, words, layout)
        painter.restore()

    def _paint_rest(
        self, painter: QPainter, rect: QRect, index: Index, words: RowWords, layout: RowLayout
    ) -> None:
        """Paint everything but the time."""
        look, way = tokens(), QGuiApplication.layoutDirection()
        job, fold, name = words.job, index.data(FOLD_ROLE), one_line(index.data())
        colour = glyph_colour(glyph_of(job), look)
        if fold in (Fold.FOLDED, Fold.UNFOLDED):
            paint_arrow(painter, rect, look.secondary, way, down=fold is Fold.UNFOLDED)
        glyph = QRectF(_seen(layout.glyph, rect))
        paint_glyph(painter, glyph, glyph_of(job), job.percentage, look)
        if not layout.course.isEmpty() and _can_be_seen(job):
            course = QRectF(_seen(layout.course, rect))
            course.adjust(0, scaled(12), 0, scaled(12 + COURSE_HEIGHT) - course.height())
            paint_course(painter, course, job, colour, way)
        _two_lines(painter, _seen(layout.names, rect), name, words.second, look)
        if not layout.state.isEmpty():
            _paint_state(painter, _seen(layout.state, rect), words, colour, look)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        rect = QRect(option.rect)
        on_time = _seen(self._layout(rect, index).time, rect).contains(event.pos())
        tip = self.tip(rect, index, on_time=on_time) if index.data(JOB_ROLE) else ""
        QToolTip.showText(event.globalPos(), tip, view)
        return True

    def tip(self, rect: QRect, index: Index, *, on_time: bool = False) -> str:
        """Return the tooltip: the texts that the row cuts off, and over the time the next check."""
        job: Job = index.data(JOB_ROLE)
        layout = self._layout(rect, index)
        words = self._words(job, rect, layout)
        small = font(12, figures=True)
        lines = [
            (one_line(job.name), font(13, bold=True), layout.names.width()),
            (words.second, font(12), layout.names.width()),
        ]
        if not layout.state.isEmpty():
            lines.append((words.state[0], small, layout.state.width()))
        if not layout.time.isEmpty():
            lines += [(words.left, font(13, figures=True), layout.time.width())]
            lines += [(words.end, small, layout.time.width())]
        cut = [it for it, face, room in lines if QFontMetrics(face).horizontalAdvance(it) > room]
        if on_time and job.outcome is None:
            cut.append(self._said.next_check(job))
        return tooltip_text("\n".join(dict.fromkeys(cut)))

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
        names = self._layout(rect, index).names
        free = names.adjusted(-scaled(10), scaled(10), 0, -scaled(10))
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


def _can_be_seen(job: Job) -> bool:
    """Return whether the course looks like a line."""
    known = [point.percentage for point in job.course if point.percentage is not None]
    return bool(known) and max(known) - min(known) >= LEAST_COURSE


def _paint_state(
    painter: QPainter, rect: QRect, words: RowWords, colour: QColor, look: Tokens
) -> None:
    """Paint the percentage above the state; the state alone if there is no percentage."""
    state, percentage = words.state
    small = font(12, figures=True)
    if QFontMetrics(small).horizontalAdvance(state) > rect.width():
        state = state_word(words.job)  # not "Stalled 24…"
    upper, lower = _lines(rect)
    if percentage == UNKNOWN:
        paint_text(painter, upper, state, small, colour)
    else:
        paint_text(painter, upper, percentage, font(13, bold=True, figures=True), colour)
        paint_text(painter, lower, state, small, colour)


def _seen(part: QRect, row: QRect) -> QRect:
    """Return where a part of the row is seen in the layout's direction."""
    return mirrored(part, row, QGuiApplication.layoutDirection())


def _lines(rect: QRect) -> tuple[QRect, QRect]:
    """Return the rectangles of the two lines of a row."""
    return (
        QRect(rect.x(), rect.y() + scaled(8), rect.width(), scaled(19)),
        QRect(rect.x(), rect.y() + scaled(SECOND_LINE), rect.width(), scaled(18)),
    )


def _two_lines(
    painter: QPainter,
    rect: QRect,
    first: str,
    second: str,
    look: Tokens,
    *,
    at_right: bool = False,
) -> None:
    upper, lower = _lines(rect)
    top = font(13, bold=not at_right, figures=at_right)
    paint_text(painter, upper, first, top, look.text, right=at_right)
    paint_text(painter, lower, second, font(12, figures=at_right), look.secondary, right=at_right)
