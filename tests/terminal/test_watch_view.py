"""The views that print lines."""

import json

import pytest

from ccwatch.core.events import Ended, Moved, Seen, SignInWanted, StepChanged
from ccwatch.core.job import Job, JobId, Outcome, Progress
from ccwatch.core.jobs import Status
from ccwatch.terminal.watch_view import json_lines, text_lines
from tests.core.surveys_oracle import survey

A = JobId("a")
AT = 1_790_000_000.0
SEEN = Progress(63.0, "Active", "Run_Production")
JOBS = {A: Job(A, progress=SEEN)}


def test_each_event_is_one_json_line(capsys: pytest.CaptureFixture[str]) -> None:
    with json_lines() as view:
        view.show(Seen(A, AT, SEEN), JOBS, Status())
        view.show(Moved(A, AT, SEEN, None), JOBS, Status())
        view.show(SignInWanted(AT, "Signed out."), JOBS, Status())
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(event["event"], event["job"]) for event in events] == [
        ("progress", "a"),
        ("sign-in", None),
    ]


def test_the_jobs_of_a_survey_share_an_id_once_they_are_known(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, second, *_ = survey()
    with json_lines() as view:
        for known, job in (([first], first), ([first, second], second), ([first, second], first)):
            by_id = {each.id: each for each in known}
            view.show(Ended(job.id, AT, Outcome.SUCCEEDED), by_id, Status())
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["survey"] for line in lines] == [None, first.id, first.id]


def test_what_a_line_of_text_has_told_is_not_told_again(capsys: pytest.CaptureFixture[str]) -> None:
    with text_lines() as view:
        view.show(StepChanged(A, AT, SEEN, None), JOBS, Status())
        view.show(Moved(A, AT, SEEN, 62.0), JOBS, Status())
        later = Progress(64.0, "Active", "Run_Production")
        view.show(Moved(A, AT, later, 63.0), {A: Job(A, progress=later)}, Status())
    lines = [line[10:] for line in capsys.readouterr().out.splitlines()]
    assert lines == ["a — Run production · 63 %", "a — 64 % · Run production"]


def test_what_is_said_beside_the_data_goes_to_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    json_lines().say("Open this address")
    assert capsys.readouterr() == ("", "Open this address\n")
