"""The jobs page: list and details, with banner and status line."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ccwatch.core.events import Event, JobEvent
from ccwatch.core.job import JobId
from ccwatch.core.language import tr
from ccwatch.core.past import Past
from ccwatch.core.plain_text import one_line
from ccwatch.core.tally import counts
from ccwatch.core.window_state import DEFAULT_ORDER, WindowState
from ccwatch.ui.clipboard import from_clipboard
from ccwatch.ui.command_actions import CommandActions
from ccwatch.ui.commands import Menu
from ccwatch.ui.details.event_text import event_words
from ccwatch.ui.details.pane import DetailsPane
from ccwatch.ui.details.rest_text import about_time_left
from ccwatch.ui.intent_signals import IntentSignals
from ccwatch.ui.jobs.job_list import JobList
from ccwatch.ui.jobs.job_model import JobModel
from ccwatch.ui.jobs.view_menu import ViewMenu
from ccwatch.ui.store import JobStore
from ccwatch.ui.style.layout_bands import BackBand, Band, SignedInDot, stacked
from ccwatch.ui.style.text_label import CountingLabel, TextLabel
from ccwatch.ui.style.tokens import font
from ccwatch.ui.style.type_scale import scaled
from ccwatch.ui.widget_keys import make_shortcut
from ccwatch.ui.window.banner import Banner
from ccwatch.ui.window.toolbar import Toolbar

FOLD_DETAILS_BELOW = 860


class JobsPage(QWidget):
    """Shows the store's jobs while it is visible; user intents go to `intents`.

    `toolbar` is placed by the window, above its message bar.
    """

    def __init__(
        self, store: JobStore, now: Callable[[], float], intents: IntentSignals, lapse: float
    ) -> None:
        super().__init__()
        self._store = store
        self._now = now
        self._intents = intents
        self._widths: tuple[int, int] | None = None
        self._details_alone = False
        self.commands = CommandActions(self, (Menu.WINDOW, Menu.SNOOZE), intents.command.emit)
        self.toolbar = Toolbar(self.commands)
        model = JobModel(store, now)
        self.list = JobList(model, now, store.time_left, self._waits, intents, store.usual_wait)
        self._details = DetailsPane(now, store.time_left, intents, about_time_left(store))
        self._banner = Banner(lapse, lambda: self.commands.do("sign-in"))
        self._counts = TextLabel("", font(12), role="secondary", most_lines=1)
        self._view = ViewMenu()
        self._account, self._requests, self._signed_in = _small(), _small(), SignedInDot()
        self._list_or_hint = QStackedWidget()
        self._list_or_hint.addWidget(self.list)
        self._back = BackBand()
        self._left = self._list_with_bands()
        self._right = stacked(self._back, self._details)
        self._split = self._split_in_two()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addWidget(self._split)
        self._connect()
        self._view.sort_by(DEFAULT_ORDER)
        self._show_chosen(None)

    def show_job(self, job: JobId) -> None:
        """Select this job; clears a filter that hides it."""
        if not self.list.choose(job):
            self.toolbar.filter.clear()
            self.list.choose(job)

    def show_past(self, job: JobId, past: Past) -> None:
        """Show a job's history, if it is still selected."""
        if self.list.current_job() == job:
            self._details.show_past(past)

    def show_account(self, account: str, requests: str, given_token: bool) -> None:
        """Show the account and the number of requests sent; a given token cannot be signed out."""
        self._account.setText(one_line(account))
        self._requests.setText(requests)
        self.commands.show(replace(self.commands.situation, given_token=given_token))

    def show_snooze(self, until: str | None) -> None:
        """Show until when notifications are snoozed."""
        self.toolbar.show_snooze(until)
        self.commands.show(replace(self.commands.situation, snoozed=until is not None))

    def allow(self, browsing: bool, cancelling: bool) -> None:
        """Offer the commands that depend on settings."""
        self.list.allow(browsing, cancelling)
        self._details.allow_browsing(browsing)

    def show_now(self) -> None:
        """Show the changes made while the page was hidden."""
        self._happened(None)
        if chosen := self.list.current_job():
            self._intents.past.emit(chosen)

    def tick(self) -> None:
        """Update the times shown."""
        self.list.tick()
        self._show_banner()

    def look_at_chosen(self) -> None:
        """Mark the selected job as seen, if the window is active."""
        job = self.list.current_job()
        known = self._store.job(job) if job else None
        if known and known.unseen and self.window().isActiveWindow():
            self._intents.looked_at.emit(known.id)

    def paste(self) -> None:
        """Watch the jobs named on the clipboard, if the page is shown."""
        if self.isVisible() and (text := from_clipboard()):
            self._intents.add.emit(text)

    def open_details(self) -> None:
        """Move the focus to the details; in a narrow window they replace the list."""
        if self.list.current_job():
            self._details_alone = True
            self._fold_details()
            self._details.setFocus()

    def left_as(self) -> WindowState:
        """Return the state of list and details, to be restored by `put`."""
        view = self._view
        return WindowState(
            b"",
            self._widths,
            view.key,
            view.descending,
            view.parts(),
            unfolded=self.list.order.unfolded(),
        )

    def put(self, state: WindowState) -> None:
        """Restore a saved state of list and details."""
        if state.split:
            self._widths = state.split
            self._split.setSizes(state.split)
        self._view.sort_by(state.sort, descending=state.descending)
        self._view.show_parts(state.parts)
        self.list.order.unfold_these(state.unfolded)

    def minimumSizeHint(self) -> QSize:
        shown = self._right if self._details_alone else self._left
        return QSize(shown.minimumSizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold_details()

    def _list_with_bands(self) -> QWidget:
        head = Band("head", 16, 7)
        head.row.addWidget(self._counts, 1)
        head.row.addWidget(self._view)
        foot = Band("foot", 16, 8)
        foot.row.addWidget(self._signed_in)
        foot.row.addWidget(self._account, 1)  # cut off first: names may be long, numbers are not
        foot.row.addWidget(self._requests)
        return stacked(head, self._list_or_hint, foot)

    def _split_in_two(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self._left)
        split.addWidget(self._right)
        split.setStretchFactor(0, 1)
        handle = split.handle(1)
        handle.setAccessibleName(tr("Divider"))
        for part in (self._left, self._right, handle):
            part.raise_()  # the order in which a screen reader meets them
        split.setSizes([scaled(728), scaled(392)])
        split.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return split

    def _connect(self) -> None:
        rows, order, view = self.list, self.list.order, self._view
        self._store.happened.connect(self._happened)
        self.toolbar.add.submitted.connect(self._intents.add)
        self.toolbar.filter.textChanged.connect(order.filter_by)
        self.toolbar.filter.left.connect(rows.setFocus)
        view.ordered.connect(lambda key, down: order.sort_by(key, descending=down))
        view.parts_changed.connect(rows.show_parts)
        self._split.splitterMoved.connect(self._split_moved)
        rows.opened.connect(self.open_details)
        rows.unfiltered.connect(self.toolbar.filter.clear)
        rows.chosen.connect(self._show_chosen)
        self._back.wanted.connect(self._close_details)
        make_shortcut("back", self._right, self._close_details)

    def _split_moved(self, *_: int) -> None:
        first, second = self._split.sizes()
        if first and second:
            self._widths = (first, second)

    def _happened(self, event: Event | None) -> None:
        """Show what an event changed, if the window is visible."""
        if not self.window().isVisible():
            return
        self._show_status()
        self.list.choose_any()
        chosen = self.list.current_job()
        if chosen and (event is None or (isinstance(event, JobEvent) and event.job == chosen)):
            self._details.show_job(self._store.job(chosen))
            if event is not None and event_words(event):
                self._details.add_event(event)
            self.look_at_chosen()

    def _show_status(self) -> None:
        self._fold_details()
        self._show_list_or_hint()
        signed_in = self._store.status.signed_in
        self._counts.setText(counts(self._store.tally))
        self._show_banner()
        self._signed_in.setVisible(signed_in is True)
        self.commands.show(replace(self.commands.situation, signed_in=signed_in))

    def _show_banner(self) -> None:
        self._banner.show_status(self._store.status, self._store.tally.unfinished, self._now())

    def _show_list_or_hint(self) -> None:
        if not self._store.jobs and self._list_or_hint.count() == 1:
            from ccwatch.ui.jobs.empty_list import EmptyList

            hint = EmptyList(lambda command: self._intents.command.emit(command, ()))
            self._list_or_hint.addWidget(hint)
        self._list_or_hint.setCurrentIndex(0 if self._store.jobs else 1)

    def _fold_details(self) -> None:
        """Show the details beside the list if there is room, else in its place or not at all."""
        wide, jobs = self.window().width() >= scaled(FOLD_DETAILS_BELOW), bool(self._store.jobs)
        self._details_alone = self._details_alone and jobs and not wide
        self._right.setVisible(jobs and (wide or self._details_alone))
        self._back.setVisible(self._details_alone)
        self._left.setVisible(not self._details_alone)

    def _close_details(self) -> None:
        self._details_alone = False
        self._fold_details()
        self.list.setFocus()

    def _show_chosen(self, job: JobId | None) -> None:
        self._details.show_job(self._store.job(job) if job else None)
        if job:
            self._intents.past.emit(job)
            self.look_at_chosen()

    def _waits(self) -> bool:
        return self._store.status.signed_in is False


def _small() -> CountingLabel:
    return CountingLabel("", font(12, figures=True), role="secondary", most_lines=1)
