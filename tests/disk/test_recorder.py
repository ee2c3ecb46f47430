import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ccwatch.core.errors import StorageFault
from ccwatch.core.events import Added, Event, LookedAt, Muted, Removed, Renamed, Scheduled
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Job, JobId, Service
from ccwatch.core.notice import Notice, NumberedNotice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.disk.journal import Journal
from ccwatch.disk.reading import stored_jobs
from ccwatch.disk.recorder import Recorder

START = 1_790_000_000.0
PATIENCE = 5.0


def added(name: object) -> Event:
    return Added(JobId(str(name)), START, Service.MODELING)


@dataclass
class Heard:
    """What a recorder said, and by which thread."""

    batches: list[list[Event]] = field(default_factory=list)
    faults: list[StorageFault] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    notices: list[NumberedNotice] = field(default_factory=list)

    def recorded(self, batch: Sequence[Event], notices: Sequence[NumberedNotice]) -> None:
        self.threads.add(threading.current_thread().name)
        self.batches.append(list(batch))
        self.notices += notices

    def failed(self, fault: StorageFault) -> None:
        self.threads.add(threading.current_thread().name)
        self.faults.append(fault)

    @property
    def events(self) -> list[Event]:
        return [event for batch in self.batches for event in batch]


class FailingJournal(Journal):
    """A journal on a disk that may be full."""

    full = False

    def record(self, events: Sequence[Event], *, told_already: int = 0) -> list[NumberedNotice]:
        if self.full:
            raise StorageFault("The disk is full.")
        return super().record(events, told_already=told_already)


@contextmanager
def recording(open_journal: Callable[[], Journal], told: Heard) -> Iterator[Recorder]:
    recorder = Recorder(open_journal, Journal.in_memory, told.recorded, told.failed)
    recorder.start()
    try:
        yield recorder
    finally:
        recorder.close(PATIENCE)


@pytest.fixture
def told() -> Heard:
    return Heard()


def jobs_in(journal: Journal) -> list[str]:
    return [job.id for job in journal.load()]


def fill(journal: Journal, *, full: bool) -> None:
    assert isinstance(journal, FailingJournal)
    journal.full = full


def test_what_waits_is_one_batch(tmp_path: Path, told: Heard) -> None:
    recorder = Recorder(
        lambda: Journal(tmp_path / "db"), Journal.in_memory, told.recorded, told.failed
    )
    for number in range(50):
        recorder.put(added(number))
    recorder.start()
    recorder.close(PATIENCE)
    assert told.batches == [[added(number) for number in range(50)]]
    assert told.threads == {"journal"}


def test_order_is_kept_whoever_puts(tmp_path: Path, told: Heard) -> None:
    def put(name: str) -> None:
        for number in range(100):
            recorder.put(added(f"{name}{number}"))

    with recording(lambda: Journal(tmp_path / "db"), told) as recorder:
        threads = [threading.Thread(target=put, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        jobs = recorder.ask(jobs_in).result(PATIENCE)
    assert len(jobs) == 400
    for name in "abcd":
        assert [j for j in jobs if j[0] == name] == [f"{name}{n}" for n in range(100)]


def test_a_question_is_answered_after_what_was_put_before_it(tmp_path: Path, told: Heard) -> None:
    recorder = Recorder(
        lambda: Journal(tmp_path / "db"), Journal.in_memory, told.recorded, told.failed
    )
    recorder.put(added(1))
    first = recorder.ask(jobs_in)
    recorder.put(added(2))
    second = recorder.ask(jobs_in)
    recorder.start()
    assert first.result(PATIENCE) == ["1"]
    assert second.result(PATIENCE) == ["1", "2"]
    recorder.close(PATIENCE)


def scheduled(name: object) -> Event:
    return Scheduled(JobId(str(name)), START, START + 15)


def test_what_was_observed_waits_for_its_neighbours_until_somebody_asks_or_closes(
    tmp_path: Path, told: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.disk.recorder.GATHER_SECONDS", 10 * PATIENCE)
    with recording(lambda: Journal(tmp_path / "db"), told) as recorder:
        recorder.put(scheduled(1))
        recorder.put(scheduled(2))
        assert told.batches == []
        assert recorder.ask(jobs_in).result(PATIENCE) == []
        recorder.put(scheduled(3))
    assert told.batches == [[scheduled(1), scheduled(2)], [scheduled(3)]]


def test_what_was_observed_is_written_after_a_moment_though_nobody_asks(
    tmp_path: Path, told: Heard
) -> None:
    written = threading.Event()
    recorder = Recorder(
        lambda: Journal(tmp_path / "db"), Journal.in_memory, lambda *_: written.set(), told.failed
    )
    recorder.start()
    recorder.put(scheduled(1))
    assert written.wait(PATIENCE)
    recorder.close(PATIENCE)


BY_HAND: tuple[Event, ...] = (
    added("job"),
    Removed(JobId("job"), START),
    Renamed(JobId("job"), START, "Bridge"),
    Muted(JobId("job"), START, True),
    LookedAt(JobId("job"), START),
)


@pytest.mark.parametrize("event", BY_HAND, ids=lambda event: type(event).__name__)
@pytest.mark.parametrize("before", [0, 1])
def test_what_the_user_did_is_written_at_once(
    before: int, event: Event, tmp_path: Path, told: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.disk.recorder.GATHER_SECONDS", 10 * PATIENCE)
    written = threading.Event()

    def recorded(batch: Sequence[Event], _: Sequence[NumberedNotice]) -> None:
        if event in batch:
            written.set()

    recorder = Recorder(lambda: Journal(tmp_path / "db"), Journal.in_memory, recorded, told.failed)
    recorder.start()
    for number in range(before):
        recorder.put(scheduled(number))
    recorder.put(event)
    assert written.wait(PATIENCE)
    recorder.close(PATIENCE)


def test_a_question_that_fails_bears_its_error_and_the_recorder_lives(
    tmp_path: Path, told: Heard
) -> None:
    def fail(_: Journal) -> None:
        raise StorageFault("No.")

    with recording(lambda: Journal(tmp_path / "db"), told) as recorder:
        with pytest.raises(StorageFault, match="No"):
            recorder.ask(fail).result(PATIENCE)
        assert recorder.ask(jobs_in).result(PATIENCE) == []


def test_a_question_that_was_taken_back_does_no_harm(tmp_path: Path, told: Heard) -> None:
    recorder = Recorder(
        lambda: Journal(tmp_path / "db"), Journal.in_memory, told.recorded, told.failed
    )
    assert recorder.ask(jobs_in).cancel()
    recorder.start()
    assert recorder.ask(jobs_in).result(PATIENCE) == []
    recorder.close(PATIENCE)


def test_closing_writes_what_is_left(tmp_path: Path, told: Heard) -> None:
    with recording(lambda: Journal(tmp_path / "db"), told) as recorder:
        for number in range(200):
            recorder.put(added(number))
    assert len(stored_jobs(tmp_path / "db")) == 200
    assert len(told.events) == 200


def test_on_a_full_disk_events_are_handed_on_and_written_later(tmp_path: Path, told: Heard) -> None:
    path = tmp_path / "db"
    with recording(lambda: FailingJournal(path), told) as recorder:
        recorder.ask(lambda journal: fill(journal, full=True)).result(PATIENCE)
        for number in range(3):
            recorder.put(added(number))
            recorder.ask(jobs_in).result(PATIENCE)
        assert told.events == [added(0), added(1), added(2)]
        assert len(told.faults) == 1
        assert stored_jobs(path) == []
        recorder.ask(lambda journal: fill(journal, full=False)).result(PATIENCE)
        recorder.put(Renamed(JobId("1"), START, "Second"))
        assert recorder.ask(jobs_in).result(PATIENCE) == ["0", "1", "2"]
        assert len(told.events) == 4
        recorder.ask(lambda journal: fill(journal, full=True)).result(PATIENCE)
        recorder.put(added(4))
        recorder.ask(jobs_in).result(PATIENCE)
        assert len(told.faults) == 2
        recorder.ask(lambda journal: fill(journal, full=False)).result(PATIENCE)
    assert [job.name for job in stored_jobs(path)] == ["0", "Second", "2", "4"]


def test_a_file_that_cannot_be_opened_is_told_and_watching_goes_on(
    tmp_path: Path, told: Heard
) -> None:
    with recording(lambda: Journal(tmp_path / "missing" / "db"), told) as recorder:
        recorder.put(added(1))
        assert recorder.ask(jobs_in).result(PATIENCE) == ["1"]
    assert len(told.faults) == 1
    assert told.events == [added(1)]


def test_closing_waits_no_longer_than_told(tmp_path: Path, told: Heard) -> None:
    release = threading.Event()
    recorder = Recorder(
        lambda: Journal(tmp_path / "db"), Journal.in_memory, told.recorded, told.failed
    )
    recorder.start()
    hanging = recorder.ask(lambda _: release.wait(PATIENCE))
    recorder.close(0.05)
    assert not hanging.done()
    release.set()
    assert hanging.result(PATIENCE)
    recorder.close(PATIENCE)


def test_what_could_not_be_written_is_tried_once_more_at_the_end(
    tmp_path: Path, told: Heard
) -> None:
    path = tmp_path / "ccwatch.db"
    with recording(lambda: FailingJournal(path), told) as recorder:
        recorder.ask(lambda journal: fill(journal, full=True))
        recorder.put(added("a"))
        recorder.ask(lambda journal: fill(journal, full=False))
    assert [job.id for job in stored_jobs(path)] == ["a"]
    assert told.events == [added("a")]


def test_no_more_than_a_bound_waits_for_a_full_disk(
    tmp_path: Path, told: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.disk.recorder.MOST_UNWRITTEN", 3)
    path = tmp_path / "ccwatch.db"
    with recording(lambda: FailingJournal(path), told) as recorder:
        recorder.ask(lambda journal: fill(journal, full=True))
        for number in range(9):
            recorder.put(added(number))
        recorder.ask(lambda journal: fill(journal, full=False))
    assert [job.id for job in stored_jobs(path)] == ["6", "7", "8"]


def test_an_event_that_cannot_be_written_at_all_costs_no_later_one(
    tmp_path: Path, told: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "ccwatch.db"
    beyond = Added(JobId("a"), 1 << 70, Service.MODELING)
    with recording(lambda: Journal(path), told) as recorder:
        recorder.put(beyond)
        recorder.ask(jobs_in).result(PATIENCE)
        recorder.put(added("b"))
    assert told.events == [beyond, added("b")]
    assert [job.id for job in stored_jobs(path)] == ["b"]
    assert "could not be recorded" in caplog.text


def say(event: Event, job: Job | None, waiting: int) -> Notice | None:
    return (
        Notice(NoticeKind.TEST, Glyph.ACTIVE, f"{job.name} is new")
        if isinstance(event, Added) and job
        else None
    )


def test_what_is_said_on_a_full_disk_is_said_once(tmp_path: Path, told: Heard) -> None:
    path = tmp_path / "db"
    with recording(lambda: FailingJournal(path, say), told) as recorder:
        recorder.put(added("a"))
        recorder.ask(lambda journal: fill(journal, full=True)).result(PATIENCE)
        for name in "bc":
            recorder.put(added(name))
            recorder.ask(jobs_in).result(PATIENCE)
        assert [notice.title for _, notice in told.notices] == ["a is new", "b is new", "c is new"]
        assert [number < 0 for number, _ in told.notices] == [False, True, True]
        assert len({number for number, _ in told.notices}) == 3
        recorder.ask(lambda journal: fill(journal, full=False)).result(PATIENCE)
        recorder.put(added("d"))
        pending = recorder.ask(Journal.pending_notices).result(PATIENCE)
    assert [notice.title for _, notice in told.notices][3:] == ["d is new"]
    assert [notice.title for _, notice in pending] == ["a is new", "d is new"]
