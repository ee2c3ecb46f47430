"""Notices are recorded before they are shown, gathered, held, and told once."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from ccwatch.core.events import Ended, Event, Started
from ccwatch.core.job import Job, JobId, Outcome, Progress
from ccwatch.core.notice import Notice
from ccwatch.core.settings import Settings
from ccwatch.core.summary import Glyph
from ccwatch.notify.herald import Herald, Told
from tests.virtual_time import run_virtual

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC).timestamp()


class Stage:
    """A herald in virtual time, with a list for a history and one for the screen."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.recorded: list[tuple[Notice, bool]] = []
        self.shown: list[tuple[float, Notice]] = []
        self.marked: list[int] = []
        self.known: set[int] = set()
        self.herald = Herald(
            lambda: self.settings,
            lambda: datetime.fromtimestamp(self.now(), UTC),
            self.record,
            self.show,
            self.marked.extend,
        )

    def now(self) -> float:
        return START + asyncio.get_running_loop().time()

    async def record(self, notice: Notice, held: bool) -> int:
        self.recorded.append((notice, held))
        self.known.add(len(self.recorded))
        return len(self.recorded)

    async def show(self, number: int, notice: Notice) -> None:
        assert number in self.known, "shown before it was recorded"
        self.shown.append((self.now() - START, notice))

    def run(
        self, *happenings: tuple[float, Event], hours: float = 30, left: tuple[Told, ...] = ()
    ) -> None:
        async def main() -> None:
            self.known |= {entry.number for entry in left}
            running = asyncio.ensure_future(self.herald.run(list(left)))
            for at, event in happenings:
                await asyncio.sleep(at - asyncio.get_running_loop().time())
                self.herald.hear(event, job_of(event), 1)
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


def test_one_change_is_recorded_shown_and_marked() -> None:
    stage = Stage()
    stage.run((5, started("a")))
    assert [notice.title for _, notice in stage.shown] == ["Job a — started"]
    assert stage.marked == [1]


def test_several_changes_at_once_become_one_notice_failures_first() -> None:
    stage = Stage()
    stage.run((5, started("a")), (5.2, failed("b")), (5.4, started("c")))
    ((_, notice),) = stage.shown
    assert notice.title == "3 changes"
    assert notice.body.splitlines()[0].startswith("Job b — failed")
    assert notice.job == "b"
    assert sorted(stage.marked) == [1, 2, 3]


def test_quiet_hours_hold_all_but_failures_and_end_in_one_summary() -> None:
    stage = Stage(replace(Settings(), quiet=True, quiet_from="22:00", quiet_to="07:00"))
    night = 11 * 3600.0
    stage.run((night, started("a")), (night + 60, failed("b")), (night + 120, started("c")))
    (first_at, first), (second_at, second) = stage.shown
    assert first.title.startswith("Job b — failed")
    assert first_at < night + 70
    assert second.title == "Meanwhile: 2 changes"
    assert second_at == 19 * 3600


def test_a_snooze_ends_in_one_summary() -> None:
    stage = Stage()
    stage.herald.snooze(START + 1800)
    stage.run((10, started("a")), (20, started("b")))
    ((at, notice),) = stage.shown
    assert (at, notice.title) == (1800, "Meanwhile: 2 changes")
    assert [held for _, held in stage.recorded] == [True, True]


def test_what_an_earlier_run_did_not_tell_is_told_at_the_start() -> None:
    stage = Stage()
    left = Told(7, Notice("started", Glyph.ACTIVE, "Job z — started", job=JobId("z")))
    stage.run(left=(left,))
    assert stage.shown == [(0, left.notice)]
    assert stage.marked == [7]


def test_a_click_finds_the_job_of_the_notice() -> None:
    stage = Stage()
    stage.run((5, started("a")))
    assert stage.herald.job_of(1) == "a"
