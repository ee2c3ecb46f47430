"""What the journal has of a job's past: events, course, and the times when nothing was known."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest

from ccwatch.core.course import GAP_AFTER, Gap
from ccwatch.core.events import (
    Added,
    Appeared,
    CameBack,
    CancelAccepted,
    CatchingUp,
    CaughtUp,
    Described,
    Ended,
    Event,
    Limited,
    LookedAt,
    Moved,
    Muted,
    NotContinued,
    QueryFailed,
    Removed,
    Renamed,
    Reopened,
    Scheduled,
    Seen,
    ServiceFound,
    SignedIn,
    SignInWanted,
    Stalled,
    Started,
    StateChanged,
    StepChanged,
    Stretched,
    WaitsLong,
    WentUnreachable,
)
from ccwatch.core.history_table import Observation, Record
from ccwatch.core.job import Details, JobId, Outcome, Progress, Service, Trouble
from ccwatch.core.past import Past
from ccwatch.disk.journal import Journal
from ccwatch.disk.past_rows import CHART_COLUMNS, MOST_EVENTS

START = 1_790_000_000.0
JOB, OTHER = JobId("8f6c-2b41"), JobId("other")
ADDED = Added(JOB, START, Service.MODELING)
LATE = GAP_AFTER + 240


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ccwatch.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with closing(Journal(path)) as opened:
        yield opened


def seen(percentage: float, step: str = "Run_Production") -> Progress:
    return Progress(percentage, "Active", step)


def answers(*times: float) -> list[Event]:
    return [Seen(JOB, START + at, seen(1)) for at in times]


def test_a_job_that_nobody_watches_has_no_past(journal: Journal) -> None:
    assert journal.past(JOB) == Past()
    assert journal.record_of(JOB) == Record()


def test_answers_on_the_schedule_leave_no_gap(journal: Journal) -> None:
    journal.record([ADDED, *answers(1, 121, 241, 241 + GAP_AFTER)])
    assert journal.past(JOB).gaps == ()


def test_the_time_without_an_answer_is_a_gap(journal: Journal) -> None:
    failed = QueryFailed(JOB, START + 500, Trouble("Not reachable", "No network."))
    journal.record([ADDED, *answers(1), failed, Scheduled(JOB, START + 501, START + 600)])
    journal.record(answers(LATE))
    assert journal.past(JOB).gaps == (Gap(START + 1, START + LATE),)


def test_the_time_in_which_the_program_did_not_run_is_a_gap(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.record([ADDED, *answers(1)])
    with closing(Journal(path)) as journal:
        journal.record(answers(9000, 9015))
        assert journal.past(JOB).gaps == (Gap(START + 1, START + 9000),)


def test_the_wait_for_a_first_answer_is_no_gap(journal: Journal) -> None:
    journal.record([ADDED, *answers(90_000)])
    assert journal.past(JOB).gaps == ()


def test_an_answer_about_the_job_itself_ends_a_gap_as_well(journal: Journal) -> None:
    journal.record([ADDED, *answers(1), Described(JOB, START + LATE, Details("Dam"))])
    journal.record(answers(LATE + 60))
    assert journal.past(JOB).gaps == (Gap(START + 1, START + LATE),)


def test_queries_that_each_come_late_are_one_gap(journal: Journal, path: Path) -> None:
    journal.record([ADDED, *answers(*(n * LATE + 1 for n in range(100)))])
    assert journal.past(JOB).gaps == (Gap(START + 1, START + 99 * LATE + 1),)
    journal.record(answers(99 * LATE + 16, 101 * LATE))
    assert len(journal.past(JOB).gaps) == 2


def test_a_gap_is_of_its_job_alone(journal: Journal) -> None:
    journal.record([ADDED, Added(OTHER, START, Service.MODELING), *answers(1, LATE)])
    assert journal.past(OTHER).gaps == ()


def test_a_job_added_again_has_the_gaps_of_its_new_course(journal: Journal) -> None:
    journal.record([ADDED, *answers(1, LATE), Removed(JOB, START + LATE + 1)])
    again = START + 10 * LATE
    journal.record([Added(JOB, again, Service.MODELING), *answers(10 * LATE + 5)])
    assert journal.past(JOB).gaps == ()


def test_the_course_is_as_fine_as_a_chart_can_be(journal: Journal) -> None:
    moves = [Moved(JOB, START + 15 * n, seen(n / 100), None) for n in range(1, 9000)]
    journal.record([ADDED, *moves])
    past = journal.past(JOB)
    (job,) = journal.load()
    assert len(job.course) < CHART_COLUMNS < len(past.course) <= 4 * CHART_COLUMNS
    assert (past.course[0].percentage, past.course[-1].percentage) == (0.01, 89.99)
    assert past.observations == len(moves)


def test_the_events_are_the_newest_ones(journal: Journal) -> None:
    steps = [StepChanged(JOB, START + n, seen(1, f"Step {n}"), None) for n in range(300)]
    journal.record([ADDED, *steps])
    past = journal.past(JOB)
    assert len(past.events) == MOST_EVENTS
    assert past.events[0] == steps[-1]


LIFE: Sequence[Event] = (
    SignInWanted(START - 10, "Before it was added."),
    ADDED,
    Started(JOB, START + 15, seen(1)),
    Moved(JOB, START + 15, seen(1), 0),
    Added(OTHER, START + 20, Service.MODELING),
    Started(OTHER, START + 21, seen(9)),
    WentUnreachable(START + 30, START + 20, Trouble("Not reachable", "No network.")),
    *answers(LATE + 15),
    Ended(JOB, START + LATE + 15, Outcome.SUCCEEDED, START + LATE, 100.0),
    SignedIn(START + 9 * LATE),
)


def test_the_record_holds_the_job_and_what_concerned_all_jobs_meanwhile(journal: Journal) -> None:
    journal.record([*LIFE[:3], *answers(15), *LIFE[3:]])
    record = journal.record_of(JOB)
    assert record.events == (LIFE[1], LIFE[2], LIFE[6], LIFE[8])
    assert record.observations == (Observation(START + 15, seen(1)),)
    assert record.gaps == (Gap(START + 15, START + LATE + 15),)


def test_the_record_of_a_job_that_goes_on_reaches_to_now(journal: Journal) -> None:
    journal.record([ADDED, *answers(1), SignInWanted(START + 500, "Signed out.")])
    assert journal.record_of(JOB).events[-1] == SignInWanted(START + 500, "Signed out.")


def test_what_somebody_wrote_into_the_file_does_not_cost_the_rest(
    journal: Journal, path: Path
) -> None:
    journal.record([*LIFE[:3], *answers(15), *LIFE[3:]])
    with closing(sqlite3.connect(path)) as other:
        other.execute("INSERT INTO gaps (job, since, until) VALUES (?, 'x', 'y')", (JOB,))
        other.execute(
            "INSERT INTO moves (job, at, percentage) SELECT job, 5, 'x' FROM moves LIMIT 1"
        )
        other.commit()
    record = journal.record_of(JOB)
    assert (len(record.observations), len(record.gaps)) == (1, 1)
    assert journal.past(JOB).gaps == record.gaps


def test_the_gaps_of_a_day_take_next_to_nothing_of_the_disk(path: Path) -> None:
    sizes = []
    for pause in (15, 3600):
        events: list[Event] = [ADDED]
        at = START
        for number in range(1, 5760):
            at += 15 if number % 240 else pause
            events += [Seen(JOB, at, seen(number / 60)), Moved(JOB, at, seen(number / 60), 1)]
        with closing(Journal(path.with_name(f"{pause}.db"))) as journal:
            journal.record(events)
            assert len(journal.past(JOB).gaps) == (23 if pause == 3600 else 0)
        sizes.append(path.with_name(f"{pause}.db").stat().st_size)
    assert sizes[1] < 600_000
    assert sizes[1] - sizes[0] <= 8192


def test_the_same_answer_about_a_job_again_wakes_no_disk(journal: Journal) -> None:
    synchronous = "PRAGMA synchronous"
    describe = [Described(JOB, START + at, Details("Dam", state="unsubmitted")) for at in (1, 120)]
    journal.record([ADDED, describe[0]])
    assert journal._connection.execute(synchronous).fetchone() == (2,)
    journal.record([describe[1]])
    assert journal._connection.execute(synchronous).fetchone() == (1,)
    (job,) = journal.load()
    assert job.checked == START + 120


TROUBLE = Trouble("Service not reachable", "No answer in time.")
REPEATABLE: tuple[Event, ...] = (
    Scheduled(JOB, START + 1, START + 16),
    Seen(JOB, START + 1, Progress(1.0, "Active", "Tiling")),
    QueryFailed(JOB, START + 1, TROUBLE),
)


@pytest.mark.parametrize("event", REPEATABLE, ids=lambda event: type(event).__name__)
def test_what_the_next_query_finds_out_again_is_not_synced_to_the_disk(
    journal: Journal, event: Event
) -> None:
    journal.record([ADDED])
    journal.record([event])
    assert journal._connection.execute("PRAGMA synchronous").fetchone() == (1,)


RUNNING = Progress(1.0, "Active", "Tiling")
LASTING: tuple[Event, ...] = (
    Added(OTHER, START + 1, Service.MODELING),
    Appeared(JOB, START + 1),
    Removed(JOB, START + 1),
    Renamed(JOB, START + 1, "Dam"),
    Muted(JOB, START + 1, True),
    LookedAt(JOB, START + 1),
    CancelAccepted(JOB, START + 1),
    Described(JOB, START + 1, Details("Dam")),
    Started(JOB, START + 1, RUNNING),
    Moved(JOB, START + 1, RUNNING, None),
    StepChanged(JOB, START + 1, RUNNING, None),
    StateChanged(JOB, START + 1, RUNNING, None),
    Stalled(JOB, START + 1, START),
    WaitsLong(JOB, START + 1, 18_000.0, 300.0, 1200.0),
    NotContinued(JOB, START + 1, START - 21_600.0),
    ServiceFound(JOB, START + 1, Service.ANALYSIS, (Service.MODELING_2,)),
    Reopened(JOB, START + 1, RUNNING),
    Ended(JOB, START + 1, Outcome.FAILED),
    SignInWanted(START + 1, "Signed out."),
    SignedIn(START + 1),
    WentUnreachable(START + 1, START, TROUBLE),
    CameBack(START + 1, START),
    Limited(START + 1, START + 61, TROUBLE),
    Stretched(START + 1, 6.0),
    CatchingUp(START + 1),
    CaughtUp(START + 1),
)


@pytest.mark.parametrize("event", LASTING, ids=lambda event: type(event).__name__)
def test_every_other_event_is_synced_to_the_disk_also_beside_one_that_is_not(
    journal: Journal, event: Event
) -> None:
    journal.record([ADDED])
    journal.record([REPEATABLE[0]])
    journal.record([event])
    assert journal._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    journal.record([REPEATABLE[0]])
    journal.record([*REPEATABLE, Moved(JOB, START + 2, seen(2.0), 1.0)])
    assert journal._connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_no_kind_of_event_is_left_out_here() -> None:
    assert {type(event) for event in (*LASTING, *REPEATABLE)} == set(get_args(Event))
