"""The life cycle of the desktop program."""

import asyncio
import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QGuiApplication

from ccwatch import __version__
from ccwatch.clock import SystemClock
from ccwatch.core.errors import FilesReplaced, StorageFault
from ccwatch.core.job import JobId
from ccwatch.core.job_refs import JobRef
from ccwatch.core.language import sentences, tr
from ccwatch.core.settings import Settings
from ccwatch.desktop.feed import Feed
from ccwatch.desktop.intents import build_intents
from ccwatch.desktop.screen import Overview, build_screen
from ccwatch.desktop.services import build_services
from ccwatch.desktop.wiring import carry_out_wishes, follow_settings, show_what_is_recorded
from ccwatch.disk import window_file
from ccwatch.disk.journal import Journal
from ccwatch.disk.paths import Paths
from ccwatch.error_reports import ErrorReporter
from ccwatch.ipc.handover import Wish, leave, taken_from
from ccwatch.ipc.server import Channel
from ccwatch.system.appearance import Appearance, follow_appearance
from ccwatch.system.installed_files import ImportGuard, files_of_this_process
from ccwatch.system.network import Network
from ccwatch.system.opened_links import OpenedLinks
from ccwatch.system.termination import TerminationSignals
from ccwatch.system.wake.choice import follow_waking, signal_of_this_system
from ccwatch.ui.tray.tray import Tray

_log = logging.getLogger(__name__)
DEMO_LAPSE = 60.0
DAY = 86_400.0
END_SECONDS = 0.5
QUIT_SECONDS = 0.2


class Program:
    """Builds the parts of the program, starts them, keeps them running and stops them."""

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        clock: SystemClock,
        tray: Tray,
        loop: asyncio.AbstractEventLoop,
        error_reporter: ErrorReporter,
        choose_scheme: Callable[[str], None],
        follow_desktop: Callable[[Appearance], None],
        *,
        demo: bool,
        scale_text: Callable[[float], None],
        links: OpenedLinks | None = None,
        takes_over: bool = False,
    ) -> None:
        self._paths = paths
        self._takes_over = takes_over
        files = files_of_this_process()
        self._links = links
        self._follow_desktop = follow_desktop
        self._error_reporter = error_reporter
        self._quitting = asyncio.Event()
        self._services = build_services(
            paths, settings, clock, loop, error_reporter.caught, demo=demo
        )
        self._tasks = self._services.tasks
        self._screen = build_screen(tray, clock)
        # Delayed: the reply has to be sent before the channel closes.
        quit_soon = partial(self._tasks.later, QUIT_SECONDS, self._quitting.set)
        self._intents = build_intents(self._services, self._screen, files, quit_soon)
        self._overview = Overview(self._services, self._screen)
        self._feed = Feed(
            self._screen.store,
            self._intents.notices.dispatcher,
            self._tasks.later,
            self._intents.history.look_again,
            self._overview.show,
        )
        show_what_is_recorded(self._services.recorded, self._feed, self._screen.window)
        self._carry = carry_out_wishes(
            self._services, self._screen, self._intents, self._quitting.set
        )
        follow_settings(self._services, self._intents, self._overview, choose_scheme)
        look_now = partial(self._tasks.on_loop, self._intents.restart.look_now)
        self._import_guard = ImportGuard(files, look_now)
        self._channel = Channel(paths.channel, self._intents.remote.answer)
        self._termination = TerminationSignals()
        self._termination.terminate_requested.connect(self._quitting.set)
        self._network = Network()
        self._wake_signal = signal_of_this_system()
        self._scale_text = scale_text

    async def run(
        self,
        offered: Sequence[str],
        complaints: Sequence[str],
        *,
        hidden: bool = False,
        wall: bool = False,
    ) -> None:
        """Start, run until Quit, and stop promptly even if something hangs.

        `offered` are job IDs from a link, `complaints` the problems found so far. `hidden` leaves
        the window in the tray; with `wall`, the wall screen is shown instead.
        """
        # What is logged needs modules of its own: they are loaded while they can be.
        _log.info("ccwatch %s runs from %s", __version__, sys.executable)
        self._import_guard.begin()
        self._tasks.spawn(self._tasks.keep_up(self._intents.restart.run))
        self._services.recorder.start()
        try:
            await self._start(offered, complaints, hidden=hidden or wall)
            if wall:
                self._intents.wall.show()
            await self._quitting.wait()
        finally:
            await self._end()

    async def _start(
        self, offered: Sequence[str], complaints: Sequence[str], *, hidden: bool
    ) -> None:
        """Begin; where the files are replaced halfway, the next process begins again."""
        try:
            await self._begin(complaints, hidden=hidden)
            self._take_up(offered)
        except FilesReplaced:
            _log.info("the files were replaced during the start")
            if not hidden:
                self._intents.restart.do(self._screen.window.come_forward, Wish("open"))
            self._intents.restart.restart_now()
        else:
            if self._links:
                self._links.listen(self._intents.jobs.offer)

    def _take_up(self, offered: Sequence[str]) -> None:
        """Offer what a link named, and do what was left to do by a program that restarted."""
        if self._takes_over:
            handover = taken_from(self._paths.handover)
            offered = [*offered, *handover.wish.offered]
            self._intents.snooze.resume(handover.snoozed_until)
            self._tasks.on_loop(self._intents.restart.take_up, handover, self._carry)
        self._intents.jobs.offer("\n".join(offered))

    async def _begin(self, complaints: Sequence[str], *, hidden: bool) -> None:
        jobs, status, experience, left_over, complaint = await self._services.load()
        status = replace(status, signed_in=None, sign_in_reason="")
        self._screen.store.restore(jobs, status, experience)
        self._overview.show()
        self._intents.history.look_again()
        self._intents.account.introduce()
        first_start = not self._paths.window.exists()
        await self._show_window(hidden=hidden)
        unreachable = str(self._channel.fault or "")
        words = sentences(*complaints, complaint, unreachable)
        if words or self._takes_over:
            words = words or tr("A newer version was installed.")
            self._screen.window.show_message(words)
        self._services.watcher.resume(jobs, status)
        self._error_reporter.listen(
            partial(self._tasks.on_loop, self._screen.window.show_error_report)
        )
        self._intents.notices.dispatcher.take_up(left_over)
        self._keep_running(offer_sign_in=first_start and not hidden)
        if self._services.stand_in:
            for job, service in self._services.stand_in.submitted:
                self._services.watcher.add(JobRef(JobId(job), service))
        else:
            self._follow_the_world()

    async def _show_window(self, *, hidden: bool) -> None:
        left = await self._services.workers.run(window_file.load, self._paths.window)
        self._screen.window.put(left)
        self._intents.offer.remember(left.offered)
        self._intents.follow.begin(left, suggests=not self._services.stand_in)
        self._intents.missed.told = left.told_of_missed
        self._intents.visibility.begin(hidden=hidden, told_of_no_tray=left.told_of_no_tray)

    def _keep_running(self, *, offer_sign_in: bool) -> None:
        self._tasks.spawn(follow_waking(self._wake_signal, self._woke))
        if QGuiApplication.platformName().startswith("wayland"):
            from ccwatch.system.text_scale import follow_text_scale

            self._tasks.spawn(follow_text_scale(self._scale_text))
        self._tasks.spawn(self._tasks.keep_up(self._intents.notices.dispatcher.run))
        self._tasks.spawn(self._tasks.keep_up(self._look_for_next_jobs))
        self._tasks.spawn(self._thin_history())
        if sys.platform.startswith("linux"):
            self._tasks.spawn(follow_appearance(self._follow_desktop))
        self._tasks.spawn(self._watch(offer_sign_in=offer_sign_in))

    def _follow_the_world(self) -> None:
        """Follow the network state and look for new versions; the demo does neither."""
        self._network.changed.connect(self._services.watcher.network_changed)
        self._services.watcher.network_changed(self._network.online())
        self._tasks.spawn(self._intents.updates.run())

    async def _watch(self, *, offer_sign_in: bool) -> None:
        """Watch once the sign-in is restored: the credential store may take a while."""
        await self._intents.account.begin()
        if offer_sign_in:
            self._intents.account.offer_sign_in()
        self._intents.follow.look()
        self._tasks.spawn(self._tasks.keep_up(self._services.lists.run))
        await self._tasks.keep_up(self._services.watcher.run)

    async def _look_for_next_jobs(self) -> None:
        settings = self._services.settings
        await self._services.watcher.next_jobs.run(lambda: settings.get().follow_my_jobs)

    def _woke(self) -> None:
        self._services.watcher.woke()
        self._services.lists.woke()
        self._intents.notices.dispatcher.look_at_the_clock()

    async def _thin_history(self) -> None:
        """Thin the history once a day; a storage fault must not stop the watching."""
        while True:
            thin = partial(Journal.thin, now=self._services.clock.now())
            with suppress(StorageFault):
                await asyncio.wrap_future(self._services.recorder.ask(thin))
            await asyncio.sleep(DAY)

    async def _end(self) -> None:
        window = self._screen.window
        self._termination.close()
        self._intents.visibility.end()
        self._intents.account.cancel()
        self._intents.wall.end()
        self._screen.tray.vanish()
        self._screen.taskbar.close()
        place = replace(
            window.place(),
            offered=self._intents.offer.last,
            told_of_no_tray=self._intents.visibility.told_of_no_tray,
            offered_to_follow=self._intents.follow.offered,
            followed=self._intents.follow.is_on,
            unlisted=self._intents.follow.unlisted,
            told_of_missed=self._intents.missed.told,
        )
        left = self._intents.restart.left()
        window.hide()
        self._channel.close()
        self._wake_signal.close()
        await self._tasks.cancel_all(END_SECONDS)
        self._services.close()
        with suppress(StorageFault):
            window_file.save(self._paths.window, place)
        if left:
            leave(self._paths.handover, left)
        self._import_guard.end()
        if self._services.stand_in:
            self._services.stand_in.stop()
