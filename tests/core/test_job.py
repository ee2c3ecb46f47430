"""The values: phases from states, the job's phase from all that is known, names."""

from dataclasses import replace

import pytest
from hypothesis import given

from ccwatch.core.job import (
    Details,
    Job,
    JobId,
    Outcome,
    Phase,
    Progress,
    Remark,
    job_key,
    phase_of,
)
from ccwatch.core.united_jobs import united
from tests.spellings import spelled_guids

A = JobId("a")
GUID = "8f6c3a52-0d1e-4b7a-9c55-6f0e2a7d2b41"


@pytest.mark.parametrize("change", [str.lower, str.upper, str.title])
@pytest.mark.parametrize(
    ("state", "phase"),
    [
        ("unsubmitted", Phase.QUEUED),
        ("Queued", Phase.QUEUED),
        ("active", Phase.ACTIVE),
        ("TerminatingOnCancel", Phase.ENDING),
        ("TerminatingOnFailure", Phase.ENDING),
        ("Over", Phase.OVER),
        ("success", Phase.SUCCEEDED),
        ("Failed", Phase.FAILED),
        ("Cancelled", Phase.CANCELLED),
    ],
)
def test_every_documented_state_is_known_in_any_letter_case(
    state: str, phase: Phase, change: object
) -> None:
    assert callable(change)
    assert phase_of(change(state)) is phase


@pytest.mark.parametrize("state", [None, "", "Paused", "active ", "Success!"])
def test_any_other_state_is_unknown(state: str | None) -> None:
    assert phase_of(state) is Phase.UNKNOWN


@pytest.mark.parametrize(
    ("job", "phase"),
    [
        (Job(A), Phase.UNKNOWN),
        (Job(A, details=Details(state="unsubmitted")), Phase.QUEUED),
        (Job(A, details=Details(state="active", submitted=1.0)), Phase.QUEUED),
        (Job(A, details=Details(state="active", submitted=1.0, started=2.0)), Phase.ACTIVE),
        (Job(A, progress=Progress(3.0, "Active")), Phase.ACTIVE),
        (Job(A, progress=Progress(3.0, "Active"), stalled=True), Phase.STALLED),
        (Job(A, progress=Progress(100.0, "Over"), outcome=Outcome.FAILED), Phase.FAILED),
        (Job(A, progress=Progress(100.0, "OVER")), Phase.OVER),
        (Job(A, progress=Progress(3.0, "Paused")), Phase.UNKNOWN),
    ],
)
def test_the_phase_comes_from_all_that_is_known(job: Job, phase: Phase) -> None:
    assert job.phase is phase


@pytest.mark.parametrize(
    ("seen", "phase"),
    [
        (Progress(0.0, "Active"), Phase.QUEUED),
        (Progress(None, "Active", ""), Phase.QUEUED),
        (Progress(0.5, "Active"), Phase.ACTIVE),
        (Progress(0.0, "Active", "Prepare_Production"), Phase.ACTIVE),
    ],
)
def test_active_without_a_sign_of_work_waits_while_it_has_not_started(
    seen: Progress, phase: Phase
) -> None:
    waiting = Details(state="active", submitted=1.0)
    assert Job(A, progress=seen, details=waiting).phase is phase


def test_a_job_is_called_by_the_users_name_then_the_services_then_its_id() -> None:
    assert Job(A).name == "a"
    assert Job(A, details=Details("Bridge")).name == "Bridge"
    assert Job(A, details=Details("Bridge"), alias="Mine").name == "Mine"


def test_unknown_is_none_and_never_zero() -> None:
    job = Job(A)
    assert (job.percentage, job.step, job.state, job.checked) == (None, None, None, None)
    assert Job(A, progress=Progress(1.0, None, "")).step is None
    assert Job(A, progress=Progress(1.0), details=Details(state="active")).state == "active"


@pytest.mark.parametrize(
    ("remark", "text"),
    [
        (Remark("E1", "Title", "Message"), "Message"),
        (Remark("E1", "Title", ""), "Title"),
        (Remark("E1", "", ""), "E1"),
    ],
)
def test_a_remark_says_the_best_that_it_has(remark: Remark, text: str) -> None:
    assert remark.text == text


@given(spelled_guids())
def test_every_spelling_of_a_guid_has_one_key(spelled: tuple[str, str]) -> None:
    guid, spelling = spelled
    assert job_key(spelling) == job_key(f" {spelling}\n") == guid


@pytest.mark.parametrize(
    "text", ["a", "A-b_9", "job-1", "{a-1}", GUID[:-1], GUID + "0", "{}", "", f"x{GUID}", "G" * 32]
)
def test_any_other_id_is_its_own_key(text: str) -> None:
    assert job_key(text) == text


@pytest.mark.parametrize("told", [GUID.upper(), GUID.replace("-", ""), f"{{{GUID}}}", GUID])
def test_the_services_own_spelling_is_used_once_it_is_known(told: str) -> None:
    job = Job(JobId(GUID), details=Details(id=told))
    assert (job.spelling, job.name) == (told, told)
    assert Job(JobId(GUID), listed_as=JobId(told)).spelling == told


@pytest.mark.parametrize("told", [None, "", "other", GUID.replace("8", "9"), "a"])
def test_another_jobs_id_is_no_spelling(told: str | None) -> None:
    assert Job(JobId(GUID), details=Details(id=told)).spelling == GUID
    assert Job(JobId("A"), details=Details(id=told)).spelling == "A"


WATCHED = Job(A, progress=Progress(3.0, "Active"))
GONE = Job(A, outcome=Outcome.UNAVAILABLE, details=Details("Bridge"))
FAILED = Job(A, outcome=Outcome.FAILED)
DESCRIBED = Job(A, outcome=Outcome.FAILED, details=Details("Bridge"))


@pytest.mark.parametrize(
    ("less", "more"),
    [(DESCRIBED, WATCHED), (GONE, WATCHED), (GONE, FAILED), (FAILED, DESCRIBED)],
    ids=["watched", "watched, not gone", "ended, not gone", "described"],
)
def test_a_job_that_is_there_twice_becomes_the_one_of_which_more_is_known(
    less: Job, more: Job
) -> None:
    other = Job(JobId("b"))
    for jobs in ([less, other, more], [more, less, other]):
        assert sorted(united(jobs), key=lambda job: job.id) == [more, other]


def test_a_job_that_is_there_twice_keeps_its_name_and_the_time_when_it_was_first_added() -> None:
    early, late = replace(DESCRIBED, added=3.0), replace(WATCHED, added=5.0, alias="Mine")
    both = replace(WATCHED, added=3.0, alias="Mine")
    assert united([early, late]) == united([late, early]) == [both]
    renamed = replace(early, alias="First")
    assert united([renamed, late]) == [replace(both, alias="First")]
