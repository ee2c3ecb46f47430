"""Restarting into the version that was installed over the running program."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple, TypeVar

from ccwatch.core.errors import FilesReplaced
from ccwatch.core.job import JobId
from ccwatch.core.language import tr
from ccwatch.ipc.handover import Handover, Wish
from ccwatch.system.installed_files import InstalledFiles, Look
from ccwatch.ui.commands import BY_ID
from ccwatch.ui.window.geometry import seen_as, show_as
from ccwatch.ui.window.job_window import JobWindow

# In seconds.
LOOK_EVERY = 60.0  # at the files
SETTLED_AFTER = 2.0  # unchanged for that long, the new files count as complete
BUSY_FOR = 3.0  # between two looks whether the user is done
START_WITHIN = 60.0  # the next process
# Commands that load nothing and belong to this very process.
NEVER_HELD = frozenset({"quit", "close", "undo", "take-offer"})
Result = TypeVar("Result")
Carry = Callable[[str, tuple[JobId, ...]], None]
_log = logging.getLogger(__name__)


class _Held(NamedTuple):
    """What waits for the restart: as this program would do it, and as the next one is told."""

    act: Callable[[], object]
    wish: Wish


class RestartIntents:
    """Restarts the program once its files were replaced, and loads nothing from them until then.

    `is_busy` returns whether the user is in the middle of something. `start` starts the process
    that takes this one's place: it asks for the end of this one when it is ready. `tell` says what
    cannot be said in a window that is not seen. `snoozed_until` returns UTC seconds.
    """

    def __init__(
        self,
        files: InstalledFiles,
        window: JobWindow,
        *,
        is_busy: Callable[[], bool],
        start: Callable[[], bool],
        tell: Callable[[str], object],
        snoozed_until: Callable[[], float],
    ) -> None:
        self._files = files
        self._window = window
        self._is_busy = is_busy
        self._start = start
        self._tell = tell
        self._snoozed_until = snoozed_until
        self._wake = asyncio.Event()
        self._held: _Held | None = None
        self._wanted_now = self._said = self._ending = False
        self._failed: Look | None = None

    def do(self, act: Callable[[], Result], wish: Wish) -> Result | None:
        """Carry something out and return its result; None: the restarted program does it."""
        if self._is_due() and not self._is_busy():
            self._hold(act, wish)
            return None
        try:
            return act()
        except FilesReplaced:
            self._hold(act, wish)
            return None

    def guarded(self, carry: Carry) -> Carry:
        """Return what carries out commands, each in this program or in the restarted one."""

        def carry_or_restart(command: str, jobs: tuple[JobId, ...]) -> None:
            if command in NEVER_HELD:
                carry(command, jobs)
            else:
                self.do(lambda: carry(command, jobs), Wish(command, jobs))

        return carry_or_restart

    def look_now(self) -> None:
        """Look at the files as soon as possible: something could not be loaded from them."""
        self._wake.set()

    def restart_now(self) -> None:
        """Restart as soon as the files are whole: the user asked for it, or nothing else goes."""
        self._wanted_now = True
        self._failed = None
        self._wake.set()

    def take_up(self, handover: Handover, carry: Carry) -> None:
        """Go on where the program was that this one takes the place of."""
        if handover.chosen:
            self._window.choose(JobId(handover.chosen))
        show_as(self._window, handover.window)
        wish, known = handover.wish, BY_ID.get(handover.wish.command)
        if known and not known.opens and known.takes.fits(len(wish.jobs)):
            carry(wish.command, tuple(map(JobId, wish.jobs)))

    def left(self) -> Handover | None:
        """Return how the program is left, for the process that takes its place; None: none does."""
        if not self._ending:
            return None
        return Handover(
            self._held.wish if self._held else Wish(),
            seen_as(self._window),
            self._window.chosen() or "",
            self._snoozed_until(),
        )

    async def run(self) -> None:
        """Look at the files once a minute, and restart when they are those of another version."""
        while True:
            await self._wait(LOOK_EVERY)
            if self._is_due() or self._wanted_now or (self._held and self._files.changed()):
                await self._restart()
                self._wanted_now = self._said = False
            self._carry_out_held()

    def _is_due(self) -> bool:
        """Return whether the files are of another version, but not of one that did not start."""
        return self._files.changed() and self._files.now() != self._failed

    async def _restart(self) -> None:
        """Restart once the files are whole and nobody is busy; return where that failed."""
        while True:
            await self._settled()
            if self._wanted_now:
                break
            if not self._files.changed():  # what was being installed was taken back
                return
            if not self._is_busy():
                break
            self._offer()
            await self._wait(BUSY_FOR)
        _log.info("a newer version was installed: ccwatch restarts")
        if self._start():
            self._ending = True
            await asyncio.sleep(START_WITHIN)  # the next process ends this one
            self._ending = False
        self._failed = self._files.now()
        _log.error("the newer version does not start")
        words = tr("The newer version does not start. Quit ccwatch, then start it again.")
        self._window.show_message(words, tr("Restart now"), self.restart_now)
        if not self._window.isVisible():
            self._tell(words)

    async def _settled(self) -> None:
        """Wait until the files are whole and no longer being replaced."""
        before = None
        while (seen := self._files.now()) != before or not self._files.are_whole():
            before = seen
            await asyncio.sleep(SETTLED_AFTER)

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return
        self._wake.clear()

    def _hold(self, act: Callable[[], object], wish: Wish) -> None:
        self._held = _Held(act, wish)
        self._wake.set()

    def _carry_out_held(self) -> None:
        """Do here what waited for a restart that was not needed, or failed."""
        held, self._held = self._held, None
        if held:
            with suppress(FilesReplaced):  # it was said that the newer version does not start
                held.act()

    def _offer(self) -> None:
        if not self._said:
            self._said = True
            self._window.show_message(
                tr("A newer version was installed."), tr("Restart now"), self.restart_now
            )
