"""A file of an earlier version that holds GUIDs as they were typed."""

from contextlib import closing
from pathlib import Path

import pytest

from ccwatch.core.events import Added, Ended, Event, Moved, Removed, Renamed
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Job, JobId, Outcome, Progress, Service
from ccwatch.core.notice import Notice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.disk.journal import Journal
from ccwatch.disk.reading import stored_jobs
from tests.disk import recorded

KEY = JobId("8f6c3a52-0d1e-4b7a-9c55-6f0e2a7d2b41")
TYPED = JobId(KEY.upper())
START = 1_790_000_000.0


def added(job: JobId, after: float) -> Added:
    return Added(job, START + after, Service.MODELING)


def moved(job: JobId, after: float, percentage: float) -> Moved:
    return Moved(job, START + after, Progress(percentage, "Active", "Step"), None)


def gone(job: JobId, after: float) -> Ended:
    return Ended(job, START + after, Outcome.UNAVAILABLE)


def say(event: Event, job: Job | None, waiting: int) -> Notice | None:
    return (
        Notice(NoticeKind.STARTED, Glyph.ACTIVE, "title", "body", event.job)
        if isinstance(event, Added)
        else None
    )


def written(folder: Path, *events: Event) -> Path:
    """Return a file as an earlier version has written it."""
    path = folder / "ccwatch.db"
    with closing(Journal(path, say)) as journal:
        journal.record(events)
    return path


def test_one_typed_in_capitals_is_the_same_job_with_all_its_history(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        added(TYPED, 0),
        moved(TYPED, 1, 5.0),
        Renamed(TYPED, START, "Pier"),
        gone(TYPED, 9),
    )
    (listed,) = stored_jobs(path)
    with closing(Journal(path)) as journal:
        (job,) = journal.load()
        assert (job.id, job.alias, job.outcome) == (KEY, "Pier", Outcome.UNAVAILABLE)
        assert listed == job
        assert [point.percentage for point in recorded.course(journal, KEY)] == [5.0]
        assert [event.job for event in recorded.history(journal, KEY)] == [KEY, KEY]  # type: ignore[union-attr]
        assert [told.notice.job for told in journal.pending_notices()] == [KEY]
        journal.record([Removed(KEY, START + 10)])
        assert journal.load() == []
    assert stored_jobs(path) == []


@pytest.mark.parametrize("first", [KEY, TYPED])
def test_two_spellings_become_one_job_that_is_still_watched(tmp_path: Path, first: JobId) -> None:
    other = TYPED if first == KEY else KEY
    path = written(
        tmp_path,
        added(first, 0),
        Renamed(first, START, "Pier"),
        gone(first, 1),
        added(other, 2),
        moved(other, 3, 40.0),
        added(JobId("A-1"), 4),
        added(JobId("a-1"), 5),
    )
    listed = stored_jobs(path)
    for _ in range(2):
        with closing(Journal(path)) as journal:
            job, *others = journal.load()
            assert (job.id, job.unfinished, job.alias) == (KEY, True, "Pier")
            assert job.added == START
            assert [point.percentage for point in job.course] == [40.0]
            assert [each.id for each in others] == ["A-1", "a-1"]
            assert len(recorded.history(journal, KEY)) == 3
    assert [each.id for each in listed] == [KEY, "A-1", "a-1"]


@pytest.mark.parametrize("living", [KEY, TYPED])
def test_a_spelling_that_was_removed_does_not_take_the_other_along(
    tmp_path: Path, living: JobId
) -> None:
    removed = TYPED if living == KEY else KEY
    path = written(
        tmp_path,
        added(removed, 0),
        added(living, 1),
        Removed(removed, START + 2),
        moved(living, 3, 7.0),
    )
    with closing(Journal(path)) as journal:
        (job,) = journal.load()
        assert (job.id, job.added) == (KEY, START + 1)
        journal.record([moved(KEY, 8, 9.0)])
        assert [point.percentage for point in recorded.course(journal, KEY)] == [7.0, 9.0]
