"""The scores of finished jobs in the journal: kept, rebuilt for older files, never in the way."""

import logging
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ccwatch.core.calibration import Track
from ccwatch.core.events import Added, Described, Ended, Event, Moved
from ccwatch.core.experience import experience_from
from ccwatch.core.job import Details, JobId, Outcome, Progress, Service
from ccwatch.disk.journal import Journal
from ccwatch.disk.score_rows import read_track


def run(name: str, begun: float, kind: str | None = "Full") -> list[Event]:
    """Return the events of a job of uneven pace, from its start to its success."""
    job, chance, now = JobId(name), random.Random(name), begun
    events: list[Event] = [Added(job, begun, Service.MODELING)]
    events.append(Described(job, begun, Details(type=kind, started=begun)))
    for number in range(101):
        events.append(Moved(job, now, Progress(float(number), "Active"), None))
        now += 60 * chance.lognormvariate(0, 0.3)
    events.append(
        Described(job, now, Details(type=kind, state="success", started=begun, ended=now))
    )
    events.append(Ended(job, now, Outcome.SUCCEEDED, now))
    return events


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of a journal with three finished jobs."""
    path = tmp_path / "ccwatch.db"
    journal = Journal(path)
    for number in range(3):
        journal.record(run(f"job{number}", 1e6 * number, "Full" if number else None))
    journal.close()
    return path


def test_a_finished_job_is_scored_and_a_restart_keeps_it(path: Path) -> None:
    journal = Journal(path)
    experience = journal.experience()
    assert [scored.job for scored in experience.track.lately] == ["job0", "job1", "job2"]
    assert [len(scored.scores) for scored in experience.track.lately] == [10, 10, 10]
    assert experience == experience_from(journal.load())
    journal.close()
    assert read_track(path) == experience.track


def test_a_file_of_an_earlier_version_is_scored_from_its_courses(path: Path) -> None:
    before = read_track(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("DROP TABLE scores; DROP TABLE lists; PRAGMA user_version = 4")
    assert read_track(path) == Track()
    journal = Journal(path)
    assert journal.experience().track == before
    journal.close()
    assert read_track(path) == before != Track()


def test_a_removed_job_still_counts(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE jobs SET removed = 1.0")
    journal = Journal(path)
    assert journal.load() == []
    assert len(journal.experience().track.lately) == 3
    journal.close()


@pytest.mark.parametrize(
    "fields", ["", "null", "[[1]]", '[["a", 0, 0, true]]', "[[0, {}, 0, true]]", "{}x"]
)
def test_a_damaged_row_costs_only_itself(
    path: Path, fields: str, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE scores SET scores = ? WHERE job = 'job1'", (fields,))
    with caplog.at_level(logging.WARNING):
        assert [scored.job for scored in read_track(path).lately] == ["job0", "job2"]
    assert "job1" in caplog.text


def test_without_a_file_there_is_no_record(tmp_path: Path) -> None:
    assert read_track(tmp_path / "ccwatch.db") == Track()


def test_what_could_not_be_written_is_scored_with_the_next_try(path: Path) -> None:
    journal, events = Journal(path), run("late", 9e6)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        journal._connection.execute("PRAGMA busy_timeout = 1")
        with pytest.raises(Exception, match="locked"):
            journal.record(events)
        other.rollback()
    journal.record(events)
    assert [scored.job for scored in journal.experience().track.lately][3:] == ["late"]
    journal.close()
    assert len(read_track(path).lately) == 4
