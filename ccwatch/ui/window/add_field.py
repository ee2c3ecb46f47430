"""The input field for job IDs and links; keeps the lines that were refused."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from ccwatch.core.language import tr
from ccwatch.core.plain_text import plain_line
from ccwatch.ui.style.tokens import font
from ccwatch.ui.style.tooltips import set_tooltip
from ccwatch.ui.style.type_scale import FollowsFont, scaled, wear_font
from ccwatch.ui.widget_keys import pressed

WIDTH = 330
FIELD_HEIGHT, PADDING, LINE_HEIGHT = 20, 5, 18
EDGES = 28
MOST_LINES = 5


class AddField(QPlainTextEdit, FollowsFont):
    """A one-line field that grows with pasted text; Enter submits it.

    submitted(text): all lines of the text.
    """

    submitted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._hint = tr("Paste job IDs or links")
        self.setAccessibleName(tr("Job IDs or links to watch"))
        set_tooltip(self, tr("IDs or links, several at once. Enter adds them."))
        wear_font(self, font(13))
        self.document().setDocumentMargin(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._fit)
        self.fit_font()

    def sizeHint(self) -> QSize:
        return QSize(scaled(WIDTH), self.height())

    def fit_font(self) -> None:
        metrics = self.fontMetrics()
        whole_hint = metrics.horizontalAdvance(self._hint) + scaled(EDGES)
        self.setMaximumWidth(max(scaled(WIDTH), whole_hint))
        self.setMinimumWidth(min(whole_hint, WIDTH))
        self._fit_hint()
        above = (scaled(LINE_HEIGHT) + 2 - metrics.height()) // 2
        self.setViewportMargins(0, max(above, 0), 0, 0)  # align the text with the filter field
        self._fit()

    def submit(self) -> None:
        """Emit the text; it stays in the field until `keep` is called."""
        if text := self.toPlainText().strip():
            self.submitted.emit(text)

    def keep(self, refused: Sequence[str]) -> None:
        """Keep only the refused lines, to be corrected."""
        self.setPlainText("\n".join(map(plain_line, refused)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if pressed(event, "submit"):
            self.submit()
        elif pressed(event, "empty"):
            self.clear()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_hint()

    def _fit_hint(self) -> None:
        """Elide the placeholder, which Qt would wrap out of sight."""
        room, elide = self.width() - scaled(EDGES), Qt.TextElideMode.ElideRight
        self.setPlaceholderText(self.fontMetrics().elidedText(self._hint, elide, room))

    def _fit(self) -> None:
        lines = min(max(self.blockCount(), 1), MOST_LINES)
        one_line = scaled(FIELD_HEIGHT) + 2 * (scaled(PADDING) + 1)  # as the buttons beside it
        self.setFixedHeight(one_line + scaled(LINE_HEIGHT) * (lines - 1))
