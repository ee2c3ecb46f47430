"""From events to notices that are told: recorded first, gathered, held back, shown once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from ccwatch.core.events import Event
from ccwatch.core.job import Job, JobId
from ccwatch.core.notice import Notice, is_held, merged, notice_for, release_time
from ccwatch.core.settings import Settings

GATHER_SECONDS = 1.0
LONGEST_REST = 3600.0


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as it stands in the history: its number, and whether it waits."""

    number: int
    notice: Notice
    held: bool = False


class Herald:
    """Tells each change once, several at once as one, and what was held as one summary.

    `record` writes a notice to the history and returns its number, `show` puts one on the
    screen, `shown` marks numbers as told; all three are given, so nothing here knows a
    database or a notification system. `rest` waits real seconds.
    """

    def __init__(
        self,
        settings: Callable[[], Settings],
        local_time: Callable[[], datetime],
        record: Callable[[Notice, bool], Awaitable[int]],
        show: Callable[[int, Notice], Awaitable[None]],
        shown: Callable[[list[int]], None],
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._local_time = local_time
        self._record = record
        self._show = show
        self._shown = shown
        self._rest = rest
        self._waiting: list[Told] = []
        self._gathered: asyncio.Queue[Notice] = asyncio.Queue()
        self._jobs: dict[int, JobId] = {}
        self.snoozed_until = 0.0

    def hear(self, event: Event, job: Job | None, waiting: int) -> None:
        """Take an event, with the job after it and the number of jobs on watch."""
        if notice := notice_for(event, job, self._settings(), waiting):
            self._gathered.put_nowait(notice)

    def say(self, notice: Notice) -> None:
        """Take a notice that no event stands behind, a test notification."""
        self._gathered.put_nowait(notice)

    def job_of(self, number: int) -> JobId | None:
        """Return the job that a shown notice speaks of."""
        return self._jobs.get(number)

    def snooze(self, until: float) -> None:
        """Hold notices until then (UTC seconds); 0 ends a snooze."""
        self.snoozed_until = until

    async def run(self, left_over: list[Told]) -> None:
        """Tell notices until cancelled; first those that an earlier run did not get to tell."""
        self._waiting = list(left_over)
        await self._release()
        while True:
            batch = await self._next_batch()
            local = self._local_time()
            told: list[Told] = []
            for notice in batch:
                held = is_held(notice, self._settings(), local, self.snoozed_until)
                entry = Told(await self._record(notice, held), notice, held)
                (self._waiting if held else told).append(entry)
            if told:
                await self._tell(told)
            await self._release()

    async def _next_batch(self) -> list[Notice]:
        """Wait for a notice and gather what comes with it; empty when a hold may be over."""
        rest = LONGEST_REST
        if self._waiting:
            local = self._local_time()
            release = release_time(self._settings(), local, self.snoozed_until)
            rest = min(max(release - local.timestamp(), GATHER_SECONDS), LONGEST_REST)
        first = asyncio.ensure_future(self._gathered.get())
        timer = asyncio.ensure_future(self._rest(rest)) if self._waiting else None
        try:
            await asyncio.wait({first, timer} if timer else {first}, return_when="FIRST_COMPLETED")
            if not first.done():
                return []
            await self._rest(GATHER_SECONDS)
        finally:
            first.cancel()
            if timer:
                timer.cancel()
        batch = [first.result()]
        while not self._gathered.empty():
            batch.append(self._gathered.get_nowait())
        return batch

    async def _release(self) -> None:
        """Tell what was held, as one summary, once nothing holds it any more."""
        local = self._local_time()
        if (
            self._waiting
            and release_time(self._settings(), local, self.snoozed_until) <= local.timestamp()
        ):
            waiting, self._waiting = self._waiting, []
            await self._tell(waiting, meanwhile=True)

    async def _tell(self, entries: list[Told], *, meanwhile: bool = False) -> None:
        notice = merged([entry.notice for entry in entries], meanwhile=meanwhile)
        number = entries[-1].number
        if notice.job is not None:
            self._jobs[number] = notice.job
        await self._show(number, notice)
        self._shown([entry.number for entry in entries])
