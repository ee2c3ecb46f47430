"""A line under the toolbar for conditions that affect all jobs: sign-in, outage, pause, demo."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ccwatch.core.durations import span
from ccwatch.core.glyph import Glyph
from ccwatch.core.job_words import jobs_wait
from ccwatch.core.jobs import Status
from ccwatch.core.language import number, sentences, tr
from ccwatch.core.plain_text import one_line
from ccwatch.ui.style.glyphs import paint_glyph
from ccwatch.ui.style.text_label import CountingLabel
from ccwatch.ui.style.tokens import font, tokens
from ccwatch.ui.style.type_scale import scaled
from ccwatch.ui.time_text import clock_time, day_and_time

MOST_LINES = 3
_GLYPH = 18


class Banner(QWidget):
    """Shows the most important condition, or is hidden; its button calls `sign_in`."""

    def __init__(self, lapse: float, sign_in: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lapse = lapse
        self._mark = _Mark()
        self._text = CountingLabel("", font(13), most_lines=MOST_LINES)
        self._button = QPushButton(tr("Sign in"))
        self._button.setProperty("primary", True)
        self._button.clicked.connect(lambda: sign_in())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._mark)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        self.hide()

    def show_status(self, status: Status, waiting: int, now: float) -> None:
        """Show the most important condition, if any; `waiting` is the number of watched jobs."""
        said = self._said(status, waiting, now)
        self.setVisible(said is not None)
        if said is None:
            return
        glyph, text = said
        self._mark.show_glyph(glyph)
        if text != self._text.text():
            self._text.setText(text)
            if (heard := self._text.accessibleName()) != self.accessibleName():
                self.setAccessibleName(heard)
        self._button.setVisible(glyph is Glyph.SIGN_IN)

    def _said(self, status: Status, waiting: int, now: float) -> tuple[Glyph, str] | None:
        trouble = status.trouble
        if status.signed_in is False:
            return Glyph.SIGN_IN, one_line(sentences(status.sign_in_reason, jobs_wait(waiting)))
        if status.unreachable_since is not None and trouble:
            since = day_and_time(status.unreachable_since, now)
            #: {time}: 14:05, Mon 14:05, 24/11/2026 14:05
            said = tr(
                "{trouble} since {time}. {reason}",
                trouble=trouble.title,
                time=since,
                reason=trouble.message,
            )
            return Glyph.OFFLINE, one_line(said)
        if left := status.pause_left(now):
            said = tr(
                "The service asked ccwatch to wait. Checks resume in {time}.", time=span(left)
            )
            return Glyph.STALE, said
        if status.behind is not None:
            said = tr("Too many jobs for the request limit: ccwatch checks them less often.")
            return Glyph.STALE, said
        if self._lapse != 1:
            said = tr(
                "Demo with sample jobs. Time runs {number} times faster; it is {time} in the demo.",
                number=number(self._lapse, 1),
                time=clock_time(now),
            )
            return Glyph.ACTIVE, said
        return None


class _Mark(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._glyph = Glyph.IDLE

    def sizeHint(self) -> QSize:
        return QSize(scaled(_GLYPH), scaled(_GLYPH))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_glyph(self, glyph: Glyph) -> None:
        if glyph is not self._glyph:
            self._glyph = glyph
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        side = scaled(_GLYPH)
        rect = QRectF(0, (self.height() - side) / 2, side, side)
        paint_glyph(QPainter(self), rect, self._glyph, 65, tokens())
