"""The live table, drawn into a string."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from ccwatch.core.events import Moved, SignInWanted
from ccwatch.core.job import Details, Job, JobId, Outcome, Progress
from ccwatch.core.jobs import Status
from ccwatch.terminal.job_table import job_table
from ccwatch.terminal.live_table import LiveTable
from tests.fakes import StoppedClock

THIN_SPACE = "\u202f"
AT = 1_790_000_000.0
A, B = JobId("a"), JobId("b")
MOVING = Job(
    A,
    progress=Progress(63.0, "Active", "Run_Production"),
    details=Details(name="Harbour [bold]bridge\x1b[2J"),
    next_check=AT + 12,
)


def console(*, terminal: bool = False) -> Console:
    # On Windows rich would otherwise assume a legacy console when there is none.
    return Console(file=io.StringIO(), width=140, force_terminal=terminal, legacy_windows=False)


def written(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_row_says_how_far_which_step_and_when_it_is_asked_again() -> None:
    out = console()
    out.print(job_table([MOVING], Status(), AT, 140))
    for text in ("◔", "Harbour [bold]bridge [2J", "63", "Run production", "in 12 s"):
        assert text in written(out)
    assert "\x1b" not in written(out)


def test_the_table_of_list_has_the_ids() -> None:
    out = console()
    out.print(
        job_table([Job(JobId("0123-abc"), outcome=Outcome.FAILED)], Status(), AT, 140, ids=True)
    )
    assert "✗" in written(out)
    assert written(out).count("0123-abc") == 2


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_a_narrow_terminal_shows_less_but_all_of_the_percentage(width: int) -> None:
    out = console()
    out.width = width
    out.print(job_table([MOVING, Job(B, outcome=Outcome.CANCELLED)], Status(), AT, width))
    assert "◔" in written(out)
    assert f"63{THIN_SPACE}%" in written(out)
    assert "Cancelled" in written(out)
    assert ("Next check" in written(out)) is (width >= 75)
    assert ("━" in written(out)) is (width >= 90)


def test_a_waiting_job_has_its_wait_and_where_there_is_room_the_usual_one() -> None:
    def ran(number: int) -> Job:
        details = Details(submitted=AT, started=AT + 60.0 * number)
        return Job(JobId(f"ran-{number}"), details=details, outcome=Outcome.SUCCEEDED)

    waits = Job(A, progress=Progress(0.0, "Queued"), details=Details(submitted=AT - 10_800))
    jobs = [waits, *map(ran, range(4, 22))]
    for width, wide in ((100, True), (99, False)):
        out = console()
        out.width = width
        out.print(job_table(jobs, Status(), AT, width))
        assert "Queued 3 h 00 min" in written(out)
        assert ("Usual wait" in written(out)) is ("5 – 20 min" in written(out)) is wide
    out = console()
    out.print(job_table(jobs[:-14], Status(), AT, 140))
    assert "Queued 3 h 00 min" in written(out)
    assert "Usual" not in written(out)
    out = console()
    out.print(job_table([MOVING, *jobs[1:]], Status(), AT, 140))
    assert "Usual" not in written(out)


def test_a_list_fits_eighty_columns() -> None:
    out = console()
    out.width = 80
    guid = "5b3f0c1e-7a42-4d86-9c1b-20e6a1f4d701"
    out.print(job_table([replace(MOVING, id=JobId(guid))], Status(), AT, 80, ids=True))
    for text in ("◔", "Harbour", "63", "Run production", guid):
        assert text in written(out)


def test_the_caption_counts_jobs_and_names_what_is_wrong_with_the_service() -> None:
    out = console()
    status = Status(signed_in=False, sign_in_reason="Signed out by the service.", limited_until=AT)
    out.print(job_table([MOVING], status, AT, 140))
    assert "1 job · 1 active · Sign-in needed: Signed out by the service." in written(out)
    assert "limit" not in written(out)


def test_the_live_table_shows_the_last_state_and_lets_a_person_be_told() -> None:
    out = console(terminal=True)
    with LiveTable(out, StoppedClock(AT)) as view:
        view.show(Moved(A, AT, Progress(63.0), 62.0), {A: MOVING}, Status())
        view.say("Open https://example.org/sign-in?state=[x]")
        view.show(SignInWanted(AT, "Signed out."), {A: MOVING, B: Job(B)}, Status())
    assert "Open https://example.org/sign-in?state=[x]" in written(out)
    assert "2 jobs · 1 active" in written(out)
