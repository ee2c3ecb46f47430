"""The main window: holds the jobs page, or another page in its place, and shows messages."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QIcon,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget

from ccwatch.core.job import JobId
from ccwatch.core.language import tr
from ccwatch.core.past import Past
from ccwatch.core.plain_text import one_line
from ccwatch.core.window_state import WindowState
from ccwatch.error_reports import ErrorReport
from ccwatch.ui.clipboard import to_clipboard
from ccwatch.ui.intent_signals import IntentSignals
from ccwatch.ui.store import JobStore
from ccwatch.ui.style.application import follow_font
from ccwatch.ui.style.type_scale import CHANGES as FONT_CHANGES
from ccwatch.ui.style.type_scale import FollowsFont, scaled
from ccwatch.ui.window.geometry import bring_forward, put_window

NARROWEST, LOWEST = 420, 320
NARROWEST_TEXT = 300  # what large text needs
TICK_MS = 1000
UNDO_MS = 8000
OFFER_MS = 30_000


class JobWindow(QMainWindow, FollowsFont):
    """The window; user intents from all of its parts go to `intents`.

    Its contents are created when it is first shown, so that a hidden start does not need them.
    """

    def __init__(self, store: JobStore, now: Callable[[], float], *, lapse: float = 1.0) -> None:
        super().__init__()
        self.intents = IntentSignals(self)
        self._store = store
        self._now = now
        self._lapse = lapse
        self.hides_on_close = False
        self.setWindowTitle("ccwatch" if lapse == 1 else tr("ccwatch – demo"))
        self.setAcceptDrops(True)
        self.resize(scaled(1120), scaled(620))
        self.fit_font()
        self._furnished = self._fitting = False
        self._waiting: dict[str, Callable[[], None]] = {}
        self._put = WindowState()
        self._ticking = QTimer(self)
        self._ticking.setInterval(TICK_MS)
        self._ticking.timeout.connect(self._tick)

    def _furnish(self) -> None:
        """Create the window's contents when first needed; after a failure, try again."""
        if self._furnished:
            return
        from PySide6.QtWidgets import QStackedWidget

        from ccwatch.resource_files import resource_path
        from ccwatch.ui.style.layout_bands import stacked
        from ccwatch.ui.window.jobs_page import JobsPage
        from ccwatch.ui.window.message_bar import MessageBar

        jobs = JobsPage(self._store, self._now, self.intents, self._lapse)
        notes, pages = MessageBar(), QStackedWidget()
        pages.addWidget(jobs)
        if sys.platform != "darwin":  # there a window's icon represents its document
            self.setWindowIcon(QIcon(str(resource_path("ccwatch.png"))))
        self.setCentralWidget(stacked(jobs.toolbar, notes, pages))
        jobs.commands.give_keys(self, for_jobs=False)
        jobs.list.setFocus()
        self._jobs, self._notes, self._pages = jobs, notes, pages
        self._furnished = True
        while self._waiting:
            self._waiting.pop(next(iter(self._waiting)))()

    def _once_furnished(self, what: str, show: Callable[[], None]) -> None:
        """Call `show` once the window has its contents; for each `what` only the latest one."""
        if self._furnished:
            show()
        else:
            self._waiting[what] = show

    def come_forward(self) -> None:
        """Show the window and raise it to the front."""
        self._furnish()  # an error in a method called by Qt would be lost
        bring_forward(self)

    def show_job(self, job: JobId) -> None:
        """Bring the window to the front with this job selected; closes any other page."""
        self.come_forward()
        if self.page():
            self.show_page(None)
        self._jobs.show_job(job)

    def chosen(self) -> JobId | None:
        """Return the job selected in the list."""
        return self._jobs.list.current_job() if self._furnished else None

    def choose(self, job: JobId) -> None:
        """Select this job without showing the window."""
        self._once_furnished("chosen", lambda: self._jobs.show_job(job))

    def show_added(self, taken: Sequence[JobId], refused: Sequence[str], why: str) -> None:
        """Show the result of adding jobs: select the new ones, keep refused lines to correct."""
        self._once_furnished("added", lambda: self._show_added(taken, refused, why))

    def _show_added(self, taken: Sequence[JobId], refused: Sequence[str], why: str) -> None:
        self._jobs.toolbar.add.keep(refused)
        if why:
            self._notes.say(one_line(why))
        elif taken:
            self._notes.hide()
        if taken:
            self._jobs.list.choose(taken[0])

    def show_message(
        self, text: str, label: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """Show a message under the toolbar, with a button that calls `act` if it has a label."""
        self._once_furnished("note", lambda: self._notes.say(one_line(text), label, act))

    def show_error_report(self, report: ErrorReport) -> None:
        """Show the error, and offer to copy its report."""
        self.show_message(report.title, tr("Copy report"), partial(to_clipboard, report.text))

    def ask(self, question: str, label: str, act: Callable[[], None]) -> None:
        """Raise the window with a question, and a button that calls `act`."""
        self.come_forward()
        self._notes.say(one_line(question), label, act)

    def offer(self, question: str, label: str, act: Callable[[], None]) -> bool:
        """Show a temporary offer; return False if that would hide another message."""
        if free := self._says_nothing():
            self._notes.say(one_line(question), label, act, OFFER_MS)
        return free

    def hint(self, text: str) -> bool:
        """Show a message that can wait; return False if that would hide another one."""
        if free := self._says_nothing():
            self._notes.say(one_line(text))
        return free

    def _says_nothing(self) -> bool:
        return self.isVisible() and self._jobs.isVisible() and not self._notes.isVisible()

    def offer_undo(self, text: str) -> None:
        """Show that something was removed, and offer to undo it for some seconds."""
        undo = partial(self.intents.command.emit, "undo", ())
        if self._furnished:
            self._notes.say(one_line(text), tr("Undo"), undo, UNDO_MS)

    def take_offer(self) -> None:
        """Accept the offer under the toolbar, if there is one."""
        self._notes.take_offer()

    def show_past(self, job: JobId, past: Past) -> None:
        """Show a job's history, if it is still selected."""
        if self._furnished:
            self._jobs.show_past(job, past)

    def show_unread(self, count: int) -> None:
        """Show the number of unread notices."""
        self._once_furnished("unread", lambda: self._jobs.toolbar.history.show_unread(count))

    def show_account(self, account: str, requests: str = "", *, given_token: bool = False) -> None:
        """Show the account and the number of requests sent; a given token cannot be signed out."""
        self._once_furnished(
            "account", lambda: self._jobs.show_account(account, requests, given_token)
        )

    def show_snooze(self, until: str | None) -> None:
        """Show until when notifications are snoozed."""
        self._once_furnished("snooze", lambda: self._jobs.show_snooze(until))

    def allow(self, *, browsing: bool = False, cancelling: bool = False) -> None:
        """Offer the commands that depend on settings."""
        self._once_furnished("allowed", lambda: self._jobs.allow(browsing, cancelling))

    def rename(self, job: JobId) -> None:
        """Edit the job's name in the list."""
        self._jobs.list.rename(job)

    def paste(self) -> None:
        """Watch the jobs named on the clipboard, if the jobs page is shown."""
        self._jobs.paste()

    def go_to_add(self) -> None:
        """Move the focus to the field for new jobs."""
        self._jobs.toolbar.add.setFocus()

    def go_to_filter(self) -> None:
        """Move the focus to the filter of the page shown."""
        page = self.page()
        field = page and page.findChild(QLineEdit, "filter")
        (field or self._jobs.toolbar.filter).setFocus()

    def open_menu(self) -> None:
        """Open the menu at the top right."""
        self._jobs.toolbar.more.showMenu()

    def page(self) -> QWidget | None:
        """Return the page shown in place of the jobs, if any."""
        return self._pages.widget(1) if self._furnished else None

    def show_page(self, page: QWidget | None) -> None:
        """Show a page in place of the jobs; None returns to the jobs."""
        self._furnish()
        while shown := self.page():
            self._pages.removeWidget(shown)
            shown.deleteLater()
        if page:
            self._pages.addWidget(page)
            self._pages.setCurrentWidget(page)
        self._jobs.toolbar.setVisible(page is None)
        (page or self._jobs.list).setFocus()

    def place(self) -> WindowState:
        """Return the window's state, to be restored by `put`."""
        left = self._jobs.left_as() if self._furnished else self._put
        return replace(left, geometry=bytes(self.saveGeometry().data()))

    def put(self, state: WindowState) -> None:
        """Restore a saved state, on a screen that exists."""
        self._put = state
        put_window(self, state.geometry)
        self._once_furnished("place", lambda: self._jobs.put(state))

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        if self.hides_on_close:
            self.hide()
        else:
            self.intents.command.emit("quit", ())

    def setVisible(self, visible: bool) -> None:
        if visible:
            self._furnish()
        super().setVisible(visible)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._keep_keys()
        self._ticking.start()
        self._jobs.show_now()
        self.intents.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticking.stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in FONT_CHANGES and not self._fitting:
            self._fitting = True
            QTimer.singleShot(0, self, self._follow_font)
        if event.type() == QEvent.Type.ActivationChange and self._furnished:
            self._jobs.look_at_chosen()

    def fit_font(self) -> None:
        self.setMinimumSize(max(NARROWEST, scaled(NARROWEST_TEXT)), LOWEST)

    def _follow_font(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            follow_font(application)
        self._fitting = False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasText() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        data = event.mimeData()
        links = "\n".join(url.toString() for url in data.urls())
        if text := links or data.text():
            self.intents.add.emit(text)
            event.acceptProposedAction()

    def _tick(self) -> None:
        self._jobs.tick()

    def _keep_keys(self) -> None:
        """Reactivate the window if it was shown before the window system noticed it was hidden.

        Otherwise Qt waits for an activation event that never comes, and no shortcut works.
        """
        if self.windowHandle() and self.windowHandle() is QGuiApplication.focusWindow():
            QApplication.setActiveWindow(self)
