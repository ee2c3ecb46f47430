"""Following jobs without a window, in virtual time: the output, and the end."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Self

import pytest

from ccwatch.commands.following import follow
from ccwatch.core.errors import (
    BadReply,
    Refused,
    ServerFault,
    SignInNeeded,
    Unauthorised,
    WrongAddress,
)
from ccwatch.core.events import Ended, Event, Moved, QueryFailed, SignedIn
from ccwatch.core.job import Details, Job, JobId, Outcome, Progress
from ccwatch.core.job_refs import JobRef
from ccwatch.core.jobs import Status
from ccwatch.terminal.exit_code import Exit, exit_of
from ccwatch.terminal.watch_view import Jobs
from tests.fakes import FakeClient, Script, missing, moving, still
from tests.virtual_time import VirtualClock, kinds, run_virtual


class FakeView:
    """Records what it is shown; breaks like a closed pipe on demand."""

    def __init__(self, breaks_at: type[Event] | None = None) -> None:
        self.shown: list[Event] = []
        self.said: list[str] = []
        self.jobs: Jobs = {}
        self.open = False
        self._breaks_at = breaks_at

    def __enter__(self) -> Self:
        self.open = True
        return self

    def __exit__(self, *_: object) -> None:
        self.open = False

    def show(self, event: Event, jobs: Jobs, status: Status) -> None:
        if self._breaks_at and isinstance(event, self._breaks_at):
            raise BrokenPipeError
        self.shown.append(event)
        self.jobs = jobs

    def say(self, text: str) -> None:
        self.said.append(text)


def ends(state: str, after: float = 0.0) -> tuple[Script, Script]:
    """Return answers for progress and for the job itself with this end."""

    def progress(now: float) -> Progress:
        return Progress(100.0, "Over") if now >= after else Progress(now, "Active", "Work")

    return progress, lambda now: Details(state=state if now >= after else "active")


def run(
    *jobs: str,
    client: FakeClient,
    view: FakeView | None = None,
    timeout: float | None = None,
    sign_in: Callable[[Callable[[str], None]], Awaitable[str | None]] | None = None,
) -> Exit:
    async def main() -> Exit:
        refs = [JobRef(JobId(job)) for job in jobs]
        shown = view or FakeView()
        clock = VirtualClock()
        return await follow(refs, client, clock, shown, timeout=timeout, sign_in=sign_in)

    return run_virtual(main())


def client_of(**ways: tuple[Script, Script]) -> FakeClient:
    return FakeClient(
        {job: progress for job, (progress, _) in ways.items()},
        {job: details for job, (_, details) in ways.items()},
    )


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        (["succeeded"], 0),
        (["succeeded", "succeeded"], 0),
        (["failed"], 1),
        (["cancelled"], 1),
        (["succeeded", "failed"], 1),
        (["unavailable"], 4),
        (["succeeded", "unavailable"], 4),
        (["unavailable", "failed"], 1),
        (["failed", None], 5),
        (["unavailable", None], 5),
        (["unreadable"], 7),
        (["unreadable", "succeeded"], 7),
        (["unreadable", "unavailable"], 7),
        (["unreadable", "failed"], 1),
        (["unreadable", None], 5),
        (["refused"], 6),
        (["refused", "succeeded"], 6),
        (["refused", "unreadable"], 6),
        (["refused", "unavailable"], 6),
        (["refused", "failed"], 1),
        (["refused", None], 5),
        ([None], 5),
    ],
)
def test_exit_codes_have_one_order(outcomes: list[str | None], code: int) -> None:
    jobs = [
        Job(JobId(end or "a"), outcome=Outcome(end) if end and end != "refused" else None)
        for end in outcomes
    ]
    assert exit_of(jobs, {JobId("refused")}) == code


@pytest.mark.parametrize(("state", "code"), [("success", 0), ("failed", 1), ("cancelled", 1)])
def test_following_ends_with_the_job(state: str, code: int) -> None:
    view = FakeView()
    assert run("a", client=client_of(a=ends(state, after=100.0)), view=view) == code
    assert kinds(view.shown)[-1] == "Ended"
    assert not view.open


def test_following_goes_on_until_the_last_job_has_ended() -> None:
    view = FakeView()
    client = client_of(a=ends("success"), b=ends("failed", after=600.0))
    assert run("a", "b", client=client, view=view) == Exit.FAILED
    assert [event.job for event in view.shown if isinstance(event, Ended)] == ["a", "b"]
    assert len(client.asked["a"]) == 1


def test_a_job_that_the_service_does_not_know_is_not_available() -> None:
    assert run("a", client=client_of(a=(missing, missing))) == Exit.UNAVAILABLE


def refused(_: float) -> Refused:
    """Answer like a service that refuses this user everywhere."""
    return Refused("You may not.", for_good=True)


def wrong_address(_: float) -> WrongAddress:
    """Answer like a service without this path."""
    return WrongAddress("No such path.")


@pytest.mark.parametrize(
    "way",
    [(refused, refused), (wrong_address, wrong_address), (missing, refused)],
    ids=["refused", "wrong address", "only the job itself refused"],
)
def test_what_is_refused_for_good_ends_the_wait_at_once(way: tuple[Script, Script]) -> None:
    view, client = FakeView(), client_of(a=way)
    assert run("a", client=client, view=view) == 6
    assert client.asked["a"] == [0.0]
    (said,) = view.said
    assert said.startswith("a — ")
    assert "Check the " in said


def test_a_refused_job_does_not_keep_the_others_from_being_followed() -> None:
    view = FakeView()
    client = client_of(a=(refused, refused), b=ends("success", after=300.0))
    assert run("a", "b", client=client, view=view) == 6
    assert [event.job for event in view.shown if isinstance(event, Ended)] == ["b"]
    client = client_of(a=(refused, refused), b=ends("failed", after=300.0))
    assert run("a", "b", client=client) == 1


def test_a_refusal_that_passes_is_waited_out() -> None:
    def passing(now: float) -> Progress | Exception:
        return refused(now) if now < 50 else Progress(100.0, "Over")

    client = client_of(
        a=(passing, lambda _: Details(state="success")), b=ends("success", after=300.0)
    )
    assert run("a", "b", client=client) == 0


@pytest.mark.parametrize("error", [Refused("Locked."), BadReply("A page."), ServerFault("500")])
def test_a_fault_that_may_pass_is_waited_out(error: Exception) -> None:
    client = FakeClient({"a": lambda _: error}, {"a": lambda _: error})
    assert run("a", client=client, timeout=900.0) == Exit.TIMED_OUT
    assert len(client.asked["a"]) > 8


def test_a_job_that_was_seen_is_waited_for_though_it_is_refused_now() -> None:
    def later(now: float) -> Progress | Exception:
        return Progress(40.0, "Active") if now < 10 else refused(now)

    client = FakeClient({"a": later})
    assert run("a", client=client, timeout=900.0) == Exit.TIMED_OUT


def test_an_outcome_that_cannot_be_read_has_its_own_code() -> None:
    view = FakeView()
    client = client_of(a=(lambda _: Progress(100.0, "Over"), lambda _: BadReply("Too long.")))
    assert run("a", client=client, view=view) == 7
    assert client.asked["a"] == [0.0, 15.0, 45.0, 105.0]


def test_the_time_out_ends_the_wait_with_what_is_known() -> None:
    view, client = FakeView(), FakeClient({"a": moving()})
    assert run("a", client=client, view=view, timeout=60.0) == Exit.TIMED_OUT
    assert client.asked["a"] == [0.0, 15.0, 30.0, 45.0]
    assert not view.open


def test_without_a_way_to_sign_in_it_ends_at_once() -> None:
    client = FakeClient(
        {"a": lambda _: Unauthorised("Invalid.")},
        renew_error=SignInNeeded("It is no longer valid."),
    )
    view = FakeView()
    with pytest.raises(SignInNeeded, match="It is no longer valid"):
        run("a", client=client, view=view)
    assert client.asked["a"] == [0.0]
    assert "SignInWanted" in kinds(view.shown)
    assert not view.open


def test_a_person_who_signs_in_lets_it_go_on() -> None:
    signed_in = False

    def progress(now: float) -> Progress | Exception:
        return Progress(100.0, "Over") if signed_in else Unauthorised("Invalid.")

    async def sign_in(tell: Callable[[str], None]) -> str | None:
        nonlocal signed_in
        tell("Open this address")
        await asyncio.sleep(40.0)
        signed_in = True
        return None

    client = client_of(a=(progress, lambda _: Details(state="success")))
    client.renew_error = SignInNeeded("Signed out.")
    view = FakeView()
    assert run("a", client=client, view=view, sign_in=sign_in) == Exit.SUCCEEDED
    assert client.asked["a"] == [0.0, 40.0]
    assert view.said == ["Open this address"]
    assert sum(isinstance(event, SignedIn) for event in view.shown) == 1


def test_a_sign_in_that_does_not_work_ends_it() -> None:
    async def sign_in(tell: Callable[[str], None]) -> str | None:
        raise SignInNeeded("Nobody signed in.")

    client = FakeClient({"a": lambda _: SignInNeeded("Signed out.")})
    with pytest.raises(SignInNeeded, match="Nobody signed in"):
        run("a", client=client, sign_in=sign_in)


def test_a_closed_pipe_ends_it() -> None:
    client = FakeClient({"a": moving()})
    with pytest.raises(BrokenPipeError):
        run("a", client=client, view=FakeView(breaks_at=Moved))
    assert client.asked["a"] == [0.0]


def test_the_same_trouble_is_said_once() -> None:
    view = FakeView()
    fault: Script = lambda _: ServerFault("Answered with 503.")  # noqa: E731
    client = FakeClient({"a": fault, "b": fault, "c": still()})
    run("a", "b", "c", client=client, view=view, timeout=300.0)
    assert view.said == ["a — Service error: Answered with 503."]
    assert sum(isinstance(event, QueryFailed) for event in view.shown) > 5


def test_a_trouble_is_said_on_one_line_whatever_is_quoted_in_it() -> None:
    view = FakeView()
    fault: Script = lambda _: ServerFault("Answered\n\x1b[2J\u202e with 503.")  # noqa: E731
    client = FakeClient({"a": fault, "b": still()})
    run("a", "b", client=client, view=view, timeout=300.0)
    assert view.said == ["a — Service error: Answered [2J with 503."]
