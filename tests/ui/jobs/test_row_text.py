"""The texts of a row: the second line, the state, the time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import QLocale

from ccwatch.core.estimate import Range
from ccwatch.core.job import Details, Job, JobId, Outcome, Phase, Progress, Trouble
from ccwatch.ui.jobs.row_text import line_with_state, second_line, state_column, time_column
from tests.ui.sample_jobs import JOBS, NOW, REASON

NEW = Job(JobId("new-1"))
OUTAGE = Trouble("Not reachable", "No connection to api.bentley.com.")
ACTIVE = JOBS[Phase.ACTIVE]
FAILED = JOBS[Phase.FAILED]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (NEW, ""),
        (JOBS[Phase.UNKNOWN], ""),
        (JOBS[Phase.QUEUED], "Reconstruction · 2 h 00 min"),
        (replace(NEW, progress=Progress(0.0, "Queued")), "Waiting for an engine"),
        (replace(NEW, progress=Progress(0.0, "Unsubmitted")), "Not submitted"),
        (ACTIVE, "Reconstruction · Run production"),
        (JOBS[Phase.STALLED], "Reconstruction · Run production"),
        (FAILED, f"Reconstruction · {REASON.text}"),
        (replace(FAILED, details=None), ""),
        (JOBS[Phase.SUCCEEDED], "Reconstruction"),
        (JOBS[Phase.CANCELLED], "Reconstruction"),
        (JOBS[Phase.UNAVAILABLE], ""),
        (replace(NEW, outcome=Outcome.UNAVAILABLE), ""),
        (JOBS[Phase.UNREADABLE], ""),
        (replace(ACTIVE, trouble=OUTAGE), "Not reachable · No connection to api.bentley.com."),
        (replace(FAILED, trouble=OUTAGE), f"Reconstruction · {REASON.text}"),
        (
            replace(NEW, progress=Progress(1.0, "Active", "A\nB\u202eC")),
            "A B C",
        ),
    ],
)
def test_the_second_line(job: Job, words: str) -> None:
    assert second_line(job, NOW) == words


def test_a_waiting_job_has_its_usual_wait_beside_its_own() -> None:
    usual, job = Range(300.0, 1200.0), JOBS[Phase.QUEUED]
    waits = "2 h 00 min, usually 5 – 20 min"
    assert second_line(job, NOW, usual=usual) == f"Reconstruction · {waits}"
    assert line_with_state(job, NOW, usual=usual) == f"Queued · {waits}"
    assert second_line(ACTIVE, NOW, usual=usual) == second_line(ACTIVE, NOW)
    unsubmitted = replace(NEW, progress=Progress(0.0, "Unsubmitted"))
    assert second_line(unsubmitted, NOW, usual=usual) == "Not submitted"


def test_a_narrow_row_leaves_the_type_out() -> None:
    assert second_line(ACTIVE, NOW, with_type=False) == "Run production"


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (NEW, ("Not known yet", "—")),
        (JOBS[Phase.UNKNOWN], ("Hibernating", "—")),
        (JOBS[Phase.QUEUED], ("Queued", "—")),
        (replace(NEW, progress=Progress(0.0, "Queued")), ("Queued", "—")),
        (ACTIVE, ("Active", "60\u202f%")),
        (replace(NEW, progress=Progress(0.0, "Active", "A")), ("Active", "0\u202f%")),
        (JOBS[Phase.STALLED], ("Stalled 9 h 00 min", "20\u202f%")),
        (JOBS[Phase.ENDING], ("Ending", "30\u202f%")),
        (JOBS[Phase.OVER], ("Ended", "100\u202f%")),
        (FAILED, ("Failed", "41\u202f%")),
        (JOBS[Phase.SUCCEEDED], ("Finished", "60\u202f%")),
    ],
)
def test_the_state_and_the_percentage(job: Job, words: tuple[str, str]) -> None:
    assert state_column(job, NOW) == words


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (NEW, ("", "waiting")),
        (replace(NEW, next_check=NOW + 48), ("", "check in 48 s")),
        (replace(NEW, next_check=NOW + 0.5), ("", "checking")),
        (replace(NEW, next_check=NOW - 90), ("", "checking")),
        (FAILED, ("took 1 h 29 min", "ended {end}")),
        (JOBS[Phase.CANCELLED], ("after 1 h 30 min", "ended {end}")),
        (JOBS[Phase.UNAVAILABLE], ("", "ended {end}")),
        (JOBS[Phase.UNREADABLE], ("", "ended {end}")),
        (replace(NEW, outcome=Outcome.SUCCEEDED), ("", "ended —")),
    ],
)
def test_the_time_of_a_job_without_an_estimate(job: Job, words: tuple[str, str]) -> None:
    ended = f"{datetime.fromtimestamp(job.ended):%H:%M}" if job.ended else "—"
    assert time_column(job, NOW) == (words[0], words[1].format(end=ended))


def test_the_time_left_is_above_the_end_and_not_above_the_next_check() -> None:
    def estimate(job: Job, now: float) -> Range:
        return Range(1800.0, 3600.0)

    left, end = time_column(replace(ACTIVE, next_check=NOW + 12), NOW, estimate)
    assert left == "30 min – 1 h"
    assert end.startswith("ends ")
    assert "12 s" not in end


def test_a_late_job_says_by_how_much_and_no_end() -> None:
    assert time_column(ACTIVE, NOW, lambda job, now: Range(0.0, 60.0, 1200.0)) == (
        "20 min over",
        "",
    )


@pytest.mark.parametrize(
    ("job", "left", "line"),
    [
        (ACTIVE, "", "Active · 60\u202f% · Run production"),
        (ACTIVE, "1 h left", "Active · 60\u202f% · 1 h left · Run production"),
        (JOBS[Phase.QUEUED], "", "Queued · 2 h 00 min"),
        (FAILED, "", f"Failed · {REASON.text}"),
        (JOBS[Phase.SUCCEEDED], "", "Finished"),
        (replace(ACTIVE, trouble=OUTAGE), "", "Not reachable · No connection to api.bentley.com."),
    ],
)
def test_a_row_without_columns_has_the_state_in_its_second_line(
    job: Job, left: str, line: str
) -> None:
    assert line_with_state(job, NOW, left) == line


def test_what_type_and_step_have_in_common_is_said_once() -> None:
    job = replace(ACTIVE, progress=Progress(5.0, "Active", "Reconstruction"))
    assert second_line(job, NOW) == "Reconstruction"


def test_an_end_before_today_is_a_day_because_the_column_is_narrow() -> None:
    job = JOBS[Phase.UNAVAILABLE]
    assert job.ended is not None
    assert time_column(job, job.ended + 86_400)[1] == "ended yesterday"


def test_no_next_check_is_announced_while_watching_is_on_hold() -> None:
    assert time_column(replace(NEW, next_check=NOW + 48), NOW, waits=True) == ("", "waiting")


def test_a_failure_without_a_start_took_an_unknown_time() -> None:
    job = replace(FAILED, details=Details(errors=(REASON,)))
    assert time_column(job, NOW)[0] == ""


def test_the_duration_of_a_job_that_ended_before_it_started_is_unknown() -> None:
    swapped = Details(started=NOW, ended=NOW - 60)
    job = replace(NEW, details=swapped, outcome=Outcome.SUCCEEDED, ended=NOW - 60)
    assert time_column(job, NOW)[0] == ""


@pytest.mark.parametrize(("said", "shown"), [(253.0, "100"), (-7.0, "0"), (-0.0, "0")])
def test_a_percentage_is_from_0_to_100(said: float, shown: str) -> None:
    job = replace(NEW, progress=Progress(said, "Active"))
    assert state_column(job, NOW)[1] == f"{shown}\u202f%"
