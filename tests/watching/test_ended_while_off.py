"""What ended while the program was off is found at the next start, once, in one notification."""

import asyncio
import shutil
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest

from ccwatch.core.budget import Budget
from ccwatch.core.errors import ServerFault, ServiceError
from ccwatch.core.events import CatchingUp, CaughtUp, Event, Removed
from ccwatch.core.job import Job, JobId, Outcome, Service
from ccwatch.core.my_jobs import LastList
from ccwatch.core.notice import Notice, NumberedNotice, notice_for
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.core.settings import Settings
from ccwatch.disk.journal import Journal
from ccwatch.notify.dispatcher import Dispatcher
from ccwatch.watching.job_lists import Lists
from ccwatch.watching.list_watcher import ListWatcher
from ccwatch.watching.watcher import Watcher
from tests.virtual_time import VirtualClock, run_virtual
from tests.watching.listing_service import ListingService, OwnJob

HOUR = 3600.0
DAY = 24 * HOUR
EVENING, MORNING = DAY, DAY + 14 * HOUR
MOMENT = 100.0
SETTINGS = Settings()
Result = TypeVar("Result")


class PowerCut(Exception):
    """The program ends here, without another word."""


@dataclass
class Home:
    """The journal of one user, in which several runs leave what the next one finds."""

    path: Path
    service: ListingService
    shown: list[Notice] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    writes: int = 0

    def run(
        self,
        begins: float,
        seconds: float = HOUR,
        *,
        follow: bool = True,
        quietly: bool = True,
        dies_after: int | None = None,
        wakes_after: float | None = None,
    ) -> None:
        """Run the program; with `dies_after` so many writes to the disk, it dies then.

        `wakes_after` that many seconds the computer wakes up.
        """
        self.shown, self.events, self.writes = [], [], 0
        journal = Journal(self.path, lambda event, job, n: notice_for(event, job, SETTINGS, n))
        with suppress(PowerCut):
            run_virtual(
                self._live(journal, seconds, follow, quietly, dies_after, wakes_after),
                begins=begins,
            )
        journal.close()

    async def _live(
        self,
        journal: Journal,
        seconds: float,
        follow: bool,
        quietly: bool,
        dies_after: int | None,
        wakes_after: float | None,
    ) -> None:
        clock, died = VirtualClock(), asyncio.Event()

        def is_written() -> bool:
            self.writes += 1
            if dies_after is not None and self.writes > dies_after:
                died.set()
            return not died.is_set()

        def publish(event: Event) -> None:
            self.events.append(event)
            if isinstance(event, CatchingUp | CaughtUp):
                dispatcher.catch_up(isinstance(event, CatchingUp))
            if is_written():
                dispatcher.hear(journal.record([event]))
            lists.hear(event)

        async def removed(jobs: Sequence[JobId]) -> Collection[JobId]:
            return journal.removed(jobs)

        async def show(number: int, notice: Notice) -> bool:
            self.shown.append(notice)
            return True

        def shown(numbers: list[int], taken: bool) -> None:
            if not died.is_set():
                journal.mark_shown(numbers, clock.now(), taken)

        def remember(asked: dict[Service, LastList]) -> None:
            if is_written():
                journal.note_lists(asked)

        watcher = Watcher(self.service, clock, publish, Budget())
        dispatcher = Dispatcher(
            lambda: SETTINGS,
            lambda: datetime.fromtimestamp(clock.now()),
            show,
            shown,
            lambda _: None,
            watcher.is_asking,
        )
        lists = ListWatcher(
            Lists(self.service, watcher.line),
            watcher,
            clock,
            removed=removed,
            not_offered=lambda _: None,
            remember=remember,  # type: ignore[arg-type]
        )
        lists.resume(journal.lists())
        lists.follow(follow, quietly=quietly)
        watcher.resume(journal.load(), journal.status())
        dispatcher.take_up(journal.pending_notices())

        async def wake() -> None:
            await asyncio.sleep(seconds + 1 if wakes_after is None else wakes_after)
            watcher.woke()
            lists.woke()
            await asyncio.sleep(seconds)

        parts = (watcher.run(), lists.run(), dispatcher.run(), died.wait(), wake())
        tasks = [asyncio.ensure_future(part) for part in parts]
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        # Python 3.11's wait_for may swallow a cancellation that comes with what it waits for.
        while any(not task.done() for task in tasks):
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=1.0)
        await asyncio.gather(*tasks, return_exceptions=True)
        if died.is_set():
            raise PowerCut

    def jobs(self) -> dict[str, Job]:
        """Return the watched jobs by their IDs."""
        return {job.id: job for job in self._journal(Journal.load)}

    def remove(self, job: str, at: float) -> None:
        """Stop watching a job."""
        self._journal(lambda journal: journal.record([Removed(JobId(job), at)]))

    def ends(self) -> list[str]:
        """Return the jobs whose ends the history has, sorted."""
        page = self._journal(lambda journal: journal.notices(1000))
        ends = (NoticeKind.FINISHED, NoticeKind.FAILED, NoticeKind.CANCELLED)
        return sorted(it.notice.job or "" for it in page.notices if it.notice.kind in ends)

    def lists(self) -> dict[Service, LastList]:
        """Return each service's last complete list."""
        return self._journal(Journal.lists)

    def untold(self) -> list[NumberedNotice]:
        """Return the notifications that were never shown."""
        return self._journal(Journal.pending_notices)

    def _journal(self, ask: Callable[[Journal], Result]) -> Result:
        journal = Journal(self.path)
        try:
            return ask(journal)
        finally:
            journal.close()


def job(
    name: str,
    submitted: float,
    seconds: float,
    service: Service = Service.MODELING_2,
    **more: object,
) -> OwnJob:
    return OwnJob(JobId(name), service, submitted, seconds, **more)  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ccwatch.db"


def home(path: Path, *jobs: OwnJob, fault: object = None) -> Home:
    service = ListingService(list(jobs))
    if fault:
        service.fault = fault  # type: ignore[assignment]
    return Home(path, service)


def test_what_was_submitted_and_ended_overnight_is_there_in_the_morning(path: Path) -> None:
    jobs = [job(service.value, EVENING + 3 * HOUR, 600, service) for service in Service]
    user = home(path, *jobs)
    user.run(EVENING)
    assert user.jobs() == {}
    user.run(MORNING)
    assert {it: found.outcome for it, found in user.jobs().items()} == {
        it.id: Outcome.SUCCEEDED for it in jobs
    }
    assert user.ends() == sorted(it.id for it in jobs)


@pytest.mark.parametrize(("known", "reply_seconds"), [(3, 0.1), (3, 4.0), (0, 4.0)])
def test_all_that_happened_overnight_is_one_notification(
    path: Path, known: int, reply_seconds: float
) -> None:
    watched = [job(f"watched-{n}", EVENING, 8 * HOUR) for n in range(known)]
    night = [
        job(f"night-{n}", EVENING + 2 * HOUR + 60 * n, 900, list(Service)[n % 6], end="failed")
        for n in range(40)
    ]
    running = job("running", MORNING - 600, 9 * HOUR, Service.ANALYSIS)
    user = home(path, *watched, *night, running)
    user.run(EVENING)
    user.service.reply_seconds = reply_seconds
    user.run(MORNING)
    assert len(user.shown) == 1
    assert user.shown[0].title == f"While you were away: {41 + known} changes"
    assert user.untold() == []
    assert len(user.jobs()) == 41 + known


def test_all_that_was_submitted_and_ended_during_a_sleep_is_one_notification(
    path: Path,
) -> None:
    # The lists rest: 0, 10 min, 30 min, 1 h, 1 h 30, 2 h.
    asleep = [job(f"asleep-{n}", EVENING + 7300 + n, 300, list(Service)[n % 6]) for n in range(20)]
    user = home(path, *asleep)
    user.service.reply_seconds = 4.0
    user.run(EVENING, 9000, wakes_after=8000)
    assert user.ends() == sorted(it.id for it in asleep)
    assert [notice.title for notice in user.shown] == ["While you were away: 20 changes"]


def test_a_job_that_had_ended_before_the_first_start_is_new_when_it_runs_again(path: Path) -> None:
    again = job("again", EVENING - HOUR, 600)
    user = home(path, again)
    user.run(EVENING, 1000)
    assert user.jobs() == {}
    again.submitted, again.seconds = EVENING + 1000, 4 * HOUR
    user.run(EVENING + 1100)
    assert list(user.jobs()) == ["again"]


def test_one_job_that_ended_overnight_is_named(path: Path) -> None:
    user = home(path, job("dam", EVENING + 2 * HOUR, 600))
    user.run(EVENING)
    user.run(MORNING)
    (notice,) = user.shown
    assert (notice.title, notice.body) == ("Job dam", "Finished\nIt took 10 min.")


def test_it_is_told_once(path: Path) -> None:
    user = home(path, job("dam", EVENING + 2 * HOUR, 600))
    user.run(EVENING)
    user.run(MORNING)
    for begins in (MORNING + 2 * HOUR, MORNING + 2 * DAY):
        user.run(begins)
        assert user.shown == []
    assert user.ends() == ["dam"]


def test_the_first_start_adds_nothing_that_has_ended(path: Path) -> None:
    month = [job(f"old-{n}", EVENING - n * HOUR - 300, 60 + n) for n in range(100)]
    user = home(path, *month, job("running", EVENING - HOUR, DAY))
    user.run(EVENING, 6 * HOUR)
    assert list(user.jobs()) == ["running"]
    user.run(MORNING)
    assert list(user.jobs()) == ["running"]


def test_a_job_that_the_user_removed_does_not_come_back(path: Path) -> None:
    user = home(path, job("kept", EVENING, 5 * HOUR), job("removed", EVENING, 5 * HOUR))
    user.run(EVENING)
    user.remove("removed", EVENING + HOUR)
    user.run(MORNING)
    assert list(user.jobs()) == ["kept"]
    assert user.ends() == ["kept"]
    user.remove("kept", MORNING + HOUR)
    user.run(MORNING + 2 * HOUR)
    assert user.jobs() == {}


def test_a_job_that_ended_just_before_the_first_start_is_not_news_later(path: Path) -> None:
    user = home(path, *(job(it.value, EVENING - 400, 60, it) for it in Service))
    user.run(EVENING, 20)
    user.run(EVENING + 60, 20)
    user.run(MORNING)
    assert user.jobs() == {}


def test_no_more_than_thirty_days_are_looked_up(path: Path) -> None:
    back = EVENING + 60 * DAY
    jobs = [job(f"day-{n}", EVENING + n * DAY + 6 * HOUR, 600) for n in range(59)]
    user = home(path, *jobs)
    user.run(EVENING)
    user.run(back, 2 * HOUR)
    late = sorted(it.id for it in jobs if it.ended >= back - 30 * DAY)
    assert sorted(user.jobs()) == user.ends() == late
    assert len(late) == 29


def test_what_ended_while_following_was_off_is_not_looked_up_later(path: Path) -> None:
    user = home(path, job("night", EVENING + 3 * HOUR, 600), job("later", MORNING + DAY, 600))
    user.run(EVENING)
    user.run(EVENING + 2 * HOUR, 60, follow=False)
    user.run(MORNING)
    assert user.jobs() == {}
    user.run(MORNING + 2 * DAY)
    assert list(user.jobs()) == ["later"]


def test_a_job_that_was_created_long_before_it_was_submitted_is_found(path: Path) -> None:
    created = EVENING - 5 * HOUR
    early = job("early", EVENING + 3 * HOUR, 600, Service.MODELING, created=created)
    before = job("before", EVENING - 4 * HOUR, 600, Service.MODELING)
    user = home(path, early, before)
    user.run(EVENING)
    user.run(MORNING)
    assert list(user.jobs()) == ["early"]


def test_it_is_found_as_well_between_two_lists_of_one_run(path: Path) -> None:
    early = job("early", EVENING + 700, 60, Service.MODELING, created=EVENING - 5 * HOUR)
    user = home(path, early)
    user.run(EVENING, 2 * HOUR)
    assert list(user.jobs()) == ["early"]


def test_a_list_that_failed_in_the_morning_brings_its_jobs_when_it_comes(path: Path) -> None:
    def fault(service: Service, now: float, link: str) -> ServiceError | None:
        failing = service is Service.ANALYSIS_2 and MORNING <= now < MORNING + 1000
        return ServerFault("503") if failing else None

    jobs = [job("a", EVENING + 3 * HOUR, 600, Service.ANALYSIS_2), job("b", EVENING + DAY / 4, 60)]
    user = home(path, *jobs, fault=fault)
    user.run(EVENING)
    user.run(MORNING, 500)
    assert user.ends() == ["b"]
    user.run(MORNING + 600)
    assert user.ends() == ["a", "b"]


def test_a_service_that_failed_all_evening_is_asked_since_its_own_last_list(path: Path) -> None:
    def fault(service: Service, now: float, link: str) -> ServiceError | None:
        failing = service is Service.CONVERSION_2 and EVENING + 100 < now < MORNING
        return ServerFault("503") if failing else None

    user = home(path, job("a", EVENING + HOUR, 60, Service.CONVERSION_2), fault=fault)
    user.run(EVENING, 6 * HOUR)
    assert user.jobs() == {}
    user.run(MORNING)
    assert user.ends() == ["a"]


def test_a_clock_that_was_set_back_looks_up_nothing(path: Path) -> None:
    user = home(path, job("old", EVENING - 3 * HOUR, 60))
    user.run(EVENING)
    user.run(EVENING - 2 * HOUR)
    assert user.jobs() == {}


def test_a_crash_at_any_write_loses_no_end_and_tells_none_twice(path: Path, tmp_path: Path) -> None:
    jobs = [
        job("watched", EVENING, 5 * HOUR, end="failed"),
        job("night-1", EVENING + 2 * HOUR, 600),
        job("night-2", EVENING + 3 * HOUR, 600, Service.ANALYSIS),
        job("running", MORNING - 700, 3 * DAY),
        job("old", EVENING - 3 * HOUR, 600),
        job("recent", EVENING - 400, 60),
    ]
    evening = home(path, *jobs)
    evening.run(EVENING, 20)
    copies = [shutil.copy(path, tmp_path / f"{number}.db") for number in range(60)]
    evening.run(MORNING, MOMENT)
    assert evening.ends() == ["night-1", "night-2", "watched"]
    assert 30 < evening.writes < len(copies)
    for dies_after, copy in enumerate(copies[: evening.writes]):
        user = Home(Path(copy), evening.service)
        user.run(MORNING, MOMENT, dies_after=dies_after)
        user.run(MORNING + HOUR, MOMENT)
        assert user.ends() == ["night-1", "night-2", "watched"], dies_after
        assert sorted(user.jobs()) == ["night-1", "night-2", "running", "watched"], dies_after
        assert user.untold() == [], dies_after


def test_what_is_remembered_does_not_depend_on_an_orderly_end(tmp_path: Path) -> None:
    night = job("night", EVENING + 3 * HOUR, 600)
    evening = home(tmp_path / "whole.db", night, job("first", EVENING - 60, HOUR))
    evening.run(EVENING, 20)
    for dies_after in range(1, evening.writes + 1):
        user = Home(tmp_path / f"{dies_after}.db", evening.service)
        user.run(EVENING, 20, dies_after=dies_after)
        listed = user.lists()
        user.run(MORNING, MOMENT)
        assert ("night" in user.jobs()) is (Service.MODELING_2 in listed), dies_after
        assert "first" in user.jobs(), dies_after
    assert len(listed) == len(Service)
