"""The transition table: the meaning of each reply in each known state."""

from dataclasses import replace

import pytest
from hypothesis import given

from ccwatch.core.errors import (
    BadReply,
    Refused,
    ServerFault,
    ServiceError,
    Unreachable,
    WrongAddress,
)
from ccwatch.core.events import (
    Described,
    Ended,
    JobEvent,
    Moved,
    Reopened,
    Seen,
    Stalled,
    Started,
    StateChanged,
    StepChanged,
)
from ccwatch.core.job import Details, Job, Outcome, Phase, Progress, Remark
from ccwatch.core.jobs import job_after_all
from ccwatch.core.transition import (
    advance,
    ended_unavailable,
    ended_unreadable,
    is_try,
    seeks_outcome,
    wants_details,
)
from tests.core.strategies import JOB, courses

NEW = Job(JOB, added=0.0)
V1_STATES = ("Unsubmitted", "Active", "Over", "success", "failed", "cancelled")
V2_STATES = (
    "Queued",
    "Active",
    "Success",
    "Failed",
    "TerminatingOnCancel",
    "TerminatingOnFailure",
    "Cancelled",
)
LETTER_CASES = (str.lower, str.upper, str.title, str.swapcase)


def follow(*seen: Progress | Details, job: Job = NEW, every: float = 15.0) -> tuple[Job, list[str]]:
    """Apply these observations to a job in turn; return it and the names of its events."""
    names: list[str] = []
    for number, one in enumerate(seen):
        job, events = advance(job, one, number * every)
        names += [type(event).__name__ for event in events if not isinstance(event, Seen)]
    return job, names


def active(percentage: float | None = 40.0, step: str | None = None) -> Progress:
    return Progress(percentage, "Active", step)


@pytest.mark.parametrize("change", LETTER_CASES)
@pytest.mark.parametrize("state", [*V1_STATES, *V2_STATES])
def test_no_state_of_progress_ends_a_job_or_is_told_at_first_sight(
    state: str, change: object
) -> None:
    assert callable(change)
    job, names = follow(Progress(40.0, change(state)))
    assert job.outcome is None
    assert job.state == change(state)
    assert names == ["Moved"]


@pytest.mark.parametrize("change", LETTER_CASES)
@pytest.mark.parametrize("state", [*V1_STATES, *V2_STATES])
def test_a_state_that_ends_asks_for_the_job_itself(state: str, change: object) -> None:
    assert callable(change)
    job, _ = follow(Details("Bridge", state="active"), Progress(40.0, change(state)))
    ends = state.lower() in ("over", "success", "failed", "cancelled")
    assert seeks_outcome(job) is ends
    assert wants_details(job) is ends


@pytest.mark.parametrize("change", LETTER_CASES)
@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        ("success", Outcome.SUCCEEDED),
        ("failed", Outcome.FAILED),
        ("cancelled", Outcome.CANCELLED),
    ],
)
def test_the_job_itself_tells_how_it_ended(state: str, outcome: Outcome, change: object) -> None:
    assert callable(change)
    reasons = (Remark("E", "", "No overlap"),)
    ends = Details("Bridge", state=change(state), ended=99.0, errors=reasons)
    job, events = advance(follow(active(), Progress(100.0, "Over"))[0], ends, 30.0)
    assert events == (
        Described(JOB, 30.0, ends),
        Ended(JOB, 30.0, outcome, 99.0, 100.0, reasons),
    )
    assert (job.outcome, job.ended, job.unfinished) == (outcome, 99.0, False)
    assert job.unseen is (outcome is Outcome.FAILED)
    assert not wants_details(job)
    assert advance(job, ends, 45.0)[1] == ()


@pytest.mark.parametrize("state", ["unsubmitted", "active", "Queued", "Paused", None])
def test_over_stays_open_while_the_job_itself_does_not_say_how(state: str | None) -> None:
    job, names = follow(active(), Progress(100.0, "Over"), Details("Bridge", state=state))
    assert job.unfinished
    assert job.phase is Phase.OVER
    assert seeks_outcome(job)
    assert "Ended" not in names


@pytest.mark.parametrize(
    ("was", "seen", "told"),
    [
        ("Queued", "Active", ["Started"]),
        ("unsubmitted", "ACTIVE", ["Started"]),
        ("Active", "Queued", ["StateChanged"]),
        ("Active", "TerminatingOnCancel", ["StateChanged"]),
        ("TerminatingOnFailure", "Active", ["StateChanged"]),
        ("Active", "Over", []),
        ("Active", "Success", []),
        ("Over", "Active", ["StateChanged"]),
        ("success", "Active", ["StateChanged"]),
        ("Active", "active", []),
        ("Active", "Paused", ["StateChanged"]),
        ("Paused", "Active", ["StateChanged"]),
        ("Paused", "Frozen", ["StateChanged"]),
        ("Paused", "PAUSED", []),
        ("Active", None, []),
        ("Active", "", []),
        (None, "Active", ["StateChanged"]),
        (None, None, []),
        (None, "", []),
        (None, "Paused", ["StateChanged"]),
    ],
)
def test_a_change_of_state_is_told_once(was: str | None, seen: str | None, told: list[str]) -> None:
    first, second = Progress(40.0, was), Progress(40.0, seen)
    job, names = follow(first, second, second)
    assert names == ["Moved", *told]
    assert job.state == (seen or was)


def test_each_event_names_its_job_its_time_and_what_was_before() -> None:
    queued, running = Progress(0.0, "Queued"), Progress(0.0, "Active", "A")
    paused, on = Progress(1.0, "Paused", "B"), Progress(1.0, "Active", "B")
    job, events = advance(NEW, queued, 10.0)
    assert events == (Seen(JOB, 10.0, queued), Moved(JOB, 10.0, queued, None))
    job, events = advance(job, running, 25.0)
    assert events == (
        Seen(JOB, 25.0, running),
        Started(JOB, 25.0, running),
        StepChanged(JOB, 25.0, running, None),
    )
    job, events = advance(job, paused, 40.0)
    assert events == (
        Seen(JOB, 40.0, paused),
        StateChanged(JOB, 40.0, paused, "Active"),
        StepChanged(JOB, 40.0, paused, "A"),
        Moved(JOB, 40.0, paused, 0.0),
    )
    _, events = advance(job, on, 55.0)
    assert events == (Seen(JOB, 55.0, on), StateChanged(JOB, 55.0, on, "Paused"))


def test_an_end_that_is_seen_in_progress_may_enter_a_step_and_a_known_end_does_not() -> None:
    before, _ = follow(active(99.0, "A"))
    over = Progress(99.0, "Over", "B")
    assert follow(over, job=before)[1] == ["StepChanged"]
    ended = replace(before, outcome=Outcome.SUCCEEDED, ended=1.0)
    assert follow(over, job=ended)[1] == []
    assert follow(active(99.0, "B"), job=ended)[1] == ["Reopened", "StepChanged"]


def test_an_unknown_state_is_kept_to_the_letter_and_watched_on() -> None:
    job, _ = follow(Progress(3.0, "WaitingForGodot"), Details(state="active"))
    assert job.state == "WaitingForGodot"
    assert job.phase is Phase.UNKNOWN
    assert job.unfinished


@pytest.mark.parametrize(
    ("was", "seen", "moved"),
    [
        (40.0, 41.0, True),
        (40.0, 39.0, True),
        (40.0, 40.00000000000001, True),
        (40.0, 40, False),
        (0, 0.0, False),
        (40.0, None, False),
        (None, 0.0, True),
    ],
)
def test_the_percentage_is_compared_exactly_in_both_directions(
    was: float | None, seen: float | None, moved: bool
) -> None:
    before, _ = advance(NEW, active(was, "A"), 0.0)
    job, events = advance(before, active(seen, "A"), 15.0)
    assert [event.was for event in events if isinstance(event, Moved)] == [was] * moved
    assert job.percentage == (was if seen is None else seen)


def test_a_step_is_told_when_it_changes_and_not_when_a_reply_lacks_it() -> None:
    lacking = [active(40.0, None), active(40.0, "")]
    job, names = follow(active(40.0, "A"), *lacking, active(40.0, "A"), active(40.0, "B"), *lacking)
    assert names == ["Moved", "StepChanged"]
    assert job.step == "B"


def test_the_end_still_knows_its_step_when_the_last_reply_has_none() -> None:
    job, _ = follow(active(99.0, "Reconstruction"), Progress(100.0, "Over", ""))
    assert (job.step, job.percentage) == ("Reconstruction", 100.0)


def test_active_before_it_started_is_still_queued_in_v1() -> None:
    waiting = Details("Bridge", state="active", submitted=1.0)
    job, names = follow(Details("Bridge", state="unsubmitted"), waiting, active(0.0))
    assert job.phase is Phase.QUEUED
    assert "Started" not in names
    job, names = follow(active(0.0), active(0.5, "Prepare_Production"), job=job)
    assert names == ["Started", "StepChanged", "Moved"]
    assert job.phase is Phase.ACTIVE


def test_a_stall_is_told_once_and_again_after_recovery() -> None:
    seen = [active(1.0), active(2.0), *[active(3.0)] * 200, active(4.0), *[active(4.0)] * 200]
    _, names = follow(*seen, every=120.0)
    assert names == ["Moved", "Moved", "Moved", "Stalled", "Moved", "Stalled"]


def test_a_step_change_is_movement_that_ends_a_stall() -> None:
    job, _ = follow(active(1.0, "A"), active(2.0, "A"), *[active(3.0, "A")] * 200, every=120.0)
    assert job.stalled
    job, names = follow(active(3.0, "B"), job=job)
    assert names == ["StepChanged"]
    assert not job.stalled


def test_a_stall_tells_since_when_and_shows_until_something_moves() -> None:
    job, _ = follow(active(38.0), active(39.0), active())
    job, events = advance(job, active(), 1000.0)
    assert events[-1] == Stalled(JOB, 1000.0, 30.0)
    assert job.phase is Phase.STALLED
    job, events = advance(job, active(41.0), 1200.0)
    assert [type(event) for event in events] == [Seen, Moved]
    assert job.phase is Phase.ACTIVE


def test_a_stalled_job_that_changes_its_state_is_told_as_one_that_was_active() -> None:
    job, names = follow(*[active()] * 300, every=120.0)
    assert names[-1] == "Stalled"
    assert follow(Progress(40.0, "Queued"), job=job)[1] == ["StateChanged"]
    assert follow(active(), job=job)[1] == []


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("state", ["Active", "queued", "TerminatingOnCancel"])
def test_an_ended_job_that_is_active_again_is_told_as_reopened(
    outcome: Outcome, state: str
) -> None:
    ended = replace(follow(active())[0], outcome=outcome, ended=1.0)
    job, events = advance(ended, Progress(40.0, state), 15.0)
    assert [type(event) for event in events] == [Seen, Reopened]
    assert (job.outcome, job.ended, job.unfinished) == (None, None, True)
    assert wants_details(job, events)


@pytest.mark.parametrize("state", ["Over", "success", "Paused", None])
def test_an_ended_job_stays_ended_for_any_other_state(state: str | None) -> None:
    ended = replace(follow(active())[0], outcome=Outcome.FAILED, ended=1.0)
    job, events = advance(ended, Progress(40.0, state), 15.0)
    assert [type(event) for event in events] == [Seen]
    assert job.outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("last", "outcome"),
    [
        (active(), Outcome.UNAVAILABLE),
        (Progress(100.0, "Over"), Outcome.UNAVAILABLE),
        (Progress(100.0, "SUCCESS"), Outcome.SUCCEEDED),
        (Progress(10.0, "Failed"), Outcome.FAILED),
        (Progress(10.0, "cancelled"), Outcome.CANCELLED),
    ],
)
def test_a_job_that_is_gone_ends_as_its_last_state_said(last: Progress, outcome: Outcome) -> None:
    before = follow(last)[0]
    job, events = ended_unavailable(before, 50.0)
    assert events == (Ended(JOB, 50.0, outcome, None, before.percentage),)
    assert job.outcome is outcome


def test_a_job_that_the_service_never_had_is_told_as_not_found() -> None:
    _, (end,) = ended_unavailable(NEW, 50.0)
    assert end == Ended(JOB, 50.0, Outcome.UNAVAILABLE, found=False)
    known, _ = follow(Details("Bridge", state="unsubmitted"))
    _, (end,) = ended_unavailable(known, 50.0)
    assert end == Ended(JOB, 50.0, Outcome.UNAVAILABLE)


TOO_LONG = BadReply("The reply is too long.")
REASON = Remark("", "Unexpected reply", "The reply is too long.")
UNTOLD = Remark("", "Unexpected reply", "The errors could not be read: " + REASON.message)


@pytest.mark.parametrize(
    ("last", "outcome", "reasons"),
    [
        (active(), Outcome.UNREADABLE, (REASON,)),
        (Progress(100.0, "Over"), Outcome.UNREADABLE, (REASON,)),
        (Progress(100.0, "Success"), Outcome.SUCCEEDED, ()),
        (Progress(41.0, "FAILED"), Outcome.FAILED, (UNTOLD,)),
        (Progress(41.0, "cancelled"), Outcome.CANCELLED, ()),
    ],
)
def test_a_job_that_cannot_be_read_ends_as_its_last_state_said(
    last: Progress, outcome: Outcome, reasons: tuple[Remark, ...]
) -> None:
    before, _ = follow(Details("Bridge", state="Hibernating", ended=45.0), last)
    job, events = ended_unreadable(before, TOO_LONG, 50.0)
    assert events == (Ended(JOB, 50.0, outcome, 45.0, last.percentage, reasons),)
    assert (job.outcome, job.ended, job.unfinished) == (outcome, 45.0, False)


def test_a_job_of_which_only_progress_was_ever_read_ends_as_unreadable_now() -> None:
    before, _ = follow(Progress(100.0, "Over"))
    job, events = ended_unreadable(before, TOO_LONG, 50.0)
    assert events == (Ended(JOB, 50.0, Outcome.UNREADABLE, None, 100.0, (REASON,)),)
    assert job.ended == 50.0


GOING_ON = Details(state="active", started=1.0)
WAITS = Details(state="unsubmitted")
OVER = Progress(100.0, "Over")


@pytest.mark.parametrize(
    ("known", "found", "missing", "counts"),
    [
        # Progress says that it is over: any answer counts that does not say how.
        (OVER, TOO_LONG, False, True),
        (OVER, ServerFault("500"), False, True),
        (OVER, Refused("403"), False, True),
        (OVER, WrongAddress("No such path."), False, True),
        (OVER, TOO_LONG, True, True),
        (OVER, Details(), False, True),
        (OVER, Details(state="Hibernating"), False, True),
        (OVER, Details(state="over"), False, True),
        (Progress(100.0, "success"), Details(state="Hibernating"), False, True),
        # What the service still calls active is not over; what got no answer was not read.
        (OVER, GOING_ON, False, False),
        (OVER, WAITS, False, False),
        (OVER, Details(state="TerminatingOnCancel"), False, False),
        (OVER, Unreachable("Timed out."), False, False),
        (OVER, Unreachable("Timed out."), True, False),
        # Progress is answered, and the job goes on: nothing is sought.
        (active(), TOO_LONG, False, False),
        (active(), Details(), False, False),
        (Progress(3.0, "Hibernating"), TOO_LONG, False, False),
        # No progress: of a job that ran that is an end, of one that waits it is not.
        (active(), TOO_LONG, True, True),
        (active(), Refused("403"), True, True),
        (active(), ServerFault("500"), True, True),
        (active(), GOING_ON, True, False),
        (active(), Details(state="Hibernating"), True, False),
        (active(), Details(state="Hibernating", ended=9.0), True, True),
        (active(), Details(state="Over"), True, True),
        (WAITS, TOO_LONG, True, False),
        (WAITS, ServerFault("500"), True, False),
        (Progress(0.0, "Queued"), TOO_LONG, True, False),
        # Never found: only what cannot be read at all.
        (None, TOO_LONG, True, True),
        (None, ServerFault("500"), True, False),
        (None, Refused("403"), True, False),
        (None, WAITS, True, False),
        (None, Details(state="Hibernating"), True, False),
    ],
)
def test_what_counts_as_a_try_to_read_the_outcome(
    known: Progress | Details | None, found: Details | ServiceError, missing: bool, counts: bool
) -> None:
    job = follow(known)[0] if known else NEW
    assert is_try(job, found, missing=missing) is counts


@pytest.mark.parametrize("outcome", [Outcome.UNREADABLE, Outcome.UNAVAILABLE])
def test_an_end_that_was_not_known_may_still_be_found_by_hand(outcome: Outcome) -> None:
    job = replace(follow(OVER)[0], outcome=outcome, ended=1.0)
    assert wants_details(job)
    after, events = advance(job, Details(state="failed", ended=7.0), 90.0)
    assert events[-1] == Ended(JOB, 90.0, Outcome.FAILED, 7.0, 100.0)
    assert not wants_details(after)


@pytest.mark.parametrize(
    ("events", "wanted"),
    [
        ((), False),
        ((Started(JOB, 0.0, active()),), True),
        ((StepChanged(JOB, 0.0, active(), None),), True),
        ((Reopened(JOB, 0.0, active()),), True),
        ((StateChanged(JOB, 0.0, active(), None),), False),
        ((Moved(JOB, 0.0, active(), None),), False),
    ],
)
def test_the_job_itself_is_asked_for_when_there_is_news_in_it(
    events: tuple[JobEvent, ...], wanted: bool
) -> None:
    assert wants_details(replace(NEW, details=Details("Bridge")), events) is wanted
    assert wants_details(NEW, events)


def test_equal_details_are_no_news() -> None:
    job, _ = advance(NEW, Details("Bridge", state="active"), 0.0)
    assert advance(job, Details("Bridge", state="active"), 15.0)[1] == ()


@given(courses)
def test_any_course_gives_a_job_that_its_events_give_too(
    course: list[tuple[Progress | Details, float]],
) -> None:
    job, replayed, now, ended = NEW, NEW, 0.0, False
    for seen, later in course:
        now += later
        known = job
        job, events = advance(job, seen, now)
        replayed_after = job_after_all(replayed, events)
        assert replayed_after is not None
        replayed = replayed_after
        assert job == replayed
        assert all((event.job, event.at) == (JOB, now) for event in events)
        kinds = [type(event) for event in events]
        assert len(kinds) == len(set(kinds))
        assert (Ended in kinds) <= (not ended)
        assert (Reopened in kinds) <= ended
        assert (Stalled in kinds) <= (known.percentage == job.percentage and not known.stalled)
        ended = job.outcome is not None
        if isinstance(seen, Progress):
            assert (Moved in kinds) is (seen.percentage not in (None, known.percentage))
            assert job.checked == now
        assert job.percentage is not None or known.percentage is None
    gone, events = ended_unavailable(job, now)
    assert gone == job_after_all(job, events)
    assert not gone.unfinished
