"""A power cut: of what was not yet on the disk, any part may be missing; a full disk."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ccwatch.core.errors import StorageFault
from ccwatch.core.events import Added, Event, Moved
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Job, JobId, Progress, Service
from ccwatch.core.notice import Notice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.disk.journal import Journal
from tests.disk import recorded

JOB = JobId("a")
COMMITS = 60


def say(event: Event, job: Job | None, waiting: int) -> Notice | None:
    return Notice(NoticeKind.PROGRESS, Glyph.ACTIVE, "On") if isinstance(event, Moved) else None


def moved(percentage: int) -> Event:
    return Moved(JOB, float(percentage), Progress(percentage, "Active"), None)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a journal that was never closed: its writes lie in the log."""
    folder, copied = (tmp_path_factory.mktemp(name) for name in ("running", "cut"))
    with closing(Journal(folder / "db", say)) as journal:
        journal.record([Added(JOB, 0.0, Service.MODELING)])
        for number in range(COMMITS):
            journal.record([moved(number)])
        for name in ("db", "db-wal"):
            shutil.copy(folder / name, copied)
    return copied


@pytest.mark.parametrize("seed", range(40))
def test_what_a_power_cut_leaves_is_a_beginning_of_what_was_written(
    files: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    for file in files.iterdir():
        shutil.copy(file, tmp_path)
    log = bytearray((tmp_path / "db-wal").read_bytes())
    cut = chance.randrange(len(log))
    if seed % 2:
        del log[cut:]
    else:  # blocks reach the disk in any order: one is there as noise, and all that follow
        log[cut : cut + 512] = chance.randbytes(min(512, len(log) - cut))
    (tmp_path / "db-wal").write_bytes(log)
    with closing(Journal(tmp_path / "db", say)) as journal:
        assert journal.complaint == ""
        course = [point.percentage for point in recorded.course(journal, JOB)]
        assert course == list(range(len(course)))
        assert len(journal.pending_notices()) == len(course), "no change without its notice"
        if journal.load():
            journal.record([moved(1000)])
            assert journal.load()[0].percentage == 1000


def test_what_matters_is_on_the_disk_before_it_is_told(tmp_path: Path) -> None:
    """SQLite is asked to wait for the disk, except where the next query brings it again."""
    statements: list[str] = []
    with closing(Journal(tmp_path / "db")) as journal:
        journal._connection.set_trace_callback(statements.append)
        journal.record([Added(JOB, 0.0, Service.MODELING)])
        journal.record([moved(1)])
        journal.mark_shown([1], 2.0)
        journal.mark_held([1], 2.0)
        journal.mark_read([1], 2.0)
    assert [text for text in statements if "synchronous" in text] == [
        "PRAGMA synchronous = FULL",
        "PRAGMA synchronous = FULL",
        "PRAGMA synchronous = FULL",
        "PRAGMA synchronous = NORMAL",
        "PRAGMA synchronous = NORMAL",
    ]


def test_a_disk_that_is_full_is_a_fault_and_later_writes_work(tmp_path: Path) -> None:
    with closing(Journal(tmp_path / "db", say)) as journal:
        journal.record([Added(JOB, 0.0, Service.MODELING)])
        pages = journal._connection.execute("PRAGMA page_count").fetchone()[0]
        journal._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StorageFault, match="full"):
            journal.record([moved(number) for number in range(3000)])
        assert journal.load()[0].percentage is None
        assert journal.pending_notices() == []
        journal._connection.execute("PRAGMA max_page_count = 100000")
        journal.record([moved(number) for number in range(3000)])
        assert journal.load()[0].percentage == 2999


def test_a_file_locked_by_a_stranger_is_a_fault_and_no_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.disk.opening.PATIENCE", 0.05)
    with closing(Journal(tmp_path / "db")) as journal:
        with closing(sqlite3.connect(tmp_path / "db", isolation_level=None)) as stranger:
            stranger.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageFault, match="locked"):
                journal.record([Added(JOB, 0.0, Service.MODELING)])
            stranger.execute("ROLLBACK")
        journal.record([Added(JOB, 0.0, Service.MODELING)])
        assert len(journal.load()) == 1
