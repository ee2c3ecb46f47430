import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given

from ccwatch.core.errors import StorageFault
from ccwatch.core.events import (
    Added,
    CameBack,
    CancelAccepted,
    Described,
    Ended,
    Event,
    JobEvent,
    Limited,
    LookedAt,
    Moved,
    Muted,
    QueryFailed,
    Removed,
    Renamed,
    Scheduled,
    Seen,
    ServiceFound,
    SignedIn,
    SignInWanted,
    Started,
    StepChanged,
    WaitsLong,
    WentUnreachable,
)
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import (
    Details,
    Job,
    JobId,
    Outcome,
    Output,
    Phase,
    Progress,
    Remark,
    Service,
    Trouble,
)
from ccwatch.core.jobs import Status, job_after
from ccwatch.core.notice import Notice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.core.run import COURSE_POINTS
from ccwatch.disk import schema
from ccwatch.disk.event_json import event_from_json
from ccwatch.disk.journal import Journal
from ccwatch.disk.reading import stored_jobs
from tests.disk import recorded
from tests.disk.strategies import histories

START = 1_790_000_000.0
JOB = JobId("8f6c-2b41")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ccwatch.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with closing(Journal(path)) as opened:
        yield opened


def seen(percentage: float, step: str = "Run_Production") -> Progress:
    return Progress(percentage, "Active", step)


def folded(events: list[Event]) -> list[Job]:
    """Return what the reducer makes of the events: the jobs that are watched."""
    jobs: dict[JobId, Job] = {}
    for event in events:
        if isinstance(event, JobEvent):
            after = job_after(jobs.pop(event.job, None), event)
            if after is not None:
                jobs[event.job] = after
    return sorted(jobs.values(), key=lambda job: (job.added, job.id))


def kept(job: Job) -> Job:
    """Return what a restart keeps of a job: all but the last trouble and the list's spelling."""
    return replace(job, trouble=None, listed_as=None)


def by_addition(jobs: list[Job]) -> list[Job]:
    return sorted(jobs, key=lambda job: (job.added, job.id))


@given(histories())
def test_a_restart_resumes_everything(events: list[Event]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ccwatch.db"
        with closing(Journal(path)) as journal:
            for start in range(0, len(events), 3):
                journal.record(events[start : start + 3])
            assert by_addition(journal.load()) == folded(events)
        with closing(Journal(path)) as journal:
            assert by_addition(journal.load()) == [kept(job) for job in folded(events)]
        assert by_addition(stored_jobs(path)) == [kept(job) for job in folded(events)]


LIFE: list[Event] = [
    Added(JOB, START, Service.MODELING_2, "Bridge"),
    Scheduled(JOB, START, START + 15),
    Seen(JOB, START + 1, Progress(0, "Active")),
    Started(JOB, START + 15, seen(1)),
    Moved(JOB, START + 30, seen(2), 1),
    StepChanged(JOB, START + 45, seen(2, "Reconstruction"), "Run_Production"),
    Described(
        JOB, START + 46, Details("Dam", outputs=(Output("3MX"),), errors=(Remark("a", "b", "c"),))
    ),
    QueryFailed(JOB, START + 60, Trouble("a", "b")),
    Ended(JOB, START + 90, Outcome.FAILED, START + 85, 2.0, (Remark("a", "b", "c"),)),
]


UNREAD = (Remark("HTTP 403", "Request refused", "No."),)


@pytest.mark.parametrize(
    "end",
    [
        Ended(JOB, START + 90, Outcome.UNREADABLE, None, 100.0, UNREAD),
        Ended(JOB, START + 90, Outcome.UNAVAILABLE, found=False),
    ],
)
def test_an_end_that_is_not_known_comes_back_and_is_asked_for_no_more(
    path: Path, end: Ended
) -> None:
    begun = Added(JOB, START, Service.MODELING)
    with closing(Journal(path)) as journal:
        journal.record([begun, end])
    with closing(Journal(path)) as journal:
        (job,) = journal.load()
        assert (job.outcome, job.ended, job.unfinished) == (end.outcome, START + 90, False)
        assert recorded.history(journal, JOB) == [end, begun]


def test_an_end_that_was_written_before_there_were_jobs_not_found_is_read(path: Path) -> None:
    fields = (
        '{"job":"a","at":1.0,"outcome":"unavailable","ended":null,"percentage":null,"reasons":[]}'
    )
    assert event_from_json("Ended", fields) == Ended(JobId("a"), 1.0, Outcome.UNAVAILABLE)


def test_a_life_comes_back_whole(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.record(LIFE)
    with closing(Journal(path)) as journal:
        (job,) = journal.load()
        assert [job] == [kept(each) for each in folded(LIFE)]
        assert recorded.history(journal, JOB) == [LIFE[8], LIFE[5], LIFE[3], LIFE[0]]
        assert [(p.at, p.percentage, p.step) for p in recorded.course(journal, JOB)] == [
            (START + 30, 2.0, "Run_Production"),
            (START + 45, 2.0, "Reconstruction"),
        ]


def test_jobs_come_back_in_the_order_of_their_addition(path: Path) -> None:
    names = [JobId(name) for name in ("c", "a", "b")]
    with closing(Journal(path)) as journal:
        journal.record([Added(name, START, Service.MODELING) for name in names])
        journal.record([Renamed(JobId("c"), START + 9, "Later touched")])
        assert [job.id for job in journal.load()] == names
    with closing(Journal(path)) as journal:
        assert [job.id for job in journal.load()] == names


def test_a_long_course_comes_back_as_thin_as_it_was(path: Path) -> None:
    moves = [Moved(JOB, START + n, seen(n / 10), None) for n in range(1, 900)]
    with closing(Journal(path)) as journal:
        journal.record([Added(JOB, START, Service.MODELING), *moves])
        (before,) = journal.load()
        assert len(recorded.course(journal, JOB)) == len(moves)
    with closing(Journal(path)) as journal:
        (after,) = journal.load()
    assert after == before
    assert len(after.course) <= COURSE_POINTS


def test_only_changes_are_kept_of_what_is_observed(journal: Journal, path: Path) -> None:
    journal.record([Added(JOB, START, Service.MODELING), Moved(JOB, START, seen(1), None)])
    journal.record([Seen(JOB, START + n, seen(1)) for n in range(1, 100)])
    with closing(sqlite3.connect(path)) as connection:
        for table in ("observations", "events"):
            (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert count == 1


def test_what_the_user_set_comes_back(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.record([*LIFE, Muted(JOB, START, True), Renamed(JOB, START, "Mine")])
        journal.record([LookedAt(JOB, START)])
    (job,) = stored_jobs(path)
    assert (job.alias, job.muted, job.unseen) == ("Mine", True, False)


def test_a_removed_job_is_gone_but_its_history_stays(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.record([*LIFE, Removed(JOB, START + 100)])
        assert journal.load() == []
    with closing(Journal(path)) as journal:
        assert journal.load() == []
        assert len(recorded.history(journal, JOB)) == 4


def test_a_job_added_again_begins_a_new_course(path: Path) -> None:
    again = Added(JOB, START + 200, Service.MODELING)
    with closing(Journal(path)) as journal:
        journal.record([*LIFE, Removed(JOB, START + 100)])
        journal.record([again, Moved(JOB, START + 215, seen(7), None)])
        (before,) = journal.load()
    (after,) = stored_jobs(path)
    assert after == before
    assert (after.outcome, len(after.course)) == (None, 1)
    assert after.alias is None


def test_the_service_of_a_job_is_known_after_its_removal(journal: Journal, path: Path) -> None:
    assert journal.service_of(JOB) is None
    journal.record([*LIFE, Added(JobId("other"), START, Service.ANALYSIS)])
    journal.record([Removed(JOB, START + 100)])
    assert journal.service_of(JOB) is Service.MODELING_2
    assert journal.service_of(JobId("other")) is Service.ANALYSIS
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE jobs SET service = 'of-a-later-version' WHERE job = ?", (JOB,))
    assert journal.service_of(JOB) is None


def test_events_of_a_job_that_is_not_watched_leave_no_job(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.record([Seen(JOB, START, seen(1)), Removed(JOB, START)])
    assert stored_jobs(path) == []


def test_a_batch_is_written_whole_or_not_at_all(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.record(LIFE[:1])
        with closing(sqlite3.connect(path)) as other:
            other.execute(
                "CREATE TRIGGER full BEFORE INSERT ON moves BEGIN SELECT "
                "RAISE(FAIL, 'disk full'); END"
            )
            other.commit()
            with pytest.raises(StorageFault, match="disk full"):
                journal.record(LIFE[1:])
            assert journal.load() == folded(LIFE[:1])
            assert stored_jobs(path) == folded(LIFE[:1])
            other.execute("DROP TRIGGER full")
            other.commit()
        journal.record(LIFE[1:])
    assert stored_jobs(path) == [kept(job) for job in folded(LIFE)]


def test_events_of_the_service_are_kept_without_a_job(journal: Journal) -> None:
    journal.record([SignInWanted(START, "why"), Limited(START, START + 1, Trouble("a", "b"))])
    assert journal.load() == []


def test_an_event_of_a_later_version_does_not_cost_the_rest(path: Path) -> None:
    with closing(Journal(path)) as journal, closing(sqlite3.connect(path)) as other:
        journal.record(LIFE)
        other.execute(
            "INSERT INTO events (job, at, kind, fields) VALUES (?, 1, 'Teleported', '{}')", (JOB,)
        )
        other.commit()
        assert len(recorded.history(journal, JOB)) == 4
        assert len(recorded.history(journal, JOB, limit=1)) <= 1


FAILED = Notice(NoticeKind.FAILED, Glyph.FAILED, "Dam failed", "Why", JOB, urgent=True)
NEW = Notice(NoticeKind.STEP, Glyph.ACTIVE, "Dam: Reconstruction")


def say(event: Event, job: Job | None, waiting: int) -> Notice | None:
    """Say of each job that it is new, and of its end."""
    return NEW if isinstance(event, Added) else FAILED if isinstance(event, Ended) else None


def test_notices_are_pending_until_they_were_shown(path: Path) -> None:
    with closing(Journal(path, say)) as journal:
        (one, first), (two, second) = journal.record(LIFE)
        assert (first, second) == (NEW, FAILED)
    with closing(Journal(path, say)) as journal:
        assert journal.pending_notices() == [(one, NEW), (two, FAILED)]
        journal.mark_shown([one], START + 2)
        assert journal.pending_notices() == [(two, FAILED)]
        journal.mark_shown([], START + 2)
        journal.mark_shown([two, 999], START + 3)
        assert journal.pending_notices() == []


def test_an_event_is_not_written_without_what_is_said_of_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Journal(path, say)) as journal:
        with monkeypatch.context() as patched:
            patched.setattr("ccwatch.disk.notice_rows.add", _full)
            with pytest.raises(StorageFault):
                journal.record(LIFE)
        assert journal.load() == [] == recorded.history(journal, JOB)
        assert len(journal.record(LIFE)) == 2


def _full(*_: object) -> int:
    raise sqlite3.OperationalError("database or disk is full")


def test_what_was_said_already_is_written_as_shown(path: Path) -> None:
    with closing(Journal(path, say)) as journal:
        assert journal.said_of(LIFE) == [NEW, FAILED]
        ((_, notice),) = journal.record(LIFE, told_already=1)
        assert notice == FAILED
        assert [notice for _, notice in journal.pending_notices()] == [FAILED]


def test_an_event_of_which_nothing_can_be_said_is_written_all_the_same(path: Path) -> None:
    def broken(*_: object) -> Notice:
        raise ZeroDivisionError

    with closing(Journal(path, broken)) as journal:
        assert journal.record(LIFE) == []
        assert len(journal.load()) == 1


def test_a_sign_in_and_an_outage_are_told_once_across_restarts(path: Path) -> None:
    def speak(event: Event, job: Job | None, waiting: int) -> Notice:
        return Notice(NoticeKind.TEST, Glyph.SIGN_IN, type(event).__name__, str(waiting))

    trouble = Trouble("Not reachable", "No network.")
    told: list[Event] = [
        SignInWanted(START, "Signed out."),
        WentUnreachable(START, START - 90, trouble),
    ]
    for titles in (["SignInWanted", "WentUnreachable"], []):
        with closing(Journal(path, speak)) as journal:
            assert [notice.title for _, notice in journal.record(told)] == titles
            assert journal.status().signed_in is False
            assert journal.status().unreachable_since == START - 90
    with closing(Journal(path, speak)) as journal:
        journal.record([SignedIn(START + 5), CameBack(START + 5, START - 90)])
    with closing(Journal(path, speak)) as journal:
        assert journal.status() == Status()
        assert len(journal.record(told)) == 2


def test_a_sign_in_is_told_with_the_number_of_jobs_that_wait_for_it(path: Path) -> None:
    waited: list[tuple[str, int]] = []

    def speak(event: Event, job: Job | None, waiting: int) -> None:
        waited.append((type(event).__name__, waiting))

    others = [Added(JobId(name), START, Service.MODELING) for name in "ab"]
    with closing(Journal(path, speak)) as journal:
        journal.record([*LIFE, *others])
        waited.clear()
        journal.record([SignInWanted(START, "Signed out."), SignedIn(START + 5)])
    assert waited == [("SignInWanted", 2), ("SignedIn", 0)], "the job that ended waits for nothing"


def test_a_name_that_is_no_text_is_kept_as_far_as_it_is_one(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.record([*LIFE, Renamed(JOB, START, "Pier \ud800 4")])
    (job,) = stored_jobs(path)
    assert job.alias == "Pier ? 4"


def test_a_damaged_name_in_the_schema_is_damage_like_any_other(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.record(LIFE)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    content = path.read_bytes()
    path.write_bytes(content.replace(b"CREATE TABLE jobs", b"CREATE \x93ABLE jobs"))
    with closing(sqlite3.connect(path)) as connection, pytest.raises(UnicodeDecodeError):
        connection.execute("SELECT 1 FROM sqlite_schema")
    with pytest.raises(StorageFault):
        stored_jobs(path)
    with closing(Journal(path)) as journal:
        assert "was damaged" in journal.complaint
        assert journal.record(LIFE) == []
    assert path.with_name("ccwatch.db.broken-1").exists()


def test_a_format_that_sqlite_does_not_know_is_damage(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.record(LIFE)
    content = bytearray(path.read_bytes())
    content[44:48] = b"\x00\x00\x00\x63"
    path.write_bytes(content)
    with closing(Journal(path)) as journal:
        assert "was damaged" in journal.complaint
    assert path.with_name("ccwatch.db.broken-1").read_bytes() == content


def test_text_that_is_no_utf_8_costs_that_text_and_no_more(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.record(LIFE)
        history = recorded.history(journal, JOB)
    with closing(sqlite3.connect(path)) as connection, connection:
        broken = "fields = CAST(replace(fields, '{', x'7bd2') AS TEXT)"
        connection.execute(f"UPDATE events SET {broken} WHERE number = 1")
        connection.execute("UPDATE jobs SET alias = CAST(x'41d241' AS TEXT)")
    with closing(Journal(path)) as journal:
        assert [job.alias for job in journal.load()] == ["A\N{REPLACEMENT CHARACTER}A"]
        assert recorded.history(journal, JOB) == history[:-1]
    assert [job.id for job in stored_jobs(path)] == [JOB]


def test_a_pause_that_the_service_asked_for_is_known_after_a_restart(path: Path) -> None:
    trouble = Trouble("Request limit reached", "slow down")
    with closing(Journal(path)) as journal:
        journal.record(
            [Limited(START, START + 30, trouble), Limited(START + 60, START + 90, trouble)]
        )
    with closing(Journal(path)) as journal:
        told = Status(limited_from=START + 60, limited_until=START + 90, trouble=trouble)
        assert journal.status() == told


def test_an_empty_file_becomes_a_journal(path: Path) -> None:
    path.touch()
    with closing(Journal(path)) as journal:
        assert journal.load() == []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(schema.STEPS),)


def test_a_file_of_the_first_version_is_read(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(schema.STEPS[0])
        connection.execute(
            "INSERT INTO jobs (job, service, added, observed_before, alias, progress, changed)"
            " VALUES ('old', 'contextcapture', 5, 0, 'Old', '{\"percentage\":4}', 6)"
        )
        connection.execute(
            "INSERT INTO observations (job, at, percentage, state) VALUES ('old', 6, 4, 'Active')"
        )
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
    with closing(Journal(path)) as journal:
        (job,) = journal.load()
    assert (job.name, job.percentage, job.changed, len(job.course)) == ("Old", 4, 6, 1)


def test_a_step_that_fails_leaves_the_file_at_the_version_before(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Journal(path)) as journal:
        journal.record(LIFE)
    wrong = "CREATE TABLE extra (a); INSERT INTO nowhere VALUES (1);"
    with monkeypatch.context() as patched:
        patched.setattr(schema, "STEPS", (*schema.STEPS, wrong))
        with pytest.raises(StorageFault) as fault:
            Journal(path)
    assert fault.value.message.startswith(f"{path}: ")
    with closing(Journal(path)) as journal:
        assert len(journal.load()) == 1


def test_a_later_file_is_set_aside_with_its_jobs_taken_over(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.record([*LIFE, Added(JobId("other"), START, Service.MODELING)])
        jobs = [replace(job, course=()) for job in journal.load()]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 999")
        connection.execute("CREATE TABLE future (a)")
        connection.execute("ALTER TABLE jobs ADD COLUMN mood TEXT")
    before = path.read_bytes()
    with pytest.raises(StorageFault, match="later version"):
        stored_jobs(path)
    with closing(Journal(path)) as journal:
        assert journal.load() == jobs
        assert journal.complaint == (
            "The job list was written by a later version of ccwatch. "
            "The file was renamed to ccwatch.db.newer-1; 2 jobs could be recovered from it."
        )
    aside = path.with_name("ccwatch.db.newer-1")
    assert aside.read_bytes() == before
    assert stored_jobs(path) == jobs


@pytest.mark.parametrize("content", [b"no database at all " * 100, b"SQLite format 3\x00" * 300])
def test_a_file_that_is_no_journal_is_set_aside_and_said(path: Path, content: bytes) -> None:
    for number in (1, 2):
        path.write_bytes(content)
        with pytest.raises(StorageFault):
            stored_jobs(path)
        with closing(Journal(path)) as journal:
            assert journal.load() == []
            aside = path.with_name(f"ccwatch.db.broken-{number}")
            assert aside.name in journal.complaint
            journal.record(LIFE)
        assert aside.read_bytes() == content
        with closing(Journal(path)) as journal:
            assert (journal.complaint, len(journal.load())) == ("", 1)


def test_of_a_damaged_file_all_readable_jobs_are_taken_over(path: Path) -> None:
    names = [JobId(f"job-{number:03}") for number in range(200)]
    with closing(Journal(path)) as journal:
        journal.record([Added(name, START, Service.MODELING, name * 20) for name in names])
    page = 4096
    content = bytearray(path.read_bytes())
    # A page of the list itself: the history has each name as JSON.
    leaves = (content[at : at + page] for at in range(0, len(content), page))
    listed = (b"job-100" * 20 in leaf and b'"alias"' not in leaf for leaf in leaves)
    middle = list(listed).index(True) * page
    content[middle : middle + page] = b"\xff" * page
    path.write_bytes(content)
    with closing(Journal(path)) as journal:
        found = journal.load()
        assert "was damaged" in journal.complaint
    assert 100 < len(found) < 200
    assert [job.id for job in found] == sorted(job.id for job in found)
    assert all(job.alias == job.id * 20 for job in found)


def test_a_table_that_somebody_dropped_is_damage(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.record(LIFE)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE notices")
        connection.execute("ALTER TABLE events DROP COLUMN fields")
    with closing(Journal(path)) as journal:
        assert [job.id for job in journal.load()] == [JOB]
        assert journal.complaint == (
            "The job list was damaged. "
            "The file was renamed to ccwatch.db.broken-1; 1 job could be recovered from it."
        )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("service", "gone"),
        ("progress", "{"),
        ("details", "[1]"),
        ("outcome", "?"),
        ("checked", "yesterday"),
        ("added", "'"),
        ("job", "../etc"),
    ],
)
def test_a_row_edited_by_hand_does_not_cost_the_rest(path: Path, column: str, value: str) -> None:
    with closing(Journal(path)) as journal:
        journal.record([*LIFE, Added(JobId("other"), START, Service.MODELING)])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"UPDATE jobs SET {column} = ? WHERE job = ?", (value, JOB))
        connection.commit()
    assert [job.id for job in stored_jobs(path)] == ["other"]
    with closing(Journal(path)) as journal:
        assert [job.id for job in journal.load()] == ["other"]
        journal.record([Removed(JOB, START), Added(JOB, START + 1, Service.MODELING)])
    assert [job.id for job in stored_jobs(path)] == ["other", JOB]


def test_a_notice_edited_by_hand_does_not_cost_the_rest(path: Path) -> None:
    with closing(Journal(path, say)) as journal, closing(sqlite3.connect(path)) as other:
        journal.record(LIFE)
        other.execute("INSERT INTO notices (at, fields) VALUES (1, '{')")
        other.commit()
        assert [notice for _, notice in journal.pending_notices()] == [NEW, FAILED]


QUESTIONS: dict[str, Callable[[Journal], object]] = {
    "record": lambda journal: journal.record(LIFE),
    "service_of": lambda journal: journal.service_of(JOB),
    "past": lambda journal: journal.past(JOB),
    "record_of": lambda journal: journal.record_of(JOB),
    "mark_shown": lambda journal: journal.mark_shown([1], START),
    "mark_held": lambda journal: journal.mark_held([1], START),
    "mark_read": lambda journal: journal.mark_read([1], START),
    "pending_notices": lambda journal: journal.pending_notices(),
    "notices": lambda journal: journal.notices(1),
    "thin": lambda journal: journal.thin(START),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_file_that_fails_while_it_is_open_is_named(path: Path, question: str) -> None:
    journal = Journal(path)
    journal.close()
    with pytest.raises(StorageFault) as fault:
        QUESTIONS[question](journal)
    assert fault.value.message.startswith(f"{path}: ")


def test_a_folder_that_is_not_there_is_a_storage_fault(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "ccwatch.db"
    with pytest.raises(StorageFault) as fault:
        Journal(path)
    assert fault.value.message == f"{path}: No such file or directory."


def test_reading_goes_on_while_another_writes(path: Path) -> None:
    assert stored_jobs(path) == []
    with closing(Journal(path)) as journal:
        journal.record(LIFE[:2])
        with closing(sqlite3.connect(path, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            assert [job.id for job in stored_jobs(path)] == [JOB]
            writer.execute("ROLLBACK")
        journal.record(LIFE[2:])
        assert stored_jobs(path) == [kept(job) for job in folded(LIFE)]


def test_reading_changes_no_file(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.record(LIFE)
    before = path.read_bytes()
    stored_jobs(path)
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists, not file modes")
def test_the_file_is_the_users_alone(journal: Journal, path: Path) -> None:
    journal.record(LIFE)
    assert {file.stat().st_mode & 0o077 for file in path.parent.iterdir()} == {0}


def test_a_journal_in_memory_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(Journal.in_memory()) as journal:
        journal.record(LIFE)
        assert len(journal.load()) == 1
    assert list(tmp_path.iterdir()) == []


def test_old_observations_are_thinned_and_no_event_goes(path: Path) -> None:
    day = 86_400.0
    now = START + 60 * day
    moves = [
        Moved(JOB, START + n * 60, Progress(n / 60, "Active", "A" if n < 3000 else "B"), None)
        for n in range(6000)
    ]
    late = [Moved(JOB, now - n, Progress(99.0, "Active", "B"), None) for n in range(100, 0, -1)]
    with closing(Journal(path)) as journal:
        journal.record([*LIFE[:2], *moves, *late])
        events = recorded.history(journal, JOB, 10_000)
        whole = recorded.course(journal, JOB)
        gone = journal.thin(now)
        course = recorded.course(journal, JOB)
        assert recorded.history(journal, JOB, 10_000) == events
        assert gone == len(whole) - len(course)
        assert 100 < len(course) - len(late) < 110
        assert course[-100:] == whole[-100:]
        assert {point.step for point in course} == {point.step for point in whole}
        assert journal.thin(now) == 0


def test_a_found_service_and_a_long_wait_are_kept(journal: Journal) -> None:
    """A wait is reported once, also across restarts."""
    found = ServiceFound(JOB, START + 1, Service.ANALYSIS_2)
    waits = WaitsLong(JOB, START + 2, 18_000.0)
    journal.record([Added(JOB, START, Service.MODELING), found, waits])
    (job,) = journal.load()
    assert (job.service, job.waits_long, job.stalled) == (Service.ANALYSIS_2, True, False)
    journal.record([Started(JOB, START + 3, Progress(1.0, "Active"))])
    (job,) = journal.load()
    assert (job.waits_long, job.stalled) == (False, False)


def test_a_cancellation_is_kept_until_the_job_ends(journal: Journal, path: Path) -> None:
    journal.record(
        [
            Added(JOB, START, Service.MODELING),
            WaitsLong(JOB, START + 1, 18_000.0),
            CancelAccepted(JOB, START + 2),
        ]
    )
    (job,) = stored_jobs(path)
    assert (job.cancelling, job.waits_long, job.stalled) == (True, False, False)
    assert [type(event) for event in recorded.history(journal, JOB, 1)] == [CancelAccepted]
    journal.record([Ended(JOB, START + 3, Outcome.CANCELLED)])
    (job,) = stored_jobs(path)
    assert (job.cancelling, job.phase) == (False, Phase.CANCELLED)


def test_what_the_user_removed_is_known_until_it_is_added_again(journal: Journal) -> None:
    others = [JobId("b"), JobId("never")]
    journal.record([Added(JOB, START, Service.MODELING), Added(others[0], START, Service.MODELING)])
    assert journal.removed([JOB, *others]) == set()
    journal.record([Removed(JOB, START + 1)])
    assert journal.removed([JOB, *others]) == {JOB}
    journal.record([Added(JOB, START + 2, Service.MODELING)])
    assert journal.removed([JOB, *others]) == set()
