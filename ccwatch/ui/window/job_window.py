"""The window: the list, the details, and what concerns all jobs. It says what is wanted."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QMenu, QWidget

from ccwatch.core.events import Event, JobEvent
from ccwatch.core.job import JobId
from ccwatch.core.language import tr
from ccwatch.core.past import Past
from ccwatch.core.plain_text import one_line
from ccwatch.core.summary import counts
from ccwatch.disk.window_file import WindowState
from ccwatch.error_reports import Mishap
from ccwatch.ui.clipboard import to_clipboard
from ccwatch.ui.details.event_text import event_words
from ccwatch.ui.shortcuts import make_shortcut, make_shortcuts
from ccwatch.ui.store import JobStore
from ccwatch.ui.tray.snooze_menu import fill_snooze_menu
from ccwatch.ui.window.geometry import put_window

FOLD_DETAILS_BELOW = 860
TICK_MS = 1000
UNDO_MS = 8000
OFFER_MS = 30_000


class JobWindow(QMainWindow):
    """All intents are signals.

    add_wanted(text); remove_wanted(jobs), check_wanted(jobs): tuples of job ids;
    rename_wanted(job, name), mute_wanted(job, muted), browse_wanted(job), looked_at(job);
    undo_wanted(): watch again what was removed last; past_wanted(job): what happened to it;
    export_wanted(job), picture_wanted(job), diagnostics_wanted(job); notices_wanted(): the
    history of notices;
    snooze_wanted(seconds | "tomorrow" | None); my_jobs_wanted(), settings_wanted(),
    test_notice_wanted(), sign_in_wanted(), sign_out_wanted(), about_wanted(),
    shortcuts_wanted(), quit_wanted().
    """

    add_wanted = Signal(str)
    remove_wanted = Signal(object)
    undo_wanted = Signal()
    check_wanted = Signal(object)
    rename_wanted = Signal(str, str)
    mute_wanted = Signal(str, bool)
    browse_wanted = Signal(str)
    looked_at = Signal(str)
    past_wanted = Signal(str)
    export_wanted = Signal(str)
    picture_wanted = Signal(str)
    diagnostics_wanted = Signal(str)
    notices_wanted = Signal()
    snooze_wanted = Signal(object)
    my_jobs_wanted = Signal()
    settings_wanted = Signal()
    test_notice_wanted = Signal()
    sign_in_wanted = Signal()
    sign_out_wanted = Signal()
    about_wanted = Signal()
    shortcuts_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, store: JobStore, now: Callable[[], float], *, lapse: float = 1.0) -> None:
        super().__init__()
        self._store = store
        self._now = now
        self._lapse = lapse
        self.hides_on_close = False
        self.setWindowTitle("ccwatch" if lapse == 1 else tr("ccwatch – demo"))
        self.setAcceptDrops(True)
        self.resize(1120, 620)
        self.setMinimumSize(420, 320)
        self._furnished = False
        self._waiting: dict[str, Callable[[], None]] = {}
        self._put = WindowState()
        self._widths: tuple[int, int] | None = None
        self._details_alone = False
        self._ticking = QTimer(self)
        self._ticking.setInterval(TICK_MS)
        self._ticking.timeout.connect(self._tick)

    def _furnish(self) -> None:
        """Make what is in the window, when it is first wanted: hidden it need not be there."""
        if self._furnished:
            return
        self._furnished = True
        from ccwatch.ui.window.parts import WindowParts

        self._parts = WindowParts(self._store, self._now, self._waits, self._lapse)
        self.setCentralWidget(self._parts.whole)
        self._parts.list.setFocus()
        self._connect()
        self._show_snooze(None)
        self._parts.view.sort_by("left")
        for show in self._waiting.values():
            show()
        self._waiting.clear()
        self._happened(None)
        self._show_chosen(None)

    def _once_furnished(self, what: str, show: Callable[[], None]) -> None:
        """Show something now, or once the window has its parts: the last of its kind."""
        if self._furnished:
            show()
        else:
            self._waiting[what] = show

    def show_job(self, job: JobId) -> None:
        """Bring the window to the front with this job chosen, in the place of any page."""
        self.come_forward()
        if self.page():
            self.show_page(None)
        if not self._parts.list.choose(job):
            self._parts.filter.clear()
            self._parts.list.choose(job)

    def come_forward(self) -> None:
        """Show the window above the others."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_added(self, taken: Sequence[JobId], refused: Sequence[str], why: str) -> None:
        """Say what became of a text: the new jobs are chosen, what was refused stays to correct."""
        self._furnish()
        self._parts.add.keep(refused)
        if why:
            self._parts.notes.say(one_line(why))
        elif taken:
            self._parts.notes.hide()
        if taken:
            self._parts.list.choose(taken[0])

    def show_message(
        self, text: str, label: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """Say something under the toolbar; `act` when the button with this label is pressed."""
        self._once_furnished("note", lambda: self._parts.notes.say(one_line(text), label, act))

    def show_mishap(self, mishap: Mishap) -> None:
        """Say what went wrong, and offer the report of it."""
        self.show_message(mishap.title, tr("Copy report"), partial(to_clipboard, mishap.report))

    def ask(self, question: str, label: str, act: Callable[[], None]) -> None:
        """Come forward with a question; `act` when the button with this label is pressed."""
        self.come_forward()
        self._parts.notes.say(one_line(question), label, act)

    def offer(self, question: str, label: str, act: Callable[[], None]) -> bool:
        """Offer something for a while; return False where that would hide something else."""
        if free := self._says_nothing():
            self._parts.notes.say(one_line(question), label, act, OFFER_MS)
        return free

    def hint(self, text: str) -> bool:
        """Say something that can wait; return False where that would hide something else."""
        if free := self._says_nothing():
            self._parts.notes.say(one_line(text))
        return free

    def _says_nothing(self) -> bool:
        return (
            self.isVisible() and self._parts.bar.isVisible() and not self._parts.notes.isVisible()
        )

    def offer_undo(self, text: str) -> None:
        """Say that something was removed, and offer for some seconds to take it back."""
        self._furnish()
        self._parts.notes.say(one_line(text), tr("Undo"), self.undo_wanted.emit, UNDO_MS)

    def show_past(self, job: JobId, past: Past) -> None:
        """Show what happened to a job, if it is still the chosen one."""
        if self._furnished and self._parts.list.current_job() == job:
            self._parts.details.show_past(past)

    def show_unread(self, count: int) -> None:
        """Show how many notices were not seen."""
        self._once_furnished("unread", lambda: self._parts.history.show_unread(count))

    def show_account(self, text: str) -> None:
        """Show who is signed in and how many requests went out."""
        self._once_furnished("account", lambda: self._parts.account.setText(one_line(text)))

    def show_snooze(self, until: str | None) -> None:
        """Show until when notices are held back."""
        self._once_furnished("snooze", lambda: self._show_snooze(until))

    def _show_snooze(self, until: str | None) -> None:
        button = self._parts.snooze
        button.setText(tr("Snoozed until {time} ▾", time=until) if until else tr("Snooze ▾"))
        menu = button.menu() or QMenu(button)
        fill_snooze_menu(menu, self.snooze_wanted.emit, snoozed=until is not None)
        button.setMenu(menu)

    def allow_browsing(self, allowed: bool) -> None:
        """Offer jobs' pages, or not when nobody said where they are."""
        self._once_furnished("browsing", lambda: self._allow_browsing(allowed))

    def _allow_browsing(self, allowed: bool) -> None:
        self._parts.list.can_browse = allowed
        self._parts.details.allow_browsing(allowed)

    def page(self) -> QWidget | None:
        """Return the page that is shown in the place of the jobs."""
        return self._parts.pages.widget(1) if self._furnished else None

    def show_page(self, page: QWidget | None) -> None:
        """Show a page in the place of the jobs; None: the jobs again."""
        self._furnish()
        while shown := self.page():
            self._parts.pages.removeWidget(shown)
            shown.deleteLater()
        if page:
            self._parts.pages.addWidget(page)
            self._parts.pages.setCurrentWidget(page)
        self._parts.bar.setVisible(page is None)
        (page or self._parts.list).setFocus()

    def place(self) -> WindowState:
        """Return how the window is left, to be put so again."""
        geometry = bytes(self.saveGeometry().data())
        if not self._furnished:
            return replace(self._put, geometry=geometry)
        view = self._parts.view
        return WindowState(geometry, self._widths, view.key, view.descending, view.parts())

    def put(self, state: WindowState) -> None:
        """Put the window as it was left, on a screen that exists."""
        self._put = state
        put_window(self, state.geometry)
        self._once_furnished("place", lambda: self._put_view(state))

    def _put_view(self, state: WindowState) -> None:
        if state.split:
            self._widths = state.split
            self._parts.split.setSizes(state.split)
        self._parts.view.sort_by(state.sort, descending=state.descending)
        self._parts.view.show_parts(state.parts)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        if self.hides_on_close:
            self.hide()
        else:
            self.quit_wanted.emit()

    def setVisible(self, visible: bool) -> None:
        if visible:
            self._furnish()
        super().setVisible(visible)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._keep_keys()
        self._ticking.start()
        self._happened(None)
        if chosen := self._parts.list.current_job():
            self.past_wanted.emit(chosen)  # while nobody saw it, nothing was added

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticking.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._furnished:
            self._fold_details()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self._furnished:
            self._look_at(self._parts.list.current_job())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasText() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        data = event.mimeData()
        links = "\n".join(url.toString() for url in data.urls())
        if text := links or data.text():
            self.add_wanted.emit(text)
            event.acceptProposedAction()

    def _connect(self) -> None:
        parts = self._parts
        self._store.happened.connect(self._happened)
        parts.add.submitted.connect(self.add_wanted)
        parts.filter.textChanged.connect(parts.list.order.filter_by)
        parts.filter.left.connect(parts.list.setFocus)
        parts.view.ordered.connect(lambda key, down: parts.list.order.sort_by(key, descending=down))
        parts.view.parts_changed.connect(parts.list.show_parts)
        parts.split.splitterMoved.connect(self._split_moved)
        parts.list.wanted.connect(self._act)
        parts.list.renamed.connect(self.rename_wanted)
        parts.list.opened.connect(self._open_details)
        parts.list.unfiltered.connect(parts.filter.clear)
        parts.list.chosen.connect(self._show_chosen)
        parts.back.wanted.connect(self._close_details)
        make_shortcut("back", parts.right, self._close_details)
        parts.details.browse_wanted.connect(self.browse_wanted)
        parts.details.past_wanted.connect(self.past_wanted)
        parts.details.export_wanted.connect(self.export_wanted)
        parts.details.picture_wanted.connect(self.picture_wanted)
        parts.details.diagnostics_wanted.connect(self.diagnostics_wanted)
        parts.history.clicked.connect(self.notices_wanted)
        parts.banner.sign_in_wanted.connect(self.sign_in_wanted)
        self._fill_more_menu()
        make_shortcuts(
            self,
            {
                "add": parts.add.setFocus,
                "filter": self._find,
                "notices": self.notices_wanted.emit,
                "paste": self._paste,
                "offer": parts.notes.take_offer,
                "settings": self.settings_wanted.emit,
                "menu": parts.more.showMenu,
                "shortcuts": self.shortcuts_wanted.emit,
                "close": self.close,
                "quit": self.quit_wanted.emit,
            },
        )

    def _fill_more_menu(self) -> None:
        menu = QMenu(self._parts.more)
        menu.addAction(tr("Jobs of mine…"), self.my_jobs_wanted.emit)
        menu.addAction(tr("Send a test notification"), self.test_notice_wanted.emit)
        menu.addSeparator()
        self._sign_in = menu.addAction(tr("Sign in"), self.sign_in_wanted.emit)
        self._sign_out = menu.addAction(tr("Sign out"), self.sign_out_wanted.emit)
        menu.addAction(tr("Settings…"), self.settings_wanted.emit)
        menu.addAction(tr("Keyboard shortcuts"), self.shortcuts_wanted.emit)
        menu.addAction(tr("About ccwatch"), self.about_wanted.emit)
        menu.addSeparator()
        menu.addAction(tr("Quit"), self.quit_wanted.emit)
        self._parts.more.setMenu(menu)

    def _split_moved(self, *_: int) -> None:
        first, second = self._parts.split.sizes()
        if first and second:
            self._widths = (first, second)

    def _paste(self) -> None:
        """Watch what is on the clipboard, while the jobs are shown."""
        if self._parts.bar.isVisible() and (text := QGuiApplication.clipboard().text()):
            self.add_wanted.emit(text)

    def _act(self, action: str, jobs: tuple[JobId, ...]) -> None:
        match action:
            case "check":
                self.check_wanted.emit(jobs)
            case "remove":
                self.remove_wanted.emit(jobs)
            case "browse":
                self.browse_wanted.emit(jobs[0])
            case "export":
                self.export_wanted.emit(jobs[0])
            case "mute":
                known = [job for name in jobs if (job := self._store.job(name))]
                muted = not all(job.muted for job in known)
                for job in known:
                    self.mute_wanted.emit(job.id, muted)

    def _happened(self, event: Event | None) -> None:
        """Show what an event changed; nothing while nobody sees it."""
        if not self.isVisible():
            return
        self._show_status()
        self._parts.list.choose_any()
        chosen = self._parts.list.current_job()
        if chosen and (event is None or (isinstance(event, JobEvent) and event.job == chosen)):
            self._parts.details.show_job(self._store.job(chosen))
            if event is not None and event_words(event):
                self._parts.details.add_event(event)
            self._look_at(chosen)

    def _find(self) -> None:
        """Go to the field that filters what is shown."""
        page = self.page()
        ((page and page.findChild(QLineEdit, "filter")) or self._parts.filter).setFocus()

    def _keep_keys(self) -> None:
        """Be active again when shown before the window system noticed that it was hidden.

        Qt then waits for an activation that does not come: no shortcut works.
        """
        if self.windowHandle() and self.windowHandle() is QGuiApplication.focusWindow():
            QApplication.setActiveWindow(self)

    def _fold_details(self) -> None:
        """Show the details where there is room for both; else alone, or not."""
        wide, jobs = self.width() >= FOLD_DETAILS_BELOW, bool(self._store.jobs)
        self._details_alone = self._details_alone and jobs and not wide
        self._parts.right.setVisible(jobs and (wide or self._details_alone))
        self._parts.back.setVisible(self._details_alone)
        self._parts.left.setVisible(not self._details_alone)

    def _open_details(self) -> None:
        """Go to the details; in a narrow window they take the place of the list."""
        if self._parts.list.current_job():
            self._details_alone = True
            self._fold_details()
            self._parts.details.setFocus()

    def _close_details(self) -> None:
        self._details_alone = False
        self._fold_details()
        self._parts.list.setFocus()

    def _show_status(self) -> None:
        self._fold_details()
        status = self._store.status
        self._parts.counts.setText(counts(self._store.tally))
        self._parts.banner.show_status(status, self._store.tally.watched, self._now())
        self._sign_in.setVisible(status.signed_in is not True)
        self._sign_out.setVisible(status.signed_in is True)
        self._parts.signed_in.setVisible(status.signed_in is True)

    def _show_chosen(self, job: JobId | None) -> None:
        self._parts.details.show_job(self._store.job(job) if job else None)
        if job:
            self.past_wanted.emit(job)
            self._look_at(job)

    def _look_at(self, job: JobId | None) -> None:
        known = self._store.job(job) if job else None
        if known and known.unseen and self.isActiveWindow():
            self.looked_at.emit(known.id)

    def _tick(self) -> None:
        self._parts.list.tick()
        self._parts.banner.show_status(
            self._store.status,
            self._store.tally.watched,
            self._now(),
        )

    def _waits(self) -> bool:
        return self._store.status.signed_in is False
