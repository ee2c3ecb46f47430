"""What is shown of the jobs of a survey: its end, and every failure at once."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest

from ccwatch.core.errors import StorageFault
from ccwatch.core.events import Added, Described, Ended, Event, NotContinued
from ccwatch.core.job import Details, Job, Outcome, Remark
from ccwatch.core.notice import Notice, notice_for
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.core.settings import Settings
from ccwatch.core.surveys import Surveys
from ccwatch.disk.journal import Journal
from tests.core.surveys_oracle import FOUR, THREE, TWO, survey

AT = 1_790_000_000.0
SHOWN = Settings()
Opened = Callable[[Journal], Journal]


def notice_in(settings: Settings, event: Event, job: Job | None, waiting: int) -> Notice | None:
    return notice_for(event, job, settings, waiting)


say = partial(notice_in, SHOWN)


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Return a journal as it is, and close it after the test."""
    with ExitStack() as stack:
        yield lambda journal: stack.enter_context(closing(journal))


def details(job: Job) -> Details:
    assert job.details
    return job.details


def beginning(job: Job) -> list[Event]:
    """Return the events of a job that is submitted and found active."""
    active = replace(details(job), state="active", ended=None, outputs=())
    return [Added(job.id, AT, job.service), Described(job.id, AT, active)]


def ending(job: Job, outcome: Outcome = Outcome.SUCCEEDED) -> list[Event]:
    """Return the events of a job whose end is noticed, as the transition table makes them."""
    reasons = (Remark("E", "", "No overlap."),) if outcome is Outcome.FAILED else ()
    known = replace(details(job), state=outcome.value, errors=reasons)
    if outcome is Outcome.FAILED:
        known = replace(known, outputs=())
    end = Ended(job.id, AT, outcome, known.ended, 100.0, reasons)
    return [Described(job.id, AT, known), end]


def one_by_one(jobs: list[Job]) -> Iterator[list[Event]]:
    for job in jobs:
        yield beginning(job)
        yield ending(job)


def ending_of(notice: Notice) -> tuple[str, str]:
    """Return the title and the first line of the body."""
    return notice.title, notice.body.splitlines()[0]


@pytest.mark.parametrize("types", [FOUR, THREE])
def test_of_a_survey_only_its_end_is_shown_and_all_ends_are_recorded(
    opened: Opened, types: tuple[str, ...]
) -> None:
    journal, shown = opened(Journal.in_memory(say)), []
    for events in one_by_one(survey(types=types)):
        shown += [notice for _, notice in journal.record(events)]
    first, last = shown[0], shown[-1]
    # Nothing says yet that the first job is one of a survey.
    assert first.kind is last.kind is NoticeKind.FINISHED
    assert len(shown) == 2
    assert last.title == "Survey"
    assert last.body.startswith(f"Survey finished\n{len(types)} jobs. It took ")
    assert "3MX" in last.body
    page = journal.notices(100)
    assert page.total == len(types)
    silent = [kept for kept in page.notices if kept.notice.silent]
    assert len(silent) == len(types) - 2
    assert all(kept.shown == kept.read == AT for kept in silent)
    assert [notice for _, notice in journal.pending_notices()] == shown


def test_where_new_jobs_appear_by_themselves_the_first_end_is_not_shown_either(
    opened: Opened,
) -> None:
    following = replace(SHOWN, follow_my_jobs=True)
    say_following = partial(notice_in, following)
    journal, shown = opened(Journal.in_memory(say_following)), []
    for events in one_by_one(survey()):
        shown += [ending_of(notice) for _, notice in journal.record(events)]
    assert shown == [("Survey", "Survey finished")]


def test_ends_that_are_noticed_at_once_in_any_order_are_shown_as_one(opened: Opened) -> None:
    jobs = survey()
    for order in permutations(jobs):
        journal = opened(Journal.in_memory(say))
        for job in jobs:
            described = replace(details(job), state="active")
            journal.record([Added(job.id, AT, job.service), Described(job.id, AT, described)])
        told = journal.record([event for job in order for event in ending(job)])
        assert [ending_of(notice) for _, notice in told] == [("Survey", "Survey finished")]


@pytest.mark.parametrize("step", range(4))
def test_a_failure_is_shown_at_once(opened: Opened, step: int) -> None:
    jobs, journal = survey(), opened(Journal.in_memory(say))
    for events in one_by_one(jobs[:step]):
        journal.record(events)
    journal.record(beginning(jobs[step]))
    ((_, notice),) = journal.record(ending(jobs[step], Outcome.FAILED))
    assert notice.kind is NoticeKind.FAILED
    assert notice.urgent
    assert notice.body == "Failed at 100\u202f%\nNo overlap."


def test_a_survey_of_version_1_is_shown_at_its_end(opened: Opened) -> None:
    calibration, reconstruction = survey(types=TWO)
    journal = opened(Journal.in_memory(say))
    journal.record([*beginning(calibration), *beginning(reconstruction)])
    assert journal.record(ending(calibration)) == []
    ((_, notice),) = journal.record(ending(reconstruction))
    assert ending_of(notice) == ("Survey", "Survey finished")


def test_a_silent_notice_is_not_shown_where_the_disk_is_full(opened: Opened) -> None:
    jobs, journal = survey(), opened(Journal.in_memory(say))
    for events in one_by_one(jobs[:1]):
        journal.record(events)
    assert journal.said_of([*beginning(jobs[1]), *ending(jobs[1])]) == []
    assert journal.said_of(ending(jobs[1])) == []


@pytest.mark.parametrize("indexed", [True, False])
def test_a_batch_that_could_not_be_written_leaves_no_trace(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, indexed: bool
) -> None:
    first, second = survey(types=TWO)
    journal = opened(Journal(tmp_path / "j.db", say))
    journal.record(beginning(first))
    if indexed:  # by the success of another job
        other = survey(9)[-1]
        journal.record([*beginning(other), *ending(other)])
    with monkeypatch.context() as patched:
        patched.setattr("ccwatch.disk.job_rows.write", _full)
        with pytest.raises(StorageFault):
            journal.record(beginning(second))
    ((_, notice),) = journal.record(ending(first))
    assert ending_of(notice) == ("Survey Calibration", "Calibration finished")


def _full(*_: object) -> None:
    raise sqlite3.OperationalError("database or disk is full")


def test_a_restart_in_the_middle_changes_nothing(opened: Opened, tmp_path: Path) -> None:
    jobs, shown = survey(), []
    for events in one_by_one(jobs):
        journal = opened(Journal(tmp_path / "j.db", say))
        shown += [ending_of(notice) for _, notice in journal.record(events)]
        journal.close()
    assert shown[1:] == [("Survey", "Survey finished")]


def test_a_job_that_is_not_continued_is_reported_with_what_it_did(opened: Opened) -> None:
    job = survey()[1]
    event = NotContinued(job.id, AT, AT - 6 * 3600)
    notice = notice_for(event, job, SHOWN, 1)
    assert notice is not None
    assert ending_of(notice) == ("Survey Calibration", "The next job was not submitted")
    assert notice.body.splitlines()[1:] == [
        "Calibration finished 6 h 00 min ago, and no job that continues it is known."
    ]
    assert notice_for(event, job, replace(SHOWN, notify_stalled=False), 1) is None
    journal = opened(Journal.in_memory(say, [job]))
    assert len(journal.record([event])) == 1
    assert journal.load()[0].abandoned


def test_that_it_was_reported_is_known_after_a_restart(opened: Opened, tmp_path: Path) -> None:
    job = survey()[1]
    journal = opened(Journal(tmp_path / "j.db", say))
    journal.record([Added(job.id, AT, job.service), NotContinued(job.id, AT, AT - 6 * 3600)])
    journal.close()
    journal = opened(Journal(tmp_path / "j.db", say))
    assert [each.abandoned for each in journal.load()] == [True]
    assert [each.waits_long or each.stalled for each in journal.load()] == [False]
    journal.close()


def test_only_a_success_needs_to_know_the_surveys(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[int] = []

    def counted(jobs: object) -> Surveys:
        found.append(1)
        return Surveys(jobs)  # type: ignore[arg-type]

    monkeypatch.setattr("ccwatch.disk.journal_state.Surveys", counted)
    jobs = survey(3)
    for run in range(2):
        journal = opened(Journal(tmp_path / "ccwatch.db", say))
        for job in jobs[2 * run : 2 * run + 2]:
            journal.record(beginning(job))
        assert len(found) == run
        for job in jobs[2 * run : 2 * run + 2]:
            told = journal.record(ending(job))
        assert len(found) == run + 1
        journal.close()
    (notice,) = (each.notice for each in told)
    assert (notice.title, notice.body.splitlines()[0]) == ("Survey", "Survey finished")
