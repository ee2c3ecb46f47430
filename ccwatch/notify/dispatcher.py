"""Decides when notices are shown: gathers them, holds them back, and shows each once.

A single notice is shown immediately or, while requests are in flight whose replies may bring more,
after a second. If there are many, or the watcher is catching up after a start or a sleep, they are
gathered for longer, up to a minute, and shown as one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from ccwatch.core.job import JobId
from ccwatch.core.notice import MOST_NAMED, Notice, NumberedNotice, merged
from ccwatch.core.quiet_hours import is_held, release_time
from ccwatch.core.settings import Settings

LONE_SECONDS = 0.1
GATHER_SECONDS = 1.0
GATHER_MANY_SECONDS = 10.0
LONGEST_GATHER = 60.0
LONGEST_REST = 3600.0
# As many as a system may still list; a click on an older one only opens the window.
MOST_POP_UPS = 1000


class _PopUp(NamedTuple):
    """The job that a click on a notification opens, and the notices about it that it covers."""

    job: JobId | None
    numbers: list[int]


class Dispatcher:
    """Shows each notice once, merging simultaneous ones, and held-back ones into a summary.

    The notices are recorded already. `show` displays a notice and returns whether a system
    accepted it, `shown` records that result for the given numbers, `held` marks numbers as held
    back, and `more_to_come` returns whether replies in flight may bring more notices. All are
    passed in, so this module depends on neither database nor notification system.
    """

    def __init__(
        self,
        settings: Callable[[], Settings],
        local_time: Callable[[], datetime],
        show: Callable[[int, Notice], Awaitable[bool]],
        shown: Callable[[list[int], bool], None],
        held: Callable[[list[int]], None],
        more_to_come: Callable[[], bool],
    ) -> None:
        self._settings = settings
        self._local_time = local_time
        self._show = show
        self._shown = shown
        self._hold = held
        self._more_to_come = more_to_come
        self._fresh: list[NumberedNotice] = []
        self._held: list[NumberedNotice] = []
        self._arrived = asyncio.Event()
        self._catching_up = self._meanwhile = False
        self._pop_ups: dict[int, _PopUp] = {}
        self.snoozed_until = 0.0

    def hear(self, told: Sequence[NumberedNotice]) -> None:
        """Take notices that were just recorded."""
        if told:
            self._fresh += told
            self._arrived.set()

    def catch_up(self, begins: bool) -> None:
        """Merge all notices until the watcher has caught up, but for no more than a minute."""
        self._catching_up = begins
        self._meanwhile = self._meanwhile or begins
        self._arrived.set()

    def job_of(self, number: int) -> JobId | None:
        """Return the job that a click on this notification opens."""
        return self._pop_ups[number].job if number in self._pop_ups else None

    def seen_by_click(self, number: int) -> list[int]:
        """Return the notices that a click on this notification marks as seen: those of its job."""
        return self._pop_ups[number].numbers if number in self._pop_ups else []

    def snooze(self, until: float) -> None:
        """Hold notices until then (UTC seconds); 0 ends the snooze."""
        self.snoozed_until = until
        self.look_at_the_clock()

    def look_at_the_clock(self) -> None:
        """Check again whether a hold is over, after a sleep during which no timer ran."""
        self._arrived.set()

    def take_up(self, left_over: Sequence[NumberedNotice]) -> None:
        """Take notices that an earlier run recorded but did not show."""
        self._meanwhile = self._meanwhile or bool(left_over)
        self.hear(left_over)

    async def run(self) -> None:
        """Show notices until cancelled."""
        while True:
            await self._next_arrival(self._until_release())
            batch, meanwhile = await self._gathered()
            local = self._local_time()
            fresh: list[NumberedNotice] = []
            held: list[NumberedNotice] = []
            for entry in batch:
                waits = is_held(entry.notice, self._settings(), local, self.snoozed_until)
                (held if waits else fresh).append(entry)
            if held:
                self._held += held
                self._hold([entry.number for entry in held])
            if fresh:
                await self._tell(fresh, meanwhile=meanwhile)
            await self._release()

    async def _gathered(self) -> tuple[list[NumberedNotice], bool]:
        """Return the gathered notices, and whether they are from a time of catching up."""
        loop = asyncio.get_running_loop()
        end = loop.time() + LONGEST_GATHER
        while self._fresh or self._catching_up:
            if self._catching_up:
                pause = LONGEST_GATHER
            else:
                # Once caught up, nothing more is expected from the time before.
                many = len(self._fresh) > MOST_NAMED and not self._meanwhile
                pause = GATHER_MANY_SECONDS if many else GATHER_SECONDS
            within = min(pause, end - loop.time())
            lone = pause == GATHER_SECONDS and not self._meanwhile
            if not await (
                self._next_while_expected(within) if lone else self._next_arrival(within)
            ):
                break
        batch, meanwhile = self._fresh, self._meanwhile
        self._fresh, self._meanwhile = [], self._catching_up
        return batch, meanwhile

    async def _next_while_expected(self, within: float) -> bool:
        """Wait up to `within` seconds for a new notice, while more may come."""
        arrived = False
        while within > 0 and not (arrived := await self._next_arrival(min(within, LONE_SECONDS))):
            within = within - LONE_SECONDS if self._more_to_come() else 0.0
        return arrived

    async def _next_arrival(self, within: float) -> bool:
        """Wait up to `within` seconds; return whether something new arrived."""
        try:
            await asyncio.wait_for(self._arrived.wait(), within)
        except TimeoutError:
            return False
        self._arrived.clear()
        return True

    def _until_release(self) -> float:
        """Return the seconds until a hold may be over; at most an hour, then checked again."""
        if not self._held:
            return LONGEST_REST
        local = self._local_time()
        release = release_time(self._settings(), local, self.snoozed_until)
        return min(max(release - local.timestamp(), GATHER_SECONDS), LONGEST_REST)

    async def _release(self) -> None:
        """Show the held notices as one summary, once no longer held."""
        local = self._local_time()
        release = release_time(self._settings(), local, self.snoozed_until)
        if self._held and release <= local.timestamp():
            held, self._held = self._held, []
            await self._tell(held, meanwhile=True)

    async def _tell(self, entries: Sequence[NumberedNotice], *, meanwhile: bool) -> None:
        notice = merged([entry.notice for entry in entries], meanwhile=meanwhile)
        number = entries[-1].number
        self._pop_ups[number] = _PopUp(
            notice.job, [entry.number for entry in entries if entry.notice.job == notice.job]
        )
        while len(self._pop_ups) > MOST_POP_UPS:
            del self._pop_ups[next(iter(self._pop_ups))]
        taken = await self._show(number, notice)
        self._shown([entry.number for entry in entries], taken)
