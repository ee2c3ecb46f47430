"""Reading a journal that another program may be writing, and saying what is in it."""

import sys
from contextlib import closing
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from ccwatch.core.errors import StorageFault
from ccwatch.core.events import Added, Moved, Muted
from ccwatch.core.job import JobId, Progress, Service
from ccwatch.disk.journal import Journal
from ccwatch.disk.reading import soundness, sqlite_uri, stored_jobs

JOB = JobId("8f6c-2b41")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ccwatch.db"


def fill(path: Path, jobs: int) -> None:
    with closing(Journal(path)) as journal:
        journal.record([Added(JobId(f"job-{n}"), float(n), Service.MODELING) for n in range(jobs)])
        journal.record([Muted(JobId("job-0"), 9.0, True)])


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        (PurePosixPath("/home/ada/a b?c#d%20.db"), "file:///home/ada/a%20b%3Fc%23d%2520.db"),
        (PureWindowsPath(r"C:\Users\Jürgen\x.db"), "file:///C:/Users/J%C3%BCrgen/x.db"),
        (PureWindowsPath(r"\\server\homes\x.db"), "file:////server/homes/x.db"),
    ],
)
def test_the_uri_of_a_file_is_of_sqlites_form(file: PurePath, uri: str) -> None:
    assert sqlite_uri(file) == uri


@pytest.mark.skipif(sys.platform == "win32", reason="names are text on Windows")
def test_the_uri_of_a_name_that_is_no_text_has_its_bytes() -> None:
    assert sqlite_uri(PurePosixPath("/home/J\udcfcrgen/x.db")) == "file:///home/J%FCrgen/x.db"


@pytest.mark.parametrize("name", ["a b.db", "a?mode=rwc.db", "a#b.db", "a%20b.db", "ü.db"])
def test_a_file_of_any_name_is_read(tmp_path: Path, name: str) -> None:
    if sys.platform == "win32" and "?" in name:
        pytest.skip("no file has this name on Windows")
    fill(tmp_path / name, 1)
    assert [job.id for job in stored_jobs(tmp_path / name)] == ["job-0"]


@pytest.mark.parametrize(
    ("jobs", "words"),
    [
        (1, "schema 6, 1 job and 1 event"),
        (2, "schema 6, 2 jobs and 2 events"),
        (1200, "schema 6, 1,200 jobs and 1,200 events"),
    ],
)
def test_a_sound_file_is_counted(path: Path, jobs: int, words: str) -> None:
    fill(path, jobs)
    assert soundness(path) == words


def test_an_index_that_disagrees_with_its_table_is_no_sound_file(path: Path) -> None:
    """The journal's own look at its start passes over this: it would take too long."""
    fill(path, 2)
    with closing(Journal(path)) as journal:
        connection = journal._connection
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema SET sql = 'CREATE INDEX events_of_a_job ON events (job, at)'"
            " WHERE name = 'events_of_a_job'"
        )
        connection.commit()
    with pytest.raises(StorageFault, match="events_of_a_job"):
        soundness(path)
    with closing(Journal(path)) as journal:
        assert journal.complaint == ""


def test_without_a_file_nothing_is_sound(path: Path) -> None:
    with pytest.raises(StorageFault):
        soundness(path)
    assert not path.exists()


def test_the_courses_are_read_where_somebody_looks_at_them(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.record([Added(JOB, 0.0, Service.MODELING)])
        journal.record([Moved(JOB, 5.0, Progress(1.0, "Active"), None)])
        (whole,) = journal.load()
    (job,) = stored_jobs(path, courses=False)
    assert (job.id, job.percentage, job.course) == (JOB, 1.0, ())
    assert stored_jobs(path) == [whole]
    assert len(whole.course) == 1


@pytest.mark.usefixtures("file_modes_hold")
def test_a_journal_in_a_folder_that_cannot_be_written_to_is_read(path: Path) -> None:
    fill(path, 1)
    path.parent.chmod(0o500)
    (job,) = stored_jobs(path)
    path.parent.chmod(0o700)
    assert (job.id, job.muted) == ("job-0", True)
    assert list(path.parent.iterdir()) == [path]
