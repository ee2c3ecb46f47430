"""The desktop program's parts and the wires between them; no logic."""

import asyncio
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from ccwatch.clock import SystemClock
from ccwatch.cloud.connection import connect
from ccwatch.core.access_token import TOKEN_VARIABLE
from ccwatch.core.addresses import page_of_job
from ccwatch.core.budget import queries_at_once
from ccwatch.core.errors import StorageFault
from ccwatch.core.events import Event
from ccwatch.core.job import Job, JobId, Service
from ccwatch.core.job_refs import JobRef
from ccwatch.core.jobs import Status
from ccwatch.core.language import number, sentences, tr
from ccwatch.core.notice import Notice, Told, notice_for
from ccwatch.core.settings import Settings, with_value
from ccwatch.core.summary import summarise
from ccwatch.desktop.feed import Feed
from ccwatch.desktop.openers import open_folder, open_page, start_demo, this_command
from ccwatch.desktop.tasks import Tasks
from ccwatch.disk import window_file
from ccwatch.disk.journal import Journal
from ccwatch.disk.paths import Paths
from ccwatch.disk.reading import read_jobs
from ccwatch.disk.recorder import Recorder
from ccwatch.error_reports import Mishaps
from ccwatch.intents.about import AboutIntents
from ccwatch.intents.account import AccountIntents
from ccwatch.intents.clipboard_offer import ClipboardOffer
from ccwatch.intents.connection import ConnectionIntents
from ccwatch.intents.export import ExportIntents
from ccwatch.intents.jobs import JobIntents
from ccwatch.intents.login_start import LoginStartIntents
from ccwatch.intents.notice_buttons import NoticeButtons
from ccwatch.intents.notice_log import HistoryIntents
from ccwatch.intents.notices import Telling
from ccwatch.intents.remote import OtherStarts
from ccwatch.intents.settings import SettingsIntents
from ccwatch.intents.updates import UpdateIntents
from ccwatch.intents.window_visibility import Showing
from ccwatch.ipc.server import Channel
from ccwatch.log import set_level
from ccwatch.notify.balloon import BalloonNotices
from ccwatch.notify.desktop import DesktopNotices
from ccwatch.notify.notifier import Answer, FirstThatWorks
from ccwatch.system.autostart.choice import login_start_of_this_system
from ccwatch.system.environment import own_environment
from ccwatch.system.network import Network
from ccwatch.system.opened_links import OpenedLinks
from ccwatch.system.taskbar.choice import TaskbarProgress, taskbar_of_this_system
from ccwatch.system.termination import EndWishes
from ccwatch.system.wake.choice import follow_waking, signal_of_this_system
from ccwatch.ui.clipboard_watch import ClipboardWatch
from ccwatch.ui.store import JobStore
from ccwatch.ui.style.glyphs import glyph_file
from ccwatch.ui.tray.tray import Tray
from ccwatch.ui.window.job_window import JobWindow
from ccwatch.watching.watcher import Watcher

if TYPE_CHECKING:
    from ccwatch.stand_in import StandIn

DEMO_LAPSE = 60.0
DAY = 86_400.0
END_SECONDS = 0.5
QUIT_SECONDS = 0.2


class Desktop:
    """The program's parts and the wires between them; lives as long as the program runs."""

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        clock: SystemClock,
        tray: Tray,
        loop: asyncio.AbstractEventLoop,
        mishaps: Mishaps,
        choose_scheme: Callable[[str], None],
        *,
        demo: bool,
        links: OpenedLinks | None = None,
    ) -> None:
        self._paths = paths
        self._links = links
        self._stored = settings
        self._tray = tray
        self._clock = clock
        self._mishaps = mishaps
        self._stand_in = _stand_in(self._clock) if demo else None
        self._choose_scheme = choose_scheme
        self._quitting = asyncio.Event()
        self._tasks = Tasks(loop, mishaps.caught)
        self._recorder = Recorder(
            self._open_journal, self._journal_in_stead, self._recorded, self._not_recorded
        )

    async def run(
        self, offered: Sequence[str], complaints: Sequence[str], *, hidden: bool = False
    ) -> None:
        """Start, work until Quit, and end soon whatever hangs.

        `offered` are ids of jobs that a link named, `complaints` what was found wrong so far.
        `hidden` leaves the window in the tray.
        """
        self._recorder.start()
        jobs, told, left_over, complaint = await asyncio.wrap_future(self._recorder.ask(_found))
        self._build(jobs, told)
        self._connect()
        self._account.introduce()
        left = await self._workers.run(window_file.load, self._paths.window)
        self._window.put(left)
        self._offer.remember(left.offered)
        self._showing.begin(hidden=hidden, told_of_no_tray=left.told_of_no_tray)
        if words := sentences(*complaints, complaint):
            self._window.show_message(words)
        self._watcher.resume(jobs, told)
        if not self._stand_in:
            self._network.changed.connect(self._watcher.network_changed)
            self._watcher.network_changed(self._network.online())
        self._tasks.spawn(follow_waking(self._wake_signal, self._woke))
        self._mishaps.listen(partial(self._tasks.on_loop, self._window.show_mishap))
        self._telling.herald.take_up(left_over)
        self._tasks.spawn(self._tasks.keep_up(self._telling.herald.run))
        self._tasks.spawn(self._thin_history())
        if not self._stand_in:
            self._tasks.spawn(self._updates.run())
        self._tasks.spawn(self._watch())
        for job in self._stand_in.sample_ids if self._stand_in else ():
            self._watcher.add(JobRef(JobId(job), Service.MODELING))
        self._jobs.offer("\n".join(offered))
        if self._links:
            self._links.listen(self._jobs.offer)
        try:
            await self._quitting.wait()
        finally:
            await self._end()

    async def _watch(self) -> None:
        """Watch once it is known who asks: a credential store may let us wait for it."""
        await self._account.begin()
        await self._tasks.keep_up(self._watcher.run)

    def _woke(self) -> None:
        self._watcher.woke()
        self._telling.herald.look_at_the_clock()

    async def _thin_history(self) -> None:
        """Once a day; the watching goes on when the disk fails."""
        while True:
            thinned = self._recorder.ask(partial(Journal.thin, now=self._clock.now()))
            with suppress(StorageFault):
                await asyncio.wrap_future(thinned)
            await asyncio.sleep(DAY)

    def _build(self, jobs: Sequence[Job], told: Status) -> None:
        settings, now = self._stored, self._clock.now
        environ = own_environment()
        if self._stand_in:
            self._stand_in.start()
            settings = with_value(settings, "api_url", self._stand_in.url)
            environ = {TOKEN_VARIABLE: "demo"}
        service = self._service = connect(settings, environ, self._paths.sign_in, self._clock)
        self._workers = service.workers
        self._store = JobStore(jobs, replace(told, signed_in=None, sign_in_reason=""))
        self._window = JobWindow(self._store, now, lapse=self._clock.speed)
        self._open_page = partial(open_page, self._window.show_message)
        self._showing = Showing(
            self._window,
            self._tray,
            self._tasks.later,
            os.environ.get("XDG_CURRENT_DESKTOP", ""),
        )
        self._settings = SettingsIntents(
            self._stored,
            self._paths.settings,
            self._workers,
            self._window,
            spawn=self._tasks.spawn,
            changed=self._settings_changed,
        )
        self._about = AboutIntents(
            self._paths,
            self._workers,
            self._window,
            spawn=self._tasks.spawn,
            open_folder=open_folder,
        )
        self._login_start = LoginStartIntents(
            login_start_of_this_system(),
            None if self._stand_in else this_command(),
            self._workers,
            spawn=self._tasks.spawn,
        )
        at_once = queries_at_once(settings.requests_per_minute)
        self._watcher = Watcher(
            service.client, self._clock, self._recorder.put, service.budget, at_once
        )

        def clicked(number: int, answer: Answer) -> None:
            self._buttons.clicked(number, answer)  # which are made of what follows

        notifier = FirstThatWorks((DesktopNotices(clicked), BalloonNotices(self._tray, clicked)))
        pictures = partial(glyph_file, self._paths.data / "pictures")
        self._telling = Telling(
            lambda: self._settings.now,
            self._clock,
            self._recorder,
            notifier,
            pictures,
            lambda: self._history.look_again(),
            self._watcher.is_asking,
        )
        self._jobs = JobIntents(self._watcher, self._store, self._window, now)
        self._offer = ClipboardOffer(
            self._jobs, self._window, self._store, lambda: self._settings.now.offer_copied
        )
        self._copied = ClipboardWatch(self._window)
        self._taskbar = TaskbarProgress(taskbar_of_this_system(lambda: int(self._window.winId())))
        self._history = HistoryIntents(
            self._recorder,
            self._watcher,
            self._store,
            self._window,
            (self._window, self._tray),
            now,
            spawn=self._tasks.spawn,
        )
        self._export = ExportIntents(
            self._store,
            self._recorder,
            self._workers,
            self._window,
            now,
            spawn=self._tasks.spawn,
            open_folder=open_folder,
        )
        self._account = AccountIntents(
            service,
            self._watcher,
            self._window,
            spawn=self._tasks.spawn,
            on_loop=self._tasks.on_loop,
            open_page=self._open_page,
            welcome=lambda: self._connection.welcome(),
        )
        self._buttons = NoticeButtons(
            self._telling,
            self._history,
            self._jobs,
            self._account,
            self._store,
            self._window,
            self._tray,
            now,
        )
        self._connection = ConnectionIntents(
            self._settings,
            self._account,
            service,
            self._window,
            self._paths,
            open_page=self._open_page,
            start_demo=start_demo,
            demo=self._stand_in is not None,
        )
        # A moment later: the answer has to go out before the channel closes.
        quit_soon = partial(self._tasks.later, QUIT_SECONDS, self._quitting.set)
        self._updates = UpdateIntents(
            lambda: self._settings.now, self._workers, self._window, open_page=self._open_page
        )
        look_at_settings = self._settings.look_again
        other = OtherStarts(
            self._jobs, self._account, self._window, self._store, quit_soon, look_at_settings
        )
        self._channel = Channel(self._paths.channel, other.answer)
        self._end_wishes = EndWishes()
        self._network = Network()
        self._wake_signal = signal_of_this_system()

    def _connect(self) -> None:
        window, tray, jobs, account = self._window, self._tray, self._jobs, self._account
        self._feed = Feed(
            self._store,
            self._telling.herald,
            self._tasks.later,
            self._history.look_again,
            self._show_summary,
        )
        self._end_wishes.end_wanted.connect(self._quitting.set)
        window.add_wanted.connect(jobs.add)
        window.remove_wanted.connect(jobs.remove)
        window.undo_wanted.connect(jobs.undo_removal)
        window.rename_wanted.connect(jobs.rename)
        window.mute_wanted.connect(jobs.mute)
        window.check_wanted.connect(jobs.check)
        window.looked_at.connect(jobs.look_at)
        window.browse_wanted.connect(self._browse)
        window.past_wanted.connect(self._history.load_past)
        window.export_wanted.connect(self._export.export_history)
        window.picture_wanted.connect(self._export.save_picture)
        window.diagnostics_wanted.connect(self._export.show_diagnostics)
        window.my_jobs_wanted.connect(self._list_own_jobs)
        self._copied.came.connect(self._offer.look)
        window.shortcuts_wanted.connect(self._about.shortcuts)
        window.test_notice_wanted.connect(lambda: self._tasks.spawn(self._test_notice()))
        tray.open_wanted.connect(window.come_forward)
        tray.job_wanted.connect(window.show_job)
        tray.paste_wanted.connect(self._paste)
        for source in (window, tray):
            source.notices_wanted.connect(self._history.open)
            source.snooze_wanted.connect(self._buttons.snooze)
            source.sign_in_wanted.connect(account.sign_in)
            source.sign_out_wanted.connect(account.sign_out)
            source.settings_wanted.connect(self._open_settings)
            source.about_wanted.connect(self._about.about)
            source.quit_wanted.connect(self._quitting.set)
        window.allow_browsing(bool(self._settings.now.job_page))
        self._show_summary()
        self._history.look_again()

    def _open_journal(self) -> Journal:
        return Journal(self._paths.database, self._say)

    def _journal_in_stead(self) -> Journal:
        """Return a journal in memory of what can at least be read."""
        try:
            jobs = read_jobs(self._paths.database)
        except StorageFault:
            jobs = []
        return Journal.in_memory(self._say, jobs)

    def _say(self, event: Event, job: Job | None, waiting: int) -> Notice | None:
        return notice_for(event, job, self._settings.now, waiting)

    def _recorded(self, batch: Sequence[Event], told: Sequence[Told]) -> None:
        self._tasks.on_loop(self._feed.apply, tuple(batch), tuple(told))

    def _not_recorded(self, fault: StorageFault) -> None:
        words = tr(
            "{title}: {message} Watching goes on. {advice}",
            title=fault.title,
            message=fault.message,
            advice=fault.advice,
        )
        self._tasks.on_loop(lambda: self._window.show_message(words))

    def _show_summary(self) -> None:
        status = self._store.status
        store, now = self._store, self._clock.now()
        summary = summarise(store.jobs.values(), status, now, store.time_left, store.tally)
        self._tray.show(summary)
        self._taskbar.show(summary, wanted=self._settings.now.taskbar)
        self._tray.show_account(status.signed_in)
        used, limit = self._watcher.used_this_hour(), self._settings.now.requests_per_hour
        self._window.show_account(
            tr(
                "{account} · {n} request this hour of {limit}|"
                "{account} · {n} requests this hour of {limit}",
                "",
                used,
                account=self._account.label,
                limit=number(limit),
            )
        )

    def _paste(self) -> None:
        self._window.come_forward()
        self._jobs.add(QGuiApplication.clipboard().text())

    def _browse(self, job: str) -> None:
        if page := self._settings.now.job_page:
            self._open_page(page_of_job(page, self._store.spelling(JobId(job))))

    def _list_own_jobs(self) -> None:
        dialog = self._account.list_own_jobs(self._store, self._clock.now)
        dialog.chosen.connect(self._jobs.add_own)

    async def _test_notice(self) -> None:
        self._window.show_message(await self._telling.test())

    def _open_settings(self) -> None:
        dialog = self._settings.open()
        dialog.test_notice_wanted.connect(lambda: self._tasks.spawn(self._test_notice()))
        dialog.connection_test_wanted.connect(
            lambda: self._tasks.spawn(self._connection.test(dialog))
        )
        self._login_start.show_in(dialog)

    def _settings_changed(self, before: Settings, now: Settings) -> None:
        self._choose_scheme(now.theme)
        set_level(now.log)
        self._updates.settings_changed()
        self._window.allow_browsing(bool(now.job_page))
        self._limit_requests(now)
        self._show_summary()
        self._connection.change(before, now)

    def _limit_requests(self, settings: Settings) -> None:
        at_once = queries_at_once(settings.requests_per_minute)
        self._watcher.limit(settings.requests_per_minute, settings.requests_per_hour, at_once)

    async def _end(self) -> None:
        self._end_wishes.close()
        self._showing.end()
        self._account.cancel()
        self._tray.vanish()
        self._taskbar.close()
        place = replace(
            self._window.place(),
            offered=self._offer.last,
            told_of_no_tray=self._showing.told_of_no_tray,
        )
        self._window.hide()
        self._channel.close()
        self._wake_signal.close()
        await self._tasks.cancel_all(END_SECONDS)
        self._recorder.close()
        self._service.close()
        with suppress(StorageFault):
            window_file.save(self._paths.window, place)
        if self._stand_in:
            self._stand_in.stop()


def _stand_in(clock: SystemClock) -> "StandIn":
    from ccwatch.stand_in import StandIn

    return StandIn(clock.now)


def _found(journal: Journal) -> tuple[list[Job], Status, list[Told], str]:
    """Return the jobs, what was told last, what was left untold, and a complaint or ""."""
    return journal.load(), journal.status(), journal.pending_notices(), journal.complaint
