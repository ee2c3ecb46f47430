"""The report of a job: every known thing on a line of its own, nothing that is a secret."""

from dataclasses import replace

from ccwatch.core.course import Gap
from ccwatch.core.job import Details, Job, JobId, Outcome, Phase, Progress, Trouble
from ccwatch.core.job_report import job_report
from ccwatch.core.jobs import Status
from ccwatch.core.past import Past
from tests.ui.sample_jobs import JOBS, NOW

ACTIVE = JOBS[Phase.ACTIVE]
NOTHING, NONE = Past(), Status()


def lines(
    job: Job, past: Past = NOTHING, status: Status = NONE, now: float = NOW
) -> dict[str, str]:
    report = job_report(job, past, status, now)
    found = [line.split(":", 1) for line in report.splitlines() if line]
    return {label: value.strip() for label, value in found}


def test_what_is_known_of_a_job_is_said() -> None:
    told = lines(ACTIVE, Past(observations=3, gaps=(Gap(0.0, 600.0), Gap(900.0, 2000.5))))
    assert told["job"] == "active-1"
    assert told["service"] == "Reality Modeling (contextcapture)"
    assert told["progress"] == "60.0"
    assert told["state"] == '"Active"'
    assert told["step"] == '"Run_Production"'
    assert told["job's state"] == '"active"'
    assert told["submitted"] == "2026-09-21T12:13:20Z"
    assert told["checked"] == told["now"] == "2026-09-21T14:13:20Z"
    assert (told["observations"], told["gaps"]) == ("3", "2, 1700 s in all")


def test_what_is_not_known_is_a_dash() -> None:
    told = lines(Job(JobId("a")))
    for label in (
        "name",
        "progress",
        "state",
        "outcome",
        "created",
        "checked",
        "trouble",
        "answer",
    ):
        assert told[label] == "—"
    assert (told["observations"], told["gaps"], told["signed in"]) == ("0", "0", "—")


def test_the_trouble_comes_with_the_code_of_whoever_made_it() -> None:
    trouble = Trouble("Service error", "Try later.", "", "HTTP 503")
    told = lines(replace(ACTIVE, trouble=trouble))
    assert told["trouble"] == "Service error: Try later."
    assert told["answer"] == "HTTP 503"
    assert lines(ACTIVE, status=Status(trouble=trouble))["answer"] == "HTTP 503"


def test_how_long_nothing_was_answered_is_said_while_it_lasts() -> None:
    assert "no answer for" not in lines(ACTIVE)
    assert lines(ACTIVE, now=NOW + 4000)["no answer for"] == "4000 s"
    ended = replace(ACTIVE, outcome=Outcome.FAILED)
    assert "no answer for" not in lines(ended, now=NOW + 4000)


def test_each_thing_keeps_to_its_line_whatever_its_name() -> None:
    evil = "x\nmuted: no\u2028\x1b[31m"
    report = job_report(replace(ACTIVE, alias=evil), NOTHING, NONE, NOW)
    assert report.count("muted:") == 2
    assert len([line for line in report.splitlines() if line.startswith("muted")]) == 1
    assert "\x1b" not in report


def test_a_time_that_no_calendar_has_is_said_as_it_is() -> None:
    assert lines(replace(ACTIVE, changed=1e300))["changed"] == "1e+300"


def test_values_out_of_range_are_kept_as_the_service_said_them() -> None:
    details = Details(engines=-5, units=1e11, cost=-0.5)
    told = lines(Job(JobId("a"), progress=Progress(253.25), details=details))
    assert (told["progress"], told["engines"], told["units"], told["cost"]) == (
        "253.25",
        "-5",
        "100000000000.0",
        "-0.5",
    )
