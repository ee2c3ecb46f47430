"""The live table, drawn into a string."""

import io

from rich.console import Console

from ccwatch.core.events import Moved, SignInWanted
from ccwatch.core.job import Details, Job, JobId, Outcome, Progress
from ccwatch.core.jobs import Status
from ccwatch.terminal.live_table import LiveTable
from ccwatch.terminal.table import job_table

AT = 1_790_000_000.0
A, B = JobId("a"), JobId("b")
MOVING = Job(
    A,
    progress=Progress(63.0, "Active", "Run_Production"),
    details=Details(name="Harbour [bold]bridge\x1b[2J"),
    next_check=AT + 12,
)


class StoppedClock:
    def now(self) -> float:
        return AT

    def steady(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        raise NotImplementedError


def console(*, terminal: bool = False) -> Console:
    return Console(file=io.StringIO(), width=140, force_terminal=terminal)


def written(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_row_says_how_far_which_step_and_when_it_is_asked_again() -> None:
    out = console()
    out.print(job_table([MOVING], Status(), AT))
    for text in ("◔", "Harbour [bold]bridge [2J", "63", "Active", "Run production", "in 12 s"):
        assert text in written(out)
    assert "\x1b" not in written(out)


def test_the_table_of_list_has_the_ids() -> None:
    out = console()
    out.print(job_table([Job(JobId("0123-abc"), outcome=Outcome.FAILED)], Status(), AT, ids=True))
    assert "✗" in written(out)
    assert written(out).count("0123-abc") == 2


def test_the_caption_counts_jobs_and_names_what_is_wrong_with_the_service() -> None:
    out = console()
    status = Status(signed_in=False, sign_in_reason="Signed out by the service.", limited_until=AT)
    out.print(job_table([MOVING], status, AT))
    assert "1 job · 1 active · Sign-in needed: Signed out by the service." in written(out)
    assert "limit" not in written(out)


def test_the_live_table_shows_the_last_state_and_lets_a_person_be_told() -> None:
    out = console(terminal=True)
    with LiveTable(out, StoppedClock()) as view:
        view.show(Moved(A, AT, Progress(63.0), 62.0), {A: MOVING}, Status())
        view.say("Open https://example.org/sign-in?state=[x]")
        view.show(SignInWanted(AT, "Signed out."), {A: MOVING, B: Job(B)}, Status())
    assert "Open https://example.org/sign-in?state=[x]" in written(out)
    assert "2 jobs · 1 active" in written(out)
