"""The page with the notice history; complete even if notifications were not shown."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from ccwatch.core.language import mark, number, tr
from ccwatch.core.notice import NoticePage
from ccwatch.core.notice_kind import Subject
from ccwatch.ui.menu_text import translated
from ccwatch.ui.notices.list_view import NoticeList
from ccwatch.ui.notices.model import NoticeModel
from ccwatch.ui.style.clear_button import add_clear_button
from ccwatch.ui.style.flat_button import flat_button
from ccwatch.ui.style.icon_button import IconButton, MenuButton
from ccwatch.ui.style.icons import Icon
from ccwatch.ui.style.layout_bands import Band, FoldingBand
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font
from ccwatch.ui.style.type_scale import FollowsFont, scaled, wear_font
from ccwatch.ui.widget_keys import make_shortcut

_CHOICES: tuple[tuple[str, frozenset[Subject] | None], ...] = (
    (mark("All notifications"), None),
    (mark("Failed jobs"), frozenset({Subject.FAILURE})),
    (mark("Ended jobs"), frozenset({Subject.END, Subject.FAILURE})),
    (mark("Jobs in progress"), frozenset({Subject.START, Subject.PASSING, Subject.STALL})),
    (mark("Account and service"), frozenset({Subject.CONNECTION})),
)

NARROW = 560


class NoticeLogPage(QWidget, FollowsFont):
    """The page with its toolbar, filter and list.

    back_wanted(): return to the jobs; opened(kept): a notice was clicked; older_wanted(): load
    older ones; all_read_wanted(); seen(numbers): these were in view, emitted once they no longer
    are.
    """

    back_wanted = Signal()
    opened = Signal(object)
    older_wanted = Signal()
    all_read_wanted = Signal()
    seen = Signal(object)

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__()
        self.setObjectName("history")
        self._page = NoticePage()
        self._subjects = _CHOICES[0][1]
        self._seen: set[int] = set()
        self._model = NoticeModel(now)
        self._list = NoticeList(self._model, lambda kept: kept.notice.job is not None)
        self._back = IconButton(tr("Back"), before=Icon.BACK)
        self._counts = _label(12, secondary=True)
        self._all_read = flat_button(tr("Mark all as read"))
        self._filter = QLineEdit()
        self._kind = MenuButton()
        self._shown = _label(12, secondary=True)
        self._older = flat_button(tr("Show older"))
        # Rows laid out again are in view only after the next turn of the event loop.
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.timeout.connect(self._look_at_rows)
        self._lay_out()
        self.fit_font()
        self._connect()
        self._choose_subjects(*_CHOICES[0])
        self._list.empty_text = ("", "")  # still loading
        self.setFocusProxy(self._list)

    def show_notices(self, page: NoticePage) -> None:
        """Show these notices; existing rows stay in place."""
        self._page = page
        unread = tr("{n} unread|{n} unread", "", page.unread)
        self._counts.setText(unread if page.unread else tr("All read"))
        self._show_counts()
        self._all_read.setEnabled(page.unread > 0)
        more = self._has_older()
        newest, total = number(len(page.notices)), number(page.total)
        self._shown.setText(
            tr("The newest {number} of {total} notifications", number=newest, total=total)
            if more
            else tr("{n} notification|{n} notifications", "", page.total)
        )
        self._shown.setVisible(page.total > 0)
        self._older.setVisible(more)
        self._model.show(page.notices)
        self._say_why_empty()
        self._look.start(0)

    def show_fault(self, text: str) -> None:
        """Show why the history cannot be read."""
        self._model.show(())
        self._list.empty_text = (tr("The history cannot be read"), text)
        self._list.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.start(0)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._seen:
            self.seen.emit(tuple(sorted(self._seen)))
            self._seen.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_counts()
        self._look.start(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self._look.start(0)

    def fit_font(self) -> None:
        self._filter.setMaximumWidth(scaled(260))

    def _lay_out(self) -> None:
        title = _label(17, bold=True)
        title.setText(tr("History"))
        self._filter.setObjectName("filter")
        self._filter.setPlaceholderText(tr("Filter"))
        self._filter.setAccessibleName(tr("Filter notifications"))
        add_clear_button(self._filter)
        self._kind.setObjectName("plain")
        wear_font(self._kind, font(12))
        menu = QMenu(self._kind)
        texts = translated([name for name, _ in _CHOICES])
        for text, choice in zip(texts, _CHOICES, strict=True):
            menu.addAction(text, partial(self._choose_subjects, *choice))
        self._kind.setMenu(menu)
        self._older.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar(title))
        column.addWidget(_band("head", 14, 8, self._filter, None, self._kind))
        column.addWidget(self._list, 1)
        column.addWidget(_band("foot", 16, 8, self._shown, None, self._older))

    def _bar(self, title: QWidget) -> FoldingBand:
        bar = FoldingBand("bar", 14, 10)
        for part in (self._back, title, self._counts):
            bar.first.addWidget(part)
        bar.first.addStretch()
        bar.second.addWidget(self._all_read)
        return bar

    def _connect(self) -> None:
        self._back.clicked.connect(self.back_wanted)
        self._all_read.clicked.connect(self.all_read_wanted)
        self._older.clicked.connect(self.older_wanted)
        self._list.opened.connect(self.opened)
        self._filter.textChanged.connect(lambda _: self._choose())
        self._list.verticalScrollBar().valueChanged.connect(lambda _: self._look_at_rows())
        make_shortcut("leave", self, self._leave)

    def _leave(self) -> None:
        """Clear the filter, or go back if there is none."""
        if self._filter.text():
            self._filter.clear()
        else:
            self.back_wanted.emit()

    def _show_counts(self) -> None:
        """Show the number of unread notices if there is room beside the title."""
        self._counts.setVisible(self._page.total > 0 and self.width() >= scaled(NARROW))

    def _choose_subjects(self, name: str, subjects: frozenset[Subject] | None) -> None:
        self._subjects = subjects
        self._kind.show_text(tr(name))
        self._kind.setAccessibleName(tr("Showing: {kind}", kind=tr(name)))
        self._choose()

    def _choose(self) -> None:
        self._model.filter_by(self._filter.text(), self._subjects)
        self._say_why_empty()
        self._look.start(0)

    def _say_why_empty(self) -> None:
        if not self._page.total:
            self._list.empty_text = (
                tr("No notifications yet"),
                tr("Every notification is kept here, even if the system did not show it."),
            )
        else:
            further = tr("Older notifications are available.") if self._has_older() else ""
            self._list.empty_text = (tr("No matching notifications"), further)
        self._list.viewport().update()

    def _has_older(self) -> bool:
        return self._page.total > len(self._page.notices)

    def _look_at_rows(self) -> None:
        """Mark the notices in view as seen, unless another window is in front."""
        if self.isVisible() and self.isActiveWindow():
            self._seen |= {kept.number for kept in self._list.in_view() if kept.read is None}


def _band(name: str, across: int, along: int, *parts: QWidget | None) -> Band:
    """Return a band with its parts in a row; None is a stretch."""
    band = Band(name, across, along)
    for part in parts:
        if part is None:
            band.row.addStretch()
        else:
            band.row.addWidget(part)
    return band


def _label(pixels: int, *, bold: bool = False, secondary: bool = False) -> TextLabel:
    role = "secondary" if secondary else ""
    return TextLabel("", font(pixels, bold=bold), role=role, most_lines=1)
