"""A job that is being cancelled is shown as such until the service says how it ended."""

from dataclasses import replace

import pytest

from ccwatch.core.errors import (
    BadReply,
    JobMissing,
    OutcomeUnknown,
    RateLimited,
    Refused,
    ServiceError,
)
from ccwatch.core.events import CancelAccepted, Ended, JobEvent, Reopened, Seen, Started
from ccwatch.core.job import Details, Job, JobId, Outcome, Phase, Progress
from ccwatch.core.job_words import state_word
from ccwatch.core.jobs import job_after
from ccwatch.core.reply import Reply
from ccwatch.core.service_replies import check_accepted
from ccwatch.core.transition import advance

A = JobId("a")
ACTIVE = Job(A, progress=Progress(40.0, "Active", "Run"), details=Details(name="Pier"))


def after(event: JobEvent, job: Job = ACTIVE) -> Job:
    changed = job_after(job, event)
    assert changed
    return changed


CANCELLING = after(CancelAccepted(A, 5.0))


def test_it_is_shown_as_cancelling() -> None:
    assert (CANCELLING.phase, state_word(CANCELLING)) == (Phase.ENDING, "Cancelling…")
    assert not CANCELLING.can_be_cancelled


@pytest.mark.parametrize("state", ["Active", "Queued", "Unsubmitted", "Hibernating", None])
def test_it_stays_so_while_the_service_does_not_say_otherwise(state: str | None) -> None:
    job, events = advance(CANCELLING, Progress(41.0, state), 20.0)
    assert (job.phase, state_word(job)) == (Phase.ENDING, "Cancelling…")
    assert not any(isinstance(event, Started | Reopened) for event in events)


def test_a_stalled_or_waiting_job_that_is_cancelled_no_longer_stalls_or_waits() -> None:
    for job in (replace(ACTIVE, stalled=True), replace(ACTIVE, waits_long=True)):
        changed = after(CancelAccepted(A, 5.0), job)
        assert (changed.stalled, changed.waits_long) == (False, False)
        assert changed.phase is Phase.ENDING


def test_it_never_stalls() -> None:
    job, _ = advance(CANCELLING, Progress(40.0, "Active", "Run"), 90_000.0, still=90_000.0)
    assert not job.stalled


def test_the_services_own_word_follows() -> None:
    job, _ = advance(CANCELLING, Progress(40.0, "TerminatingOnCancel"), 20.0)
    assert (job.phase, state_word(job)) == (Phase.ENDING, "Cancelling…")
    over, _ = advance(job, Progress(40.0, "Over"), 30.0)
    assert over.phase is Phase.OVER


@pytest.mark.parametrize(
    ("state", "outcome", "phase"),
    [
        ("cancelled", Outcome.CANCELLED, Phase.CANCELLED),
        ("Success", Outcome.SUCCEEDED, Phase.SUCCEEDED),
        ("failed", Outcome.FAILED, Phase.FAILED),
    ],
)
def test_the_end_that_the_service_tells_wins(state: str, outcome: Outcome, phase: Phase) -> None:
    job, events = advance(CANCELLING, Details(name="Pier", state=state), 30.0)
    assert (job.outcome, job.phase, job.cancelling) == (outcome, phase, False)
    assert isinstance(events[-1], Ended)


def test_a_job_that_had_ended_already_stays_ended() -> None:
    ended = after(Ended(A, 4.0, Outcome.SUCCEEDED))
    job = after(CancelAccepted(A, 5.0), ended)
    assert (job.phase, job.cancelling) == (Phase.SUCCEEDED, False)


def test_a_job_that_runs_again_is_not_being_cancelled() -> None:
    ended = after(Ended(A, 6.0, Outcome.CANCELLED), CANCELLING)
    job = after(Reopened(A, 9.0, Progress(1.0, "Active")), ended)
    assert (job.phase, job.cancelling) == (Phase.ACTIVE, False)


@pytest.mark.parametrize(
    ("job", "can"),
    [
        (ACTIVE, True),
        (replace(ACTIVE, stalled=True), True),
        (Job(A, progress=Progress(0, "Queued")), True),
        (Job(A, progress=Progress(0, "Hibernating")), True),
        (Job(A, details=Details(state="unsubmitted")), True),
        (Job(A), False),  # no service has answered about it
        (Job(A, progress=Progress(99, "Over")), False),
        (Job(A, progress=Progress(99, "TerminatingOnFailure")), False),
        (Job(A, progress=Progress(99, "TerminatingOnCancel")), False),
        *((replace(ACTIVE, outcome=outcome), False) for outcome in Outcome),
    ],
)
def test_only_a_known_job_that_has_not_ended_can_be_cancelled(job: Job, can: bool) -> None:
    assert job.can_be_cancelled is can


def test_a_percentage_that_moves_on_is_still_shown() -> None:
    assert after(Seen(A, 9.0, Progress(55.0, "Active")), CANCELLING).percentage == 55.0


def checked(status: int, body: bytes = b"", kind: str = "application/json") -> ServiceError | None:
    try:
        check_accepted(Reply(status, {"content-type": kind}, body))
    except ServiceError as error:
        return error
    return None


@pytest.mark.parametrize("status", [200, 201, 202, 204, 226])
@pytest.mark.parametrize("body", [b"", b"null", b"{", b'{"job": {}}', b"\xff"])
def test_any_success_is_accepted(status: int, body: bytes) -> None:
    assert checked(status, body) is None


@pytest.mark.parametrize("status", range(500, 600, 7))
def test_a_fault_of_the_service_leaves_it_open(status: int) -> None:
    assert type(checked(status)) is OutcomeUnknown


@pytest.mark.parametrize("status", [400, 403, 405, 408, 409, 410, 411, 415, 422, 423, 425, 451])
@pytest.mark.parametrize("body", [b"", b"<html>", b'{"error": {"code": "X", "message": "No."}}'])
def test_a_refusal_is_one_with_any_body(status: int, body: bytes) -> None:
    assert isinstance(checked(status, body), Refused | BadReply)


def test_the_useful_part_of_a_refusal_is_told() -> None:
    body = (
        b'{"error": {"code": "InvalidRequest", "message": "Invalid request.", "details": '
        b'[{"code": "InvalidChange", "message": "It is saving the data.", "target": ""}]}}'
    )
    error = checked(422, body)
    assert error
    assert error.message == "Invalid request. It is saving the data."


def test_a_missing_job_and_a_limit_are_told_apart() -> None:
    assert type(checked(404, b'{"error": {"code": "JobNotFound"}}')) is JobMissing
    assert type(checked(429)) is RateLimited
