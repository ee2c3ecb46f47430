"""Notices are gathered, held back, and shown once."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ccwatch.core.events import Ended, Event, Started
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Job, JobId, Outcome, Progress
from ccwatch.core.notice import Notice, NumberedNotice, notice_for
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.core.settings import Settings
from ccwatch.notify.dispatcher import LONGEST_GATHER, Dispatcher
from tests.virtual_time import run_virtual

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC).timestamp()


class Stage:
    """A dispatcher in virtual time, with a list in place of the screen."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.shown: list[tuple[float, Notice]] = []
        self.marked: list[int] = []
        self.held: list[int] = []
        self.taken = True
        self.count = 0
        self.asking = True
        self.dispatcher = Dispatcher(
            lambda: self.settings,
            lambda: datetime.fromtimestamp(self.now(), UTC),
            self.show,
            self.mark,
            self.held.extend,
            lambda: self.asking,
        )

    def now(self) -> float:
        return START + asyncio.get_running_loop().time()

    def hear(self, event: Event) -> None:
        """Pass the dispatcher the notice that the journal would have recorded."""
        if notice := notice_for(event, job_of(event), self.settings, 1):
            self.count += 1
            self.dispatcher.hear([NumberedNotice(self.count, notice)])

    async def show(self, number: int, notice: Notice) -> bool:
        assert number not in self.marked, "shown once more"
        self.shown.append((self.now() - START, notice))
        return self.taken

    def mark(self, numbers: list[int], taken: bool) -> None:
        assert taken == self.taken
        self.marked += numbers

    def run(
        self,
        *happenings: tuple[float, Event | bool],
        hours: float = 30,
        left: tuple[NumberedNotice, ...] = (),
    ) -> None:
        """Run the dispatcher with these events; True and False begin and end catching up."""

        async def main() -> None:
            self.dispatcher.take_up(left)
            running = asyncio.ensure_future(self.dispatcher.run())
            for at, event in happenings:
                await asyncio.sleep(at - asyncio.get_running_loop().time())
                if isinstance(event, bool):
                    self.dispatcher.catch_up(event)
                else:
                    self.hear(event)
            await asyncio.sleep(hours * 3600 - asyncio.get_running_loop().time())
            running.cancel()
            await asyncio.wait({running})

        run_virtual(main())


def job_of(event: Event) -> Job:
    return Job(event.job, alias=f"Job {event.job}")  # type: ignore[union-attr]


def started(job: str) -> Started:
    return Started(JobId(job), START, Progress(1.0, "Active"))


def failed(job: str) -> Ended:
    return Ended(JobId(job), START, Outcome.FAILED, None, 41.0)


def test_one_change_is_shown_and_marked() -> None:
    stage = Stage()
    stage.run((5, started("a")))
    assert [(notice.title, notice.body) for _, notice in stage.shown] == [("Job a", "Started")]
    assert stage.marked == [1]


def test_several_changes_at_once_become_one_notice_failures_first() -> None:
    stage = Stage()
    stage.run((5, started("a")), (5.2, failed("b")), (5.4, started("c")))
    ((_, notice),) = stage.shown
    assert notice.title == "3 changes"
    assert notice.body.splitlines()[0].startswith("Job b — Failed at 41\u202f%. ")
    assert notice.job == "b"
    assert sorted(stage.marked) == [1, 2, 3]


def test_quiet_hours_hold_all_but_failures_and_end_in_one_summary() -> None:
    stage = Stage(replace(Settings(), quiet=True, quiet_from="22:00", quiet_to="07:00"))
    night = 11 * 3600.0
    stage.run((night, started("a")), (night + 60, failed("b")), (night + 120, started("c")))
    (first_at, first), (second_at, second) = stage.shown
    assert (first.title, first.body.splitlines()[0]) == ("Job b", "Failed at 41\u202f%")
    assert first_at < night + 70
    assert second.title == "While you were away: 2 changes"
    assert second_at == 19 * 3600
    assert stage.held == [1, 3]


def test_a_snooze_ends_in_one_summary() -> None:
    stage = Stage()
    stage.dispatcher.snooze(START + 1800)
    stage.run((10, started("a")), (20, started("b")))
    ((at, notice),) = stage.shown
    assert (at, notice.title) == (1800, "While you were away: 2 changes")
    assert stage.marked == [1, 2]


def test_notices_left_by_an_earlier_run_are_shown_at_the_start() -> None:
    stage = Stage()
    left = NumberedNotice(
        7, Notice(NoticeKind.STARTED, Glyph.ACTIVE, "Job z", "Started", JobId("z"))
    )
    stage.run(left=(left,))
    assert stage.shown == [(1, left.notice)]
    assert stage.marked == [7]


def test_a_click_finds_the_job_of_the_notice() -> None:
    stage = Stage()
    stage.run((5, started("a")))
    assert stage.dispatcher.job_of(1) == "a"
    assert stage.dispatcher.seen_by_click(1) == [1]


def test_a_click_on_a_summary_marks_only_the_job_it_opens_as_seen() -> None:
    stage = Stage()
    stage.run((5, started("a")), (5.2, failed("b")), (5.4, started("c")))
    assert stage.dispatcher.job_of(3) == "b"
    assert stage.dispatcher.seen_by_click(3) == [2]


def test_a_click_on_a_forgotten_notification_opens_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ccwatch.notify.dispatcher.MOST_POP_UPS", 2)
    stage = Stage()
    stage.run(*((at, started(str(at))) for at in (5, 15, 25)))
    assert [stage.dispatcher.job_of(number) for number in (1, 2, 3, 99)] == [None, "15", "25", None]
    assert stage.dispatcher.seen_by_click(1) == []


def test_a_notice_that_no_system_accepted_is_marked_as_such() -> None:
    stage = Stage()
    stage.taken = False
    stage.run((5, started("a")))
    assert (stage.marked, stage.held) == ([1], [])


def test_what_happened_during_a_sleep_is_one_summary_with_failures_named() -> None:
    stage = Stage()
    slept = (
        (100, True),
        (101, started("a")),
        (104, failed("b")),
        (120, started("c")),
        (121, False),
    )
    stage.run(*slept)
    ((at, notice),) = stage.shown
    assert at == 122
    assert notice.title == "While you were away: 3 changes"
    assert notice.body.splitlines()[0].startswith("Job b — Failed at 41\u202f%. ")
    assert sorted(stage.marked) == [1, 2, 3]


def test_notices_left_over_and_what_happened_since_are_one_summary() -> None:
    stage = Stage()
    left = NumberedNotice(
        7, Notice(NoticeKind.STARTED, Glyph.ACTIVE, "Job z", "Started", JobId("z"))
    )
    stage.run((0, True), (5, failed("b")), (6, False), left=(left,))
    ((_, notice),) = stage.shown
    assert notice.title == "While you were away: 2 changes"
    assert sorted(stage.marked) == [1, 7]


def test_catching_up_holds_nothing_for_longer_than_a_minute() -> None:
    stage = Stage()
    stage.run((100, True), (130, failed("b")), (1000, started("a")), (5000, False), hours=2)
    assert [at for at, _ in stage.shown] == [100 + LONGEST_GATHER, 1000 + LONGEST_GATHER]


def test_a_catching_up_that_finds_nothing_shows_nothing() -> None:
    stage = Stage()
    stage.run((100, True), (110, False), (200, started("a")))
    assert [(at, notice.title) for at, notice in stage.shown] == [(201, "Job a")]


def test_a_thousand_ends_in_one_minute_are_one_notice() -> None:
    stage = Stage()
    stage.run(*((5 + n * 0.055, failed(str(n))) for n in range(1000)))
    ((_, notice),) = stage.shown
    assert notice.title == "1,000 changes"
    assert notice.body.splitlines()[-1] == "and 996 more"
    assert len(stage.marked) == 1000


def test_a_notice_without_a_request_in_flight_is_shown_immediately() -> None:
    stage = Stage()
    stage.asking = False
    stage.run((50, started("a")), (50.05, started("b")))
    ((at, notice),) = stage.shown
    assert at == pytest.approx(50.15)
    assert notice.title == "2 changes"


def test_a_notice_during_a_request_waits_only_for_its_reply() -> None:
    stage = Stage()

    async def main() -> None:
        running = asyncio.ensure_future(stage.dispatcher.run())
        stage.hear(started("a"))
        await asyncio.sleep(0.35)
        stage.asking = False
        await asyncio.sleep(10)
        running.cancel()
        await asyncio.wait({running})

    run_virtual(main())
    assert [at for at, _ in stage.shown] == [pytest.approx(0.4)]


def test_a_single_failure_is_not_delayed() -> None:
    stage = Stage()
    stage.run((5, failed("a")), (30, failed("b")))
    assert [at for at, _ in stage.shown] == [6, 31]
