"""The report of a job: every known thing on a line of its own, nothing that is a secret."""

from dataclasses import replace

import pytest

from ccwatch.core.course import Gap
from ccwatch.core.job import Details, Job, JobId, Outcome, Phase, Progress, Remark, Trouble
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


WHOLE = """\
job:           8f6c-2b41
service:       Reality Modeling (contextcapture)
name:          Harbour bridge
renamed to:    Mine
type:          Full
iTwin:         7a-b

progress:      60.0
state:         "Active"
step:          "Run_Production"
job's state:   "active"
outcome:       failed
created:       1970-01-01T00:00:01Z
submitted:     1970-01-01T00:00:02Z
started:       1970-01-01T00:00:03Z
ended:         1970-01-01T00:00:04Z
engines:       5
units:         1.5
cost:          14.5
errors:        1
warnings:      2

now:           1970-01-01T00:01:00Z
added:         1970-01-01T00:00:10Z
checked:       1970-01-01T00:00:20Z
changed:       1970-01-01T00:00:30Z
next check:    1970-01-01T00:00:40Z
observations:  3
gaps:          1, 5 s in all
trouble:       Slow: Wait.
reply:         HTTP 429
signed in:     no
unreachable:   1970-01-01T00:00:50Z
paused until:  1970-01-01T00:00:55Z
muted:         yes"""


def test_everything_that_is_known_has_its_line() -> None:
    remark = Remark("E1", "", "No overlap.")
    details = Details(
        name="Harbour bridge",
        type="Full",
        state="active",
        created=1.0,
        submitted=2.0,
        started=3.0,
        ended=4.0,
        engines=5,
        units=1.5,
        cost=14.5,
        itwin="7a-b",
        errors=(remark,),
        warnings=(remark, remark),
    )
    job = Job(
        JobId("8f6c-2b41"),
        added=10.0,
        alias="Mine",
        muted=True,
        progress=Progress(60.0, "Active", "Run_Production"),
        details=details,
        outcome=Outcome.FAILED,
        checked=20.0,
        changed=30.0,
        next_check=40.0,
        trouble=Trouble("Slow", "Wait.", "", "HTTP 429"),
    )
    status = Status(signed_in=False, unreachable_since=50.0, limited_until=55.0)
    past = Past(observations=3, gaps=(Gap(20.0, 25.0),))
    assert job_report(job, past, status, 60.0) == WHOLE


@pytest.mark.parametrize(("signed_in", "said"), [(True, "yes"), (False, "no"), (None, "—")])
def test_whether_the_user_is_signed_in_is_said_once_it_is_known(
    signed_in: bool | None, said: str
) -> None:
    assert lines(ACTIVE, status=Status(signed_in=signed_in))["signed in"] == said


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
        "errors",
        "warnings",
        "checked",
        "trouble",
        "reply",
    ):
        assert told[label] == "—"
    assert (told["observations"], told["gaps"], told["signed in"]) == ("0", "0", "—")


def test_the_trouble_comes_with_the_code_of_whoever_made_it() -> None:
    trouble = Trouble("Service error", "Try later.", "", "HTTP 503")
    told = lines(replace(ACTIVE, trouble=trouble))
    assert told["trouble"] == "Service error: Try later."
    assert told["reply"] == "HTTP 503"
    assert lines(ACTIVE, status=Status(trouble=trouble))["reply"] == "HTTP 503"


def test_how_long_nothing_was_answered_is_said_while_it_lasts() -> None:
    assert "no reply for" not in lines(ACTIVE)
    assert lines(ACTIVE, now=NOW + 4000)["no reply for"] == "4000 s"
    ended = replace(ACTIVE, outcome=Outcome.FAILED)
    assert "no reply for" not in lines(ended, now=NOW + 4000)


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
