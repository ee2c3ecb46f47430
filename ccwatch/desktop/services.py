"""The services: the parts of the program that need no screen."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ccwatch.clock import SystemClock
from ccwatch.cloud.connection import Connection, connect
from ccwatch.core.access_token import TOKEN_VARIABLE
from ccwatch.core.budget import queries_at_once
from ccwatch.core.errors import StorageFault
from ccwatch.core.events import Event
from ccwatch.core.experience import Experience
from ccwatch.core.job import Job, JobId, Service
from ccwatch.core.jobs import Status
from ccwatch.core.my_jobs import LastList
from ccwatch.core.notice import Notice, NumberedNotice, notice_for
from ccwatch.core.settings import Settings, with_value
from ccwatch.desktop.tasks import Tasks
from ccwatch.disk.journal import Journal
from ccwatch.disk.paths import Paths
from ccwatch.disk.reading import stored_jobs
from ccwatch.disk.recorder import Recorder
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.system.environment import own_environment
from ccwatch.system.workers import Workers
from ccwatch.watching.job_lists import Lists
from ccwatch.watching.list_watcher import ListWatcher
from ccwatch.watching.watcher import Watcher

if TYPE_CHECKING:
    from ccwatch.stand_in import StandIn


Loaded = tuple[list[Job], Status, Experience, list[NumberedNotice], str]


class Recorded(QObject):
    """batch(events, told): these were recorded; failed(fault): recording failed."""

    batch = Signal(object, object)
    failed = Signal(object)


class Unlisted(QObject):
    """found(services): these do not list the user's jobs."""

    found = Signal(object)


@dataclass(frozen=True)
class Services:
    """The services in the order they are built; `stand_in` is set only in the demo."""

    paths: Paths
    clock: SystemClock
    tasks: Tasks
    settings: CurrentSettings
    recorded: Recorded
    recorder: Recorder
    stand_in: "StandIn | None"
    workers: Workers
    connection: Connection
    watcher: Watcher
    lists: ListWatcher
    unlisted: Unlisted

    def limit_requests(self, settings: Settings) -> None:
        """Apply the request limits of these settings."""
        per_minute, per_hour = settings.requests_per_minute, settings.requests_per_hour
        self.watcher.limit(per_minute, per_hour, queries_at_once(per_minute))

    async def load(self) -> Loaded:
        """Return the jobs, the last status, what finished jobs tell, notices, and a warning or "".

        The notices are those not yet shown.
        """
        loaded, lists = await asyncio.wrap_future(self.recorder.ask(_load))
        self.lists.resume(lists)
        return loaded

    def close(self) -> None:
        """Write what is pending and close the connections, without waiting long for either."""
        self.recorder.close()
        self.connection.close()
        self.workers.close()


def build_services(
    paths: Paths,
    settings: Settings,
    clock: SystemClock,
    loop: asyncio.AbstractEventLoop,
    caught: Callable[[BaseException], object],
    *,
    demo: bool,
) -> Services:
    """Build the services; only the demo's stand-in is started. `caught` gets all exceptions."""
    tasks = Tasks(loop, caught)
    if demo:  # some of its jobs are submitted while it runs
        settings = replace(settings, follow_my_jobs=True)
    current, recorded = CurrentSettings(settings), Recorded()
    recorder = _recorder(paths, current, tasks, recorded)
    stand_in, environ = None, own_environment()
    if demo:
        stand_in = _stand_in(clock)
        settings = with_value(settings, "api_url", stand_in.url)
        environ = {TOKEN_VARIABLE: "demo"}
    workers = Workers()
    connection = connect(settings, environ, paths.sign_in, workers)
    at_once = queries_at_once(settings.requests_per_minute)

    def publish(event: Event) -> None:
        recorder.put(event)
        lists.hear(event)

    watcher = Watcher(connection.client, clock, publish, connection.budget, at_once)
    unlisted = Unlisted()
    lists = ListWatcher(
        Lists(connection.client, watcher.line),
        watcher,
        clock,
        removed=partial(_removed, recorder),
        not_offered=unlisted.found.emit,
        remember=lambda lists: recorder.ask(partial(Journal.note_lists, lists=lists)),
    )
    return Services(
        paths,
        clock,
        tasks,
        current,
        recorded,
        recorder,
        stand_in,
        workers,
        connection,
        watcher,
        lists,
        unlisted,
    )


def _recorder(
    paths: Paths, settings: CurrentSettings, tasks: Tasks, recorded: Recorded
) -> Recorder:
    """Return a recorder whose reports are emitted on the loop's thread."""

    def say(event: Event, job: Job | None, waiting: int) -> Notice | None:
        return notice_for(event, job, settings.get(), waiting)

    def in_memory() -> Journal:
        """Return a temporary journal with the jobs that can still be read."""
        try:
            jobs = stored_jobs(paths.database)
        except StorageFault:
            jobs = []
        return Journal.in_memory(say, jobs)

    def batch(events: Sequence[Event], told: Sequence[NumberedNotice]) -> None:
        tasks.on_loop(recorded.batch.emit, tuple(events), tuple(told))

    return Recorder(
        lambda: Journal(paths.database, say),
        in_memory,
        batch,
        partial(tasks.on_loop, recorded.failed.emit),
    )


def _stand_in(clock: SystemClock) -> "StandIn":
    from ccwatch.stand_in import StandIn

    stand_in = StandIn(clock.now)
    stand_in.start()
    return stand_in


async def _removed(recorder: Recorder, jobs: Sequence[JobId]) -> set[JobId]:
    """Return those of the jobs that the user removed, as far as can be read."""
    with suppress(StorageFault):
        return await asyncio.wrap_future(recorder.ask(lambda journal: journal.removed(jobs)))
    return set()


def _load(journal: Journal) -> tuple[Loaded, dict[Service, LastList]]:
    jobs, status, experience = journal.load(), journal.status(), journal.experience()
    return (jobs, status, experience, journal.pending_notices(), journal.complaint), journal.lists()
