"""From what is to be told to what is shown: gathered, held back, shown once.

What comes alone is shown at once, or, while there are questions under way whose answers may
bring more, after a second. Where much comes, or a start or a sleep is made up for, it is gathered
for longer, up to a minute, and told as one.
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
# Those that a system still lists; older ones only open the window.
MOST_POP_UPS = 1000


class _PopUp(NamedTuple):
    """What a click on a shown notice opens, and the notices told by it that speak of that."""

    job: JobId | None
    numbers: list[int]


class Dispatcher:
    """Tells each change once, several at once as one, and what was held as one summary.

    What it hears is recorded already. `show` puts a notice on the screen and returns whether a
    system took it, `shown` marks numbers as told with that answer, `held` marks them as held
    back, `more_to_come` returns whether the answers to questions that are under way may bring
    more; all are given, so nothing here knows a database or a notification system.
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
        self._heard = asyncio.Event()
        self._catching_up = self._meanwhile = False
        self._pop_ups: dict[int, _PopUp] = {}
        self.snoozed_until = 0.0

    def hear(self, told: Sequence[NumberedNotice]) -> None:
        """Take notices that were just recorded."""
        if told:
            self._fresh += told
            self._heard.set()

    def catch_up(self, begins: bool) -> None:
        """Tell as one what comes until the end of a catching up, within a minute."""
        self._catching_up = begins
        self._meanwhile = self._meanwhile or begins
        self._heard.set()

    def job_of(self, number: int) -> JobId | None:
        """Return the job that a click on a shown notice opens."""
        return self._pop_ups[number].job if number in self._pop_ups else None

    def seen_by_click(self, number: int) -> list[int]:
        """Return the notices that a click on a shown one looks at: those of the job it opens."""
        return self._pop_ups[number].numbers if number in self._pop_ups else []

    def snooze(self, until: float) -> None:
        """Hold notices until then (UTC seconds); 0 ends a snooze."""
        self.snoozed_until = until
        self.look_at_the_clock()

    def look_at_the_clock(self) -> None:
        """Find out anew whether a hold is over: time has gone by that no timer counted."""
        self._heard.set()

    def take_up(self, left_over: Sequence[NumberedNotice]) -> None:
        """Take notices that an earlier run recorded and did not get to tell."""
        self._meanwhile = self._meanwhile or bool(left_over)
        self.hear(left_over)

    async def run(self) -> None:
        """Tell notices until cancelled."""
        while True:
            await self._hears(self._until_release())
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
        """Return what was heard once no more comes, and whether it happened meanwhile."""
        loop = asyncio.get_running_loop()
        end = loop.time() + LONGEST_GATHER
        while self._fresh or self._catching_up:
            if self._catching_up:
                pause = LONGEST_GATHER
            else:
                # What happened meanwhile is all there once it was caught up with.
                many = len(self._fresh) > MOST_NAMED and not self._meanwhile
                pause = GATHER_MANY_SECONDS if many else GATHER_SECONDS
            within = min(pause, end - loop.time())
            lone = pause == GATHER_SECONDS and not self._meanwhile
            if not await (self._hears_soon(within) if lone else self._hears(within)):
                break
        batch, meanwhile = self._fresh, self._meanwhile
        self._fresh, self._meanwhile = [], self._catching_up
        return batch, meanwhile

    async def _hears_soon(self, within: float) -> bool:
        """Wait that many seconds for something new, but only as long as more may come."""
        heard = False
        while within > 0 and not (heard := await self._hears(min(within, LONE_SECONDS))):
            within = within - LONE_SECONDS if self._more_to_come() else 0.0
        return heard

    async def _hears(self, within: float) -> bool:
        """Wait that many seconds; return at once and True when there is something new."""
        try:
            await asyncio.wait_for(self._heard.wait(), within)
        except TimeoutError:
            return False
        self._heard.clear()
        return True

    def _until_release(self) -> float:
        """Return the seconds until a hold may be over; looked at again after an hour."""
        if not self._held:
            return LONGEST_REST
        local = self._local_time()
        release = release_time(self._settings(), local, self.snoozed_until)
        return min(max(release - local.timestamp(), GATHER_SECONDS), LONGEST_REST)

    async def _release(self) -> None:
        """Tell what was held, as one summary, once nothing holds it any more."""
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
