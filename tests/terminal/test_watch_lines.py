"""The lines for a pipe or a log."""

import re

import pytest

from ccwatch.core.errors import RateLimited
from ccwatch.core.events import (
    Ended,
    Event,
    Limited,
    Moved,
    Seen,
    SignInWanted,
    Started,
    StateChanged,
    StepChanged,
)
from ccwatch.core.job import Details, Job, JobId, Outcome, Progress, Remark
from ccwatch.terminal.watch_lines import event_line

A = JobId("a")
AT = 1_790_000_000.0
SEEN = Progress(63.0, "Active", "Run_Production")
JOB = Job(A, progress=SEEN, details=Details(name="Harbour bridge"))
FAILED = Ended(A, AT, Outcome.FAILED, None, 41.0, (Remark("E1", "", "IMG_1 has no overlap."),))


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (Moved(A, AT, SEEN, 62.0), "Harbour bridge — 63 % · Run production"),
        (StateChanged(A, AT, SEEN, "Queued"), "Harbour bridge — Active · 63 %"),
        (Started(A, AT, SEEN), "Harbour bridge — Started · Run production · 63 %"),
        (StepChanged(A, AT, SEEN, "Reconstruction"), "Harbour bridge — Run production · 63 %"),
        (FAILED, "Harbour bridge — Failed at 41 % · IMG_1 has no overlap."),
        (SignInWanted(AT, "Signed out."), "Sign-in needed — Signed out. 2 jobs are waiting."),
    ],
)
def test_a_line_names_the_job_and_what_happened(event: Event, text: str) -> None:
    line = event_line(event, JOB, waiting=2)
    assert line is not None
    time, said = line.split("  ", 1)
    assert re.fullmatch(r"\d\d:\d\d:\d\d", time)
    assert said == text


def test_a_limit_says_until_when() -> None:
    trouble = RateLimited("Slow down.", retry_after=30).trouble
    line = event_line(Limited(AT, AT + 30, trouble), None, waiting=1)
    assert line is not None
    assert re.search(r"Request limit reached · paused until \d\d:\d\d:\d\d$", line)


def test_bookkeeping_has_no_line() -> None:
    assert event_line(Seen(A, AT, SEEN), JOB, waiting=1) is None


def test_foreign_text_cannot_steer_the_terminal() -> None:
    job = Job(A, progress=SEEN, details=Details(name="Evil\x1b[2J\r\nname\u202e"))
    line = event_line(Moved(A, AT, SEEN, 1.0), job, waiting=1)
    assert line is not None
    assert line.isprintable()
