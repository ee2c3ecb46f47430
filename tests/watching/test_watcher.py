"""The watcher in virtual time: the poller's contract, line by line."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise

import pytest

from ccwatch.core.budget import Budget
from ccwatch.core.errors import (
    BadReply,
    RateLimited,
    Refused,
    ServerFault,
    ServiceError,
    SignInNeeded,
    Unauthorised,
    Unreachable,
    WrongAddress,
)
from ccwatch.core.events import (
    CameBack,
    Described,
    Ended,
    Event,
    JobEvent,
    Limited,
    QueryFailed,
    Removed,
    Reopened,
    Scheduled,
    SignInWanted,
    Stalled,
    Started,
    StepChanged,
    Stretched,
    WaitsLong,
    WentUnreachable,
)
from ccwatch.core.job import Details, Job, JobId, Outcome, Progress, Remark, Service
from ccwatch.core.job_refs import JobRef
from ccwatch.watching.watcher import Watcher
from tests.fakes import FakeClient, Script, missing, moving, still
from tests.virtual_time import EPOCH, VirtualClock, kinds, run_virtual

A = JobId("a")
During = Callable[[Watcher, VirtualClock], Awaitable[None]]


def watch(
    scripts: dict[str, Script],
    seconds: float,
    *,
    details: dict[str, Script] | None = None,
    during: During | None = None,
    budget: Budget | None = None,
    client: FakeClient | None = None,
    others: tuple[str, ...] = (),
) -> tuple[FakeClient, list[Event]]:
    """Watch the jobs for that many virtual seconds; return the client and the events.

    `others` are jobs that are added during that time.
    """
    client = client or FakeClient()
    client.progress_script |= scripts
    client.details_script |= details or {}
    events: list[Event] = []

    async def main() -> None:
        clock = VirtualClock()

        def publish(event: Event) -> None:
            assert event.at == clock.now()
            assert not isinstance(event, JobEvent) or event.job in (*scripts, *others)
            events.append(event)

        watcher = Watcher(client, clock, publish, budget or Budget())
        for job in scripts:
            watcher.add(JobRef(JobId(job)))
        running = asyncio.ensure_future(watcher.run())
        if during:
            await during(watcher, clock)
        await asyncio.sleep(seconds - asyncio.get_running_loop().time())
        running.cancel()
        await asyncio.wait({running})

    run_virtual(main())
    return client, events


def told(events: list[Event], *types: type) -> list[Event]:
    """Return the events of these types."""
    return [event for event in events if isinstance(event, types)]


def test_a_still_job_is_asked_at_the_documented_times() -> None:
    client, _ = watch({"a": still()}, 480)
    assert client.asked["a"] == [0, 15, 45, 105, 225, 345, 465]


def test_the_service_is_asked_by_its_own_spelling_once_that_is_known() -> None:
    guid = "8f6c3a52-0d1e-4b7a-9c55-6f0e2a7d2b41"
    client = FakeClient(progress_script={guid.upper(): still()})
    described: dict[str, Script] = {guid: lambda _: Details(id=guid.upper(), state="active")}
    watch({guid: still()}, 50, client=client, details=described)
    assert client.asked == {guid: [0], guid.upper(): [15, 45]}


def test_a_moving_job_is_asked_every_fifteen_seconds() -> None:
    client, _ = watch({"a": moving()}, 100)
    assert client.asked["a"] == [0, 15, 30, 45, 60, 75, 90]


@pytest.mark.parametrize("change", [41.0, 39.0, 40.000001])
def test_any_change_of_the_percentage_restarts_the_sequence(change: float) -> None:
    script = lambda now: Progress(40.0 if now < 200 else change, "Active")  # noqa: E731
    client, _ = watch({"a": script}, 300)
    assert client.asked["a"] == [0, 15, 45, 105, 225, 240, 270]


def test_an_unknown_percentage_is_no_change() -> None:
    script = lambda now: Progress(None if now > 20 else 40.0, "Active")  # noqa: E731
    client, _ = watch({"a": script}, 230)
    assert client.asked["a"] == [0, 15, 45, 105, 225]


def test_a_new_step_with_the_same_percentage_does_not_restart() -> None:
    script = lambda now: Progress(40.0, "Active", "B" if now > 20 else "A")  # noqa: E731
    client, events = watch({"a": script}, 110)
    assert client.asked["a"] == [0, 15, 45, 105]
    assert client.asked_details["a"] == [0, 45]
    assert len(told(events, StepChanged)) == 1


@pytest.mark.parametrize(
    "error",
    [Unreachable("refused"), ServerFault("500"), WrongAddress("no such path")],
)
def test_failed_queries_take_their_place_in_the_sequence(error: Exception) -> None:
    script = lambda now: error if now < 100 else Progress(40.0, "Active")  # noqa: E731
    client, events = watch({"a": script}, 230)
    assert client.asked["a"] == [0, 15, 45, 105, 225]
    assert len(told(events, QueryFailed)) == 3


def test_a_failed_query_changes_nothing_that_is_known() -> None:
    script = lambda now: ServerFault("503") if 10 < now < 40 else Progress(40.0, "Active")  # noqa: E731
    client, events = watch({"a": script}, 110)
    assert client.asked["a"] == [0, 15, 45, 105]
    assert kinds(events).count("Moved") == 1


def test_latency_is_not_added_to_the_schedule() -> None:
    client, _ = watch({"a": still()}, 230, client=FakeClient(latency=4.0))
    assert client.asked["a"] == [0, 15, 45, 105, 225]


def test_a_query_longer_than_the_interval_is_followed_at_once_by_the_next_one() -> None:
    client, _ = watch({"a": moving()}, 70, client=FakeClient(latency=20.0))
    assert client.asked["a"][:3] == [0, pytest.approx(40), pytest.approx(60)]


def test_over_is_asked_for_its_outcome_and_then_no_more() -> None:
    ends = Details("Bridge", state="failed", ended=7.0, errors=(Remark("E", "", "No overlap"),))
    client, events = watch(
        {"a": lambda now: Progress(100.0 if now > 10 else 99.0, "Over" if now > 10 else "Active")},
        5000,
        details={"a": lambda now: ends if now > 10 else Details("Bridge", state="active")},
    )
    assert client.asked["a"] == [0, 15]
    assert client.asked_details["a"] == [0, 15]
    (end,) = told(events, Ended)
    assert isinstance(end, Ended)
    assert (end.outcome, end.ended, end.reasons[0].text) == (Outcome.FAILED, 7.0, "No overlap")


def test_an_outcome_that_cannot_be_had_yet_is_asked_for_again_on_the_schedule() -> None:
    client, events = watch(
        {"a": lambda _: Progress(100.0, "Over")},
        400,
        details={"a": lambda now: ServerFault("") if now < 50 else Details(state="success")},
    )
    assert client.asked_details["a"] == [0, 15, 45, 105]
    assert kinds(events).count("Ended") == 1


def test_missing_progress_of_an_unsubmitted_job_is_watched_on() -> None:
    script = lambda now: missing(now) if now < 50 else Progress(0.0, "Active", "A")  # noqa: E731
    client, events = watch(
        {"a": script}, 230, details={"a": lambda _: Details("Bridge", state="unsubmitted")}
    )
    assert client.asked["a"] == [0, 15, 45, 105, 225]
    assert len(told(events, Started)) == 1
    assert not told(events, Ended, QueryFailed)


def test_an_answer_about_the_job_alone_says_that_it_was_checked() -> None:
    unsubmitted = Details("Bridge", state="unsubmitted")
    _, events = watch({"a": missing}, 230, details={"a": lambda _: unsubmitted})
    described = [event for event in events if isinstance(event, Described)]
    assert [event.at - EPOCH for event in described] == [0, 15, 45, 105, 225]
    assert {event.details for event in described} == {unsubmitted}


def test_a_job_that_is_gone_is_told_once_and_asked_no_more() -> None:
    client, events = watch({"a": missing}, 900, details={"a": missing})
    assert client.asked["a"] == client.asked_details["a"] == [0]
    (end,) = told(events, Ended)
    assert isinstance(end, Ended)
    assert end.outcome is Outcome.UNAVAILABLE


def test_a_job_that_moves_is_watched_on_though_the_service_has_nothing_else_of_it() -> None:
    client, events = watch({"a": moving()}, 50, details={"a": missing})
    assert client.asked["a"] == [0, 15, 30, 45]
    assert not told(events, Ended, QueryFailed)


OVER = Progress(100.0, "Over")
UNREAD: list[Details | Exception] = [
    BadReply("The reply is too long."),
    BadReply("The reply is not JSON."),
    ServerFault("The service answered 500."),
    Refused("Forbidden."),
    WrongAddress("No such path."),
    Details(),
    Details("Bridge", state="Hibernating"),
]


def the_end(events: list[Event]) -> Ended:
    (end,) = told(events, Ended)
    assert isinstance(end, Ended)
    return end


@pytest.mark.parametrize("answer", UNREAD, ids=repr)
def test_an_outcome_that_cannot_be_read_is_told_at_the_fourth_try_and_sought_no_more(
    answer: Details | Exception,
) -> None:
    client, events = watch({"a": lambda _: OVER}, 5000, details={"a": lambda _: answer})
    assert client.asked["a"] == client.asked_details["a"] == [0, 15, 45, 105]
    end = the_end(events)
    assert (end.outcome, end.at, end.percentage) == (Outcome.UNREADABLE, EPOCH + 105, 100.0)
    assert len(told(events, QueryFailed)) == (3 if isinstance(answer, Exception) else 0)
    said = "The job does not say how it ended."
    assert end.reasons[0].message == (
        str(answer.args[0]) if isinstance(answer, Exception) else said
    )


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        ("success", Outcome.SUCCEEDED),
        ("Failed", Outcome.FAILED),
        ("CANCELLED", Outcome.CANCELLED),
    ],
)
def test_an_outcome_that_progress_knows_is_told_though_the_job_cannot_be_read(
    state: str, outcome: Outcome
) -> None:
    client, events = watch(
        {"a": lambda _: Progress(100.0, state)}, 5000, details={"a": lambda _: UNREAD[0]}
    )
    assert client.asked["a"] == [0, 15, 45, 105]
    assert the_end(events).outcome is outcome


@pytest.mark.parametrize(
    "answer",
    [Unreachable("Timed out."), Details("Bridge", state="active", started=1.0)],
    ids=["no answer", "still active"],
)
def test_what_is_no_try_lets_the_schedule_go_on(answer: Details | Exception) -> None:
    ends = Details("Bridge", state="failed")
    client, events = watch(
        {"a": lambda _: OVER}, 5000, details={"a": lambda now: answer if now < 4000 else ends}
    )
    assert len(client.asked["a"]) > 30
    assert the_end(events).outcome is Outcome.FAILED


def test_faults_of_the_way_between_the_tries_neither_count_nor_start_again() -> None:
    answers = iter([UNREAD[0], Unreachable("x"), UNREAD[1], Unreachable("x"), *UNREAD[2:4]])
    client, events = watch({"a": lambda _: OVER}, 5000, details={"a": lambda _: next(answers)})
    assert len(client.asked["a"]) == 6
    assert the_end(events).reasons[0].message == "Forbidden."


def test_a_job_that_goes_on_after_all_begins_a_new_count() -> None:
    progress = lambda now: Progress(99.0, "Active") if 100 < now < 200 else OVER  # noqa: E731
    client, events = watch({"a": progress}, 5000, details={"a": lambda _: UNREAD[0]})
    assert client.asked["a"] == [0, 15, 45, 105, 120, 150, 210, 225, 255, 315]
    assert the_end(events).at == EPOCH + 315


def test_a_restart_begins_a_new_count_and_still_ends() -> None:
    events: list[Event] = []
    client = FakeClient({"a": lambda _: OVER}, {"a": lambda _: UNREAD[0]})

    async def main() -> None:
        clock = VirtualClock()
        job = Job(A, progress=OVER, details=Details("Bridge", state="active"))
        for seconds in (50, 200):
            watcher = Watcher(client, clock, events.append, Budget())
            watcher.resume([job])
            running = asyncio.ensure_future(watcher.run())
            await asyncio.sleep(seconds)
            running.cancel()
            await asyncio.wait({running})

    run_virtual(main())
    assert client.asked["a"] == [0, 15, 45, 50, 65, 95, 155]
    assert the_end(events).outcome is Outcome.UNREADABLE


def test_a_job_whose_progress_is_gone_and_that_cannot_be_read_has_ended() -> None:
    progress = lambda now: missing(now) if now > 10 else Progress(40.0, "Active")  # noqa: E731
    details = lambda now: UNREAD[0] if now > 10 else Details(state="active")  # noqa: E731
    client, events = watch({"a": progress}, 5000, details={"a": details})
    assert client.asked["a"] == [0, 15, 45, 105, 225]
    assert the_end(events).outcome is Outcome.UNREADABLE


def test_a_job_without_progress_that_is_over_and_does_not_say_how_has_ended() -> None:
    client, events = watch({"a": missing}, 5000, details={"a": lambda _: Details(state="over")})
    assert client.asked["a"] == client.asked_details["a"] == [0, 15, 45, 105]
    assert the_end(events).outcome is Outcome.UNREADABLE


def test_a_job_that_waits_is_not_ended_by_faults_of_the_job_itself() -> None:
    details = lambda now: UNREAD[0] if 10 < now < 4000 else Details(state="unsubmitted")  # noqa: E731
    client, events = watch({"a": missing}, 5000, details={"a": details})
    assert len(client.asked["a"]) > 40
    assert not told(events, Ended)


def test_an_end_is_found_though_progress_cannot_be_read() -> None:
    progress = lambda now: BadReply("No progress.") if now > 10 else Progress(99.0, "Active")  # noqa: E731
    state = lambda now: Details(state="failed" if now > 40 else "active")  # noqa: E731
    client, events = watch({"a": progress}, 5000, details={"a": state})
    assert client.asked["a"] == [0, 15, 45]
    assert the_end(events).outcome is Outcome.FAILED
    assert len(told(events, QueryFailed)) == 1


@pytest.mark.parametrize("answer", [*UNREAD, Unreachable("x"), missing(0.0)], ids=repr)
def test_without_progress_nothing_else_ends_a_job(answer: Details | Exception) -> None:
    """A network's sign-in page answers every query in the same way."""
    client, events = watch(
        {"a": lambda _: BadReply("A page.")}, 1000, details={"a": lambda _: answer}
    )
    assert client.asked["a"] == [0, 15, 45, *range(105, 1000, 120)]
    assert not told(events, Ended, Described)
    assert {type(event) for event in told(events, QueryFailed)} == {QueryFailed}


@pytest.mark.parametrize("answer", UNREAD[:5], ids=repr)
def test_a_job_that_runs_is_not_in_trouble_because_its_details_cannot_be_had(
    answer: Exception,
) -> None:
    _, events = watch({"a": still()}, 500, details={"a": lambda _: answer})
    assert not told(events, QueryFailed, Ended)


def test_an_unreadable_end_that_is_checked_by_hand_may_be_found() -> None:
    async def during(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(500)
        watcher.check_now(A)

    details = lambda now: UNREAD[0] if now < 400 else Details(state="success")  # noqa: E731
    client, events = watch({"a": lambda _: OVER}, 1000, details={"a": details}, during=during)
    assert client.asked["a"] == [0, 15, 45, 105, 500]
    ends = [event.outcome for event in events if isinstance(event, Ended)]
    assert ends == [Outcome.UNREADABLE, Outcome.SUCCEEDED]


@pytest.mark.parametrize(
    ("error", "for_good"),
    [
        (WrongAddress("No such path."), True),
        (Refused("Forbidden.", for_good=True), True),
        (Refused("Locked."), False),
        (BadReply("A page."), False),
    ],
)
def test_a_failed_query_says_whether_it_is_for_good(error: Exception, for_good: bool) -> None:
    _, events = watch({"a": lambda _: error}, 10)
    assert isinstance(error, ServiceError)
    assert told(events, QueryFailed) == [QueryFailed(A, EPOCH, error.trouble, for_good)]


def test_a_429_holds_every_job_and_resumes_spread_out() -> None:
    def limited(now: float) -> Progress | Exception:
        if 14 < now < 16:
            return RateLimited("slow down", retry_after=100)
        return Progress(now / 100, "Active")

    scripts: dict[str, Script] = {"a": limited, **{f"b{n}": moving() for n in range(20)}}
    client, events = watch(scripts, 200)
    times = [time for time in client.all_asked if time > 15]
    (pause,) = told(events, Limited)
    assert isinstance(pause, Limited)
    assert pause.until == EPOCH + 115
    assert min(times) == 115
    resumed = [time for time in times if time < 125]
    assert all(b - a >= 0.5 for a, b in pairwise(resumed))


def test_a_429_is_a_failed_query_of_its_job() -> None:
    error = RateLimited("slow down", retry_after=100)
    _, events = watch({"a": lambda _: error, "b": still()}, 10)
    assert told(events, QueryFailed) == [QueryFailed(A, EPOCH, error.trouble)]


def test_a_429_holds_what_a_query_under_way_would_ask_next() -> None:
    async def during(watcher: Watcher, _: VirtualClock) -> None:
        await asyncio.sleep(1)
        watcher.add(JobRef(JobId("b")))

    limited = lambda now: RateLimited("", retry_after=100) if now < 50 else still()(now)  # noqa: E731
    client = FakeClient(progress_script={"b": still()}, latency=2.0)
    watch({"a": limited}, 140, during=during, client=client, others=("b",))
    assert client.asked["b"][0] == 1  # answered at 3 s, when the pause has begun
    assert client.asked_details["b"][0] > 102


def test_after_a_429_to_many_queries_at_once_all_resume_within_half_a_minute() -> None:
    limited = lambda now: RateLimited("", retry_after=100) if now < 50 else still()(now)  # noqa: E731
    scripts: dict[str, Script] = {f"j{n}": limited for n in range(40)}
    client, _ = watch(scripts, 140, client=FakeClient(latency=1.0))
    resumed = sorted(times[1] for times in client.asked.values())
    assert len(resumed) == 40
    assert 101 <= resumed[0] < resumed[-1] <= 132


@pytest.mark.parametrize(
    ("retry_after", "resumed"), [(None, 15), (0, 15), (90.5, 90.5), (99999, 3600)]
)
def test_the_pause_after_a_429_is_bounded(retry_after: float | None, resumed: float) -> None:
    script = lambda now: (  # noqa: E731
        RateLimited("", retry_after=retry_after) if now == 0 else Progress(1.0, "Active")
    )
    client, events = watch({"a": script}, 4000)
    assert client.asked["a"][1] == resumed
    (pause,) = told(events, Limited)
    assert isinstance(pause, Limited)
    assert pause.until - EPOCH == (1 if retry_after == 0 else resumed)


def unavailable(retry_after: float | None) -> ServerFault:
    fault = ServerFault("503")
    fault.retry_after = retry_after
    return fault


@pytest.mark.parametrize(
    ("retry_after", "asked"),
    [
        (None, [0, 15, 45, 105, 225]),
        (10, [0, 15, 45, 105, 225]),
        (100, [0, 100, 200, 300]),
        (100.5, [0, 100.5, 201, 301.5]),
        (99999, [0, 3600]),
    ],
)
def test_a_503_that_asks_for_a_longer_wait_puts_off_its_job_alone(
    retry_after: float | None, asked: list[float]
) -> None:
    script = lambda _: unavailable(retry_after)  # noqa: E731
    client, events = watch({"a": script, "b": still()}, 3700)
    assert client.asked["a"][: len(asked)] == asked
    assert client.asked["b"][:5] == [0, 15, 45, 105, 225]
    assert not told(events, Limited)


def test_a_job_that_was_put_off_keeps_its_place_and_is_checked_by_hand() -> None:
    async def check(watcher: Watcher, _: VirtualClock) -> None:
        await asyncio.sleep(100)
        watcher.check_now(A)

    script = lambda now: unavailable(1000) if now < 50 else Progress(1.0, "Active")  # noqa: E731
    client, _ = watch({"a": script}, 1200)
    assert client.asked["a"] == [0, 1000, 1030, 1090]
    client, _ = watch({"a": script}, 300, during=check)
    assert client.asked["a"] == [0, 100, 130, 190]


def test_a_401_renews_once_and_asks_once_more() -> None:
    client = FakeClient()
    script = lambda _: Progress(1.0, "Active") if client.renewals else Unauthorised("old")  # noqa: E731
    client, events = watch({"a": script}, 20, client=client)
    assert client.renewals == 1
    assert client.asked["a"] == [0, 0, 15]
    assert not told(events, SignInWanted)


def test_a_second_401_holds_all_jobs_with_one_notice_until_signed_in() -> None:
    client = FakeClient()
    signed_in = False

    def script(_: float) -> Progress | Exception:
        return Progress(1.0, "Active") if signed_in else Unauthorised("no")

    async def during(watcher: Watcher, clock: VirtualClock) -> None:
        nonlocal signed_in
        await asyncio.sleep(1000)
        assert max(client.all_asked) == 0
        signed_in = True
        watcher.signed_in()

    client, events = watch(
        {"a": script, "b": script, "c": script}, 1010, during=during, client=client
    )
    assert told(events, SignInWanted) == [SignInWanted(EPOCH, "Signed out by the service.")]
    assert client.renewals == 1
    assert {min(t for t in times if t > 0) for times in client.asked.values()} == {1000}


def test_without_a_sign_in_no_request_follows() -> None:
    client, events = watch({"a": lambda _: SignInNeeded("none"), "b": still()}, 500)
    assert len(told(events, SignInWanted)) == 1
    assert max(client.all_asked) == 0


def test_a_failing_renewal_for_want_of_a_network_is_a_failed_query() -> None:
    client = FakeClient(renew_error=Unreachable("no network"))
    _, events = watch({"a": lambda _: Unauthorised("old")}, 20, client=client)
    assert told(events, QueryFailed)
    assert not told(events, SignInWanted)


def test_check_now_never_goes_under_fifteen_seconds() -> None:
    async def during(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(50)
        watcher.check_now(A)
        await asyncio.sleep(1)
        watcher.check_now(A)
        await asyncio.sleep(30)
        watcher.check_now(A)

    client, _ = watch({"a": still()}, 100, during=during)
    assert client.asked["a"] == [0, 15, 45, 60, 81]


def test_an_ended_job_checked_by_hand_may_reopen() -> None:
    async def during(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(100)
        watcher.check_now(A)

    script = lambda now: Progress(50.0, "Active" if now > 90 else "Over")  # noqa: E731
    state = lambda now: Details(state="active" if now > 90 else "cancelled")  # noqa: E731
    client, events = watch({"a": script}, 120, details={"a": state}, during=during)
    assert client.asked["a"] == [0, 100, 115]
    assert told(events, Reopened)


def test_a_removed_job_is_asked_no_more_and_says_no_more() -> None:
    async def during(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(16)
        watcher.edit(Removed(A, clock.now()))

    client, events = watch({"a": moving()}, 100, during=during, client=FakeClient(latency=2.0))
    assert client.asked["a"] == [0, pytest.approx(15)]
    assert isinstance(events[-1], Removed)


def test_a_job_removed_and_added_again_is_not_asked_under_fifteen_seconds() -> None:
    async def during(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(50)
        watcher.edit(Removed(A, clock.now()))
        watcher.add(JobRef(A))

    client, _ = watch({"a": still()}, 70, during=during)
    assert client.asked["a"] == [0, 15, 45, 60]


def test_the_repeat_after_a_401_counts_as_the_jobs_last_query() -> None:
    client = FakeClient(latency=10.0)
    script = lambda _: Progress(1.0, "Active") if client.renewals else Unauthorised("old")  # noqa: E731
    watch({"a": script}, 45, client=client)
    assert client.asked["a"] == [0, 20, pytest.approx(40)]


def test_unreachable_is_told_late_and_back_once() -> None:
    script = lambda now: Unreachable("refused") if 10 < now < 300 else Progress(1.0, "Active")  # noqa: E731
    _, events = watch({"a": script, "b": script}, 600)
    (gone,) = told(events, WentUnreachable)
    (back,) = told(events, CameBack)
    assert isinstance(gone, WentUnreachable)
    assert gone.at - gone.since >= 90
    assert back.at > EPOCH + 300


def test_a_short_outage_is_not_told() -> None:
    script = lambda now: ServerFault("") if 10 < now < 70 else Progress(1.0, "Active")  # noqa: E731
    _, events = watch({"a": script, "b": moving()}, 300)
    assert not told(events, WentUnreachable, CameBack)


def test_the_budget_is_kept_and_the_longest_overdue_goes_first() -> None:
    scripts: dict[str, Script] = {f"j{n:02}": moving() for n in range(40)}
    client, events = watch(scripts, 600, budget=Budget(60, 4500))
    times = client.all_asked
    assert all(sum(start <= t < start + 60 for t in times) <= 60 for start in times)
    assert all(len(asked) >= 5 for asked in client.asked.values())
    assert told(events, Stretched)
    counts = [len(asked) for asked in client.asked.values()]
    assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize(("service", "requests"), [(Service.MODELING, 2), (Service.MODELING_2, 3)])
def test_the_messages_that_come_apart_count_in_the_budget(service: Service, requests: int) -> None:
    """A new job costs its progress, itself, and in version 2 its messages."""
    budget = Budget()

    async def during(watcher: Watcher, clock: VirtualClock) -> None:
        watcher.add(JobRef(A, service))

    client = FakeClient(progress_script={"a": still()})
    watch({}, 10, during=during, budget=budget, client=client, others=("a",))
    assert budget.used_this_hour(10) == requests


def test_a_jump_of_the_wall_clock_changes_no_query() -> None:
    async def during(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(20)
        clock.slip = -86400.0
        await asyncio.sleep(50)
        clock.slip = 86400.0

    client, _ = watch({"a": still()}, 230, during=during)
    assert client.asked["a"] == [0, 15, 45, 105, 225]


def test_after_a_sleep_each_job_is_asked_once_and_not_all_in_one_instant() -> None:
    async def during(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(110)
        clock.slept = 8 * 3600.0

    scripts: dict[str, Script] = {f"j{n}": still() for n in range(30)}
    client, events = watch(scripts, 330, during=during)
    after = sorted(t for t in client.all_asked if 110 < t < 290)
    assert len(after) == 30
    assert after[-1] - after[0] > 20
    assert not told(events, WentUnreachable)


def test_nothing_happens_between_due_times() -> None:
    _, events = watch({"a": still()}, 225 + 119)
    planned = told(events, Scheduled)
    assert len(planned) == 6


def test_another_limit_is_kept_at_once() -> None:
    async def allow_more(watcher: Watcher, _: VirtualClock) -> None:
        await asyncio.sleep(5)
        watcher.limit(500, 4500, at_once=8)

    client, _ = watch({name: still() for name in "abcdef"}, 10, during=allow_more, budget=Budget(4))
    assert [at for at in client.all_asked if at < 5] == [0.0] * 4
    assert sorted(client.asked) == list("abcdef")


def test_it_says_whether_answers_may_come_within_a_second() -> None:
    said: dict[float, bool] = {}

    async def look(watcher: Watcher, clock: VirtualClock) -> None:
        for at in (0.1, 0.5, 13.9, 14.5):
            await asyncio.sleep(at - clock.steady())
            said[at] = watcher.is_asking()

    watch({"a": still()}, 16, during=look, client=FakeClient(latency=0.2))
    # The job itself is queried as well: that takes twice the latency.
    assert said == {0.1: True, 0.5: False, 13.9: False, 14.5: True}


def queued(since: float) -> Script:
    return lambda _: Details(name="Dam", state="active", submitted=EPOCH - since)


def test_a_job_that_waits_unusually_long_is_reported_once() -> None:
    waits: Script = lambda now: Progress(0, "Active", "")  # noqa: E731
    _, events = watch({"a": waits}, 5 * 3600, details={"a": queued(0.0)})
    (told_once,) = told(events, WaitsLong)
    assert isinstance(told_once, WaitsLong)
    assert 4 * 3600 < told_once.wait < 4 * 3600 + 130
    assert not told(events, Started, Stalled)


def test_a_wait_that_began_before_ccwatch_counts() -> None:
    waits: Script = lambda now: Progress(0, "Active", "")  # noqa: E731
    _, events = watch({"a": waits}, 10, details={"a": queued(5 * 3600.0)})
    assert len(told(events, WaitsLong)) == 1


def test_a_clock_that_is_set_makes_no_wait_long() -> None:
    async def during(watcher: Watcher, clock: VirtualClock) -> None:
        await asyncio.sleep(20)
        clock.slip = 86_400.0

    waits: Script = lambda now: Progress(0, "Active", "")  # noqa: E731
    _, events = watch({"a": waits}, 3600, details={"a": queued(60.0)}, during=during)
    assert not told(events, WaitsLong)


def test_a_job_that_started_does_not_wait() -> None:
    _, events = watch({"a": still()}, 5 * 3600, details={"a": queued(0.0)})
    assert not told(events, WaitsLong)
