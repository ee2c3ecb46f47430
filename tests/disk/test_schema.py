import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ccwatch.core.errors import StorageFault
from ccwatch.core.events import Added, Ended
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Details, Job, JobId, Outcome, Output, Point, Progress, Remark, Service
from ccwatch.core.notice import Notice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.disk import schema
from ccwatch.disk.journal import Journal
from ccwatch.disk.reading import stored_jobs
from tests.disk import recorded

BRIDGE = JobId("8f6c-2b41")
START = 1_790_000_000.0
WHY = Remark("E1", "No overlap", "IMG_0731.jpg")


@pytest.fixture
def first_version(tmp_path: Path) -> Path:
    """Return a file as the first version left it."""
    path = tmp_path / "ccwatch.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((Path(__file__).parent / "v1.sql").read_text("utf-8"))
    return path


def structure(path: Path) -> list[tuple[str, str]]:
    """Return the columns of all tables, in a form that ignores how they were written."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return sorted(
            (table, repr(column[1:]))
            for (table,) in tables.fetchall()
            for column in connection.execute(f"PRAGMA table_info({table})")
        )


def test_all_that_the_first_version_knew_is_still_known(first_version: Path) -> None:
    bridge = Job(
        BRIDGE,
        Service.MODELING,
        START,
        "Harbour bridge",
        muted=True,
        unseen=True,
        progress=Progress(41.5, "Active", "Run_Production"),
        details=Details(
            name="J12",
            type="Full",
            state="failed",
            created=START - 10_000,
            started=START - 1000,
            ended=START + 90,
            quality="Extra",
            outputs=(Output("3MX"),),
            cost=2.5,
            errors=(WHY,),
        ),
        outcome=Outcome.FAILED,
        checked=START + 100,
        changed=START + 60,
        ended=START + 90,
        course=(
            Point(START + 30, 40.0, "Run_Production"),
            Point(START + 60, 41.5, "Run_Production"),
        ),
    )
    other = Job(JobId("b"), Service.MODELING_2, START, next_check=START + 15.5)
    failed = Notice(
        NoticeKind.FAILED, Glyph.FAILED, "Harbour bridge — failed", WHY.text, BRIDGE, True
    )
    assert stored_jobs(first_version) == [bridge, other]
    with closing(Journal(first_version)) as journal:
        assert journal.load() == [bridge, other]
        assert recorded.history(journal, BRIDGE) == [
            Ended(BRIDGE, START + 100, Outcome.FAILED, START + 90, 41.5, (WHY,)),
            Added(BRIDGE, START, Service.MODELING),
        ]
        assert journal.pending_notices() == [(1, failed)]


def test_the_observations_of_an_old_file_are_kept_whole(first_version: Path) -> None:
    read = "SELECT number, job, at, percentage, state, step FROM observations ORDER BY number"
    with closing(sqlite3.connect(first_version)) as connection:
        before = connection.execute(read).fetchall()
    Journal(first_version).close()
    with closing(sqlite3.connect(first_version)) as connection:
        assert connection.execute(read).fetchall() == before
    assert len(before) > 1


def test_a_file_without_its_view_is_not_whole(tmp_path: Path) -> None:
    Journal(tmp_path / "new.db").close()
    with closing(sqlite3.connect(tmp_path / "new.db")) as connection:
        assert schema.is_whole(connection)
        connection.execute("DROP VIEW observations")
        assert not schema.is_whole(connection)


def test_an_old_file_becomes_what_a_new_one_is(first_version: Path, tmp_path: Path) -> None:
    Journal(first_version).close()
    new = tmp_path / "new.db"
    Journal(new).close()
    assert structure(first_version) == structure(new)


def test_each_further_step_is_taken_once_and_keeps_what_is_there(
    first_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = ("ALTER TABLE jobs ADD COLUMN two TEXT", "ALTER TABLE jobs RENAME COLUMN two TO three")
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, *steps))
    for _ in range(2):
        with closing(Journal(first_version)) as journal:
            assert [job.id for job in journal.load()] == [BRIDGE, "b"]
    with closing(sqlite3.connect(first_version)) as connection:
        assert connection.execute("SELECT three FROM jobs").fetchall() == [(None,)] * 3
        assert connection.execute("PRAGMA user_version").fetchone() == (len(schema.STEPS),)


def test_a_later_file_is_not_even_tidied_up(first_version: Path, tmp_path: Path) -> None:
    """After a crash its last writes lie beside it; only the version that wrote them may move."""
    left = tmp_path / "left"
    left.mkdir()
    with closing(sqlite3.connect(first_version, isolation_level=None)) as later:
        later.execute("PRAGMA journal_mode = WAL")
        later.execute("CREATE TABLE future (a)")
        later.execute(f"PRAGMA user_version = {len(schema.STEPS) + 1}")
        for name in ("ccwatch.db", "ccwatch.db-wal"):
            shutil.copy(tmp_path / name, left)
    before = {file.name: file.read_bytes() for file in left.iterdir()}
    with pytest.raises(StorageFault, match="later version"):
        stored_jobs(left / "ccwatch.db")
    assert {name: (left / name).read_bytes() for name in before} == before
    Journal(left / "ccwatch.db").close()
    aside = {name: name.replace("ccwatch.db", "ccwatch.db.newer-1") for name in before}
    assert {name: (left / aside[name]).read_bytes() for name in before} == before
